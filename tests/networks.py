"""Networks and sinks that several tests train with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import presets  # noqa: F401 — fills the registry
from engine.graph import edits
from engine.graph.builder import GraphBuilder
from engine.graph.model import Graph
from engine.probes.frames import FrameKey, FrameKind
from engine.runtime.mailbox import Mailbox
from presets import registry


def lenet() -> Graph:
    return registry.get("lenet5").build()


def small() -> Graph:
    """Trains in a millisecond a step and has what can be disturbed: batch statistics and random numbers."""
    net = GraphBuilder()
    x = net.input((1, 8, 8))
    x = net.add("Conv2d", x, name="stem.conv", out_channels=4, kernel_size=3)
    x = net.add("BatchNorm2d", x, name="stem.bn")
    x = net.add("ReLU", x, name="relu")
    x = net.add("MaxPool2d", x, name="pool")
    x = net.add("Flatten", x, name="flatten")
    x = net.add("Dropout", x, name="dropout", p=0.2)
    x = net.add("Linear", x, name="fc", out_features=10)
    return net.output(x)


def with_auxiliary_head(graph: Graph, behind: str, loss_weight: float = 0.3) -> Graph:
    """Return the network with an Output for training only that branches off behind a node of maps."""
    source = graph.by_name[behind].id
    layers: tuple[tuple[str, str, dict[str, Any]], ...] = (
        ("Flatten", "aux.flatten", {}),
        ("Linear", "aux.fc", {"out_features": 10}),
        ("Output", "aux.output", {"training_only": True, "loss_weight": loss_weight}),
    )
    for type_, name, params in layers:
        graph, node = edits.add_node(graph, type_, name=name, params=params)
        graph = edits.connect(graph, source, node.id)
        source = node.id
    return graph


def all_keys(graph: Graph) -> list[FrameKey]:
    maps = [FrameKey(kind, node) for kind in (FrameKind.ACTIVATIONS, FrameKind.POOLING) for node in graph.nodes]
    return [FrameKey(FrameKind.GRADIENTS), *maps]


class ActingMailbox(Mailbox):
    """A mailbox that does something in the run's own thread right after a step was recorded."""

    def __init__(self, actions: dict[int, Callable[[], object]]) -> None:
        super().__init__()
        self._actions = actions

    def post_scalars(self, step: int, loss: float, accuracy: float, seconds: float, num_images: int) -> None:
        super().post_scalars(step, loss, accuracy, seconds, num_images)
        self._actions.get(step, lambda: None)()
