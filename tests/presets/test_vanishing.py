"""That the gradient fades in the sigmoid chain, measured as the window shows it: by the probe of the gradients."""

from __future__ import annotations

import torch
from torch.nn.functional import cross_entropy

from engine.compiling.compiler import compile_graph, compiled_nodes
from engine.data.digits import read
from engine.data.progress import Silent
from engine.probes.gradients import current_gradients, gradient_frame
from engine.probes.network import parameters_of
from presets.registry import get


def weight_gradients(name: str) -> list[float]:
    """Return the size of the gradient of each layer's weights, first layer first, on digits before any training."""
    torch.manual_seed(0)
    graph = get(name).build()
    module = compile_graph(graph)
    digits = read(Silent())
    assert digits.pixels is not None
    images = torch.from_numpy(digits.pixels[:256]).float() / 255
    cross_entropy(module(images), torch.from_numpy(digits.labels[:256])).backward()
    parameters = parameters_of(module, compiled_nodes(graph)[1:-1])
    frame = gradient_frame(parameters, current_gradients(parameters), step=0)
    assert frame is not None
    return [float(norm) for parameter, norm in zip(frame.parameters, frame.norms, strict=True) if parameter == "weight"]


def test_behind_sigmoids_the_gradient_falls_by_orders_of_magnitude() -> None:
    gradients = weight_gradients("sigmoid_chain")
    assert len(gradients) == 11
    assert gradients == sorted(gradients), "it shrinks at every layer on its way back"
    assert gradients[0] / gradients[-1] < 1e-6


def test_behind_relus_it_falls_far_less() -> None:
    sigmoid, relu = weight_gradients("sigmoid_chain"), weight_gradients("relu_chain")
    assert relu[0] / relu[-1] > 1e-3
    assert relu[0] > 1000 * sigmoid[0]
