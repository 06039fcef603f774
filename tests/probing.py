"""A network in the middle of its training with probes that look into it, and what torch says by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import torch
from torch import Tensor, fx

from engine.compiling.compiler import all_scores, compile_graph, compiled_nodes
from engine.graph.builder import GraphBuilder
from engine.graph.model import Graph
from engine.probes.frames import Ask, Frame, FrameKey, FrameKind
from engine.probes.network import Network
from engine.probes.picture import DrawnPicture
from engine.probes.pictures import Pictures
from engine.probes.probes import Probes
from engine.runtime.mailbox import Mailbox
from engine.tasks.catalogue import CLASSIFICATION
from engine.tasks.task import Task
from tests.networks import lenet, small


def branchy(seed: int = 0) -> Graph:
    """Three colours, a shortcut, two branches behind one another, groups, dilation, and a ReLU after each."""
    net = GraphBuilder()
    x = net.input((3, 13, 11))
    x = net.add("Conv2d", x, name="conv1", out_channels=6, kernel_size=3, padding=1, bias=bool(seed % 2))
    x = net.add("ReLU", x, name="relu1")
    left = net.add(
        "Conv2d", x, name="left", out_channels=6, kernel_size=(3, 1), padding=(2, 0), dilation=(2, 1), groups=3
    )
    total = net.add("Add", x, left, name="add")
    right = net.add("AvgPool2d", x, name="right", kernel_size=3, stride=1, padding=1)
    x = net.add("Concat", total, right, name="cat")
    x = net.add("Conv2d", x, name="conv2", out_channels=8, kernel_size=(3, 2), stride=2, groups=2)
    x = net.add("ReLU", x, name="relu2")
    x = net.add("MaxPool2d", x, name="pool", kernel_size=3, stride=2, padding=1)
    x = net.add("Flatten", x, name="flatten")
    return net.output(net.add("Linear", x, name="fc", out_features=7))


NETWORKS = (lenet, small, branchy)


def outputs_by_hand(module: fx.GraphModule, graph: Graph, image: Tensor) -> dict[str, Tensor]:
    """Each node's output for a chain of layers, by node id: the layers called one behind the other."""
    module.eval()
    first, *layers, last = compiled_nodes(graph)
    x, outputs = image, {first.id: image[0]}
    with torch.no_grad():
        for node in layers:
            x = module.get_submodule(node.name)(x)
            outputs[node.id] = x[0]
    outputs[last.id] = x[0]
    module.train()
    return outputs


class Clock:
    """Time that passes only when a test says so."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Bench:
    """A network in the middle of its training, and probes that look into it."""

    def __init__(self, graph: Graph, *keys: FrameKey, task: Task = CLASSIFICATION) -> None:
        self.graph, self.mailbox = graph, Mailbox()
        torch.manual_seed(0)
        self.module = compile_graph(graph)
        shape = graph.by_name["input"].params["shape"]
        assert isinstance(shape, tuple)
        pictures = Pictures.without_data(shape, torch.device("cpu"), task)
        self.mailbox.show_picture(DrawnPicture(np.random.default_rng(0).random(shape[1:])))
        self.image = pictures.picture(self.mailbox.picture).values
        self.clock = Clock()
        self.network, self.pictures = Network(graph, self.module), pictures
        self.rebuild(self.clock)
        self.mailbox.watch(keys)

    def rebuild(self, clock: Callable[[], float]) -> None:
        """Have new probes, with another clock."""
        self.probes = Probes(self.network, self.pictures, self.mailbox, clock)

    def backward(self) -> None:
        self.module(torch.randn(4, *self.image.shape[1:])).square().sum().backward()

    def take(self, key: FrameKey) -> Frame:
        return self.mailbox.take_frames()[key]

    def see(self, kind: FrameKind, name: str | None = None, ask: Ask | None = None, step: int = 1) -> Any:
        """Return the frame that is made after a step; None where there is none."""
        key = FrameKey(kind, self.graph.by_name[name].id if name is not None else None, ask)
        self.mailbox.watch([key])
        self.clock.now += 3600.0
        self.probes.after_step(step)
        return self.mailbox.take_frames().get(key)

    def outputs(self, images: Tensor | None = None, *, training: bool = False) -> dict[str, Tensor]:
        """Return what each module puts out, by the node's name; gradients can be had from it."""
        seen: dict[str, Tensor] = {}

        def noter(name: str) -> Callable[..., None]:
            return lambda module, inputs, output: seen.update({name: output})

        handles = [
            self.module.get_submodule(node.name).register_forward_hook(noter(node.name))
            for node in compiled_nodes(self.graph)
            if node.spec.module is not None
        ]
        with self.mode(training):
            seen["output"] = all_scores(self.module(self.image if images is None else images))[0]
        for handle in handles:
            handle.remove()
        return seen

    @contextmanager
    def mode(self, training: bool) -> Iterator[None]:
        """Have the network in training or in evaluation mode."""
        self.module.train(training)
        yield
        self.module.train()
