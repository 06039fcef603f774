"""The effective receptive field against gradients taken by hand and against the theoretical field."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from engine.analysis.analysis import analyse
from engine.analysis.support import patch
from engine.graph.builder import GraphBuilder
from engine.graph.model import Graph
from engine.probes.frames import Channel, FrameKind, Unit
from tests.probing import NETWORKS, Bench


def field_of(bench: Bench, name: str, ask: object) -> np.ndarray | None:
    frame = bench.see(FrameKind.EFFECTIVE_FIELD, name, ask)
    return None if frame is None else frame.values


def one_convolution() -> Graph:
    net = GraphBuilder()
    x = net.add("Conv2d", net.input((2, 9, 9)), name="conv", out_channels=3, kernel_size=3)
    return net.output(net.add("Linear", net.add("Flatten", x), name="fc"))


def test_a_single_convolution_s_field_is_its_kernel() -> None:
    bench = Bench(one_convolution())
    expected = np.zeros((9, 9), np.float32)
    expected[2:5, 4:7] = bench.module.get_submodule("conv").weight[1].abs().sum(0).detach().numpy()
    np.testing.assert_allclose(field_of(bench, "conv", Unit(1, 2, 4)), expected / expected.max(), rtol=1e-5)


@pytest.mark.parametrize("network", NETWORKS)
def test_it_lies_within_the_theoretical_field(network) -> None:
    """And it is 1 somewhere, so that the assertion is about something."""
    graph = network()
    analysis, bench = analyse(graph), Bench(graph)
    for node in graph.nodes.values():
        output = analysis.inference.nodes[node.id].output
        if output is None or len(output) != 3:
            continue
        y, x = output[1] - 1, output[2] // 2
        seen = patch(analysis.inference, analysis.fields, node.id, (y, x)).seen
        field = field_of(bench, node.name, Unit(0, y, x))
        assert seen is not None
        outside = np.ones(field.shape, bool)
        outside[seen.y0 : seen.y1, seen.x0 : seen.x1] = False
        assert (field[outside] == 0).all(), node.name
        assert field.max() in (0.0, pytest.approx(1.0))  # 0 behind a ReLU that is shut


def test_a_class_has_one_too_and_it_is_torch_s_gradient() -> None:
    bench = Bench(one_convolution())
    found = field_of(bench, "output", Unit(2))
    pixels = bench.image.clone().requires_grad_()
    bench.module.eval()
    bench.module(pixels)[0, 2].backward()
    expected = pixels.grad[0].abs().sum(0)
    np.testing.assert_allclose(found, (expected / expected.max()).numpy(), rtol=1e-5)


def test_looking_leaves_the_network_as_it_is() -> None:
    bench = Bench(one_convolution())
    bench.module.train()
    random = torch.get_rng_state()
    field_of(bench, "conv", Unit(0, 1, 1))
    assert bench.module.training
    assert all(parameter.grad is None for parameter in bench.module.parameters())
    assert torch.equal(torch.get_rng_state(), random)


@pytest.mark.parametrize("ask", [Unit(0, 99, 0), Unit(3, 0, 0), Unit(0, -1, 0), Channel(0), None])
def test_what_cannot_be_served_is_passed_over(ask) -> None:
    assert field_of(Bench(one_convolution()), "conv", ask) is None
