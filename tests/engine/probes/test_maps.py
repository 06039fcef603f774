from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
import torch
from torch.nn import functional as F  # noqa: N812

from engine.graph.model import Graph
from engine.probes.frames import Channel, FrameKind
from tests.networks import small
from tests.probing import NETWORKS, Bench, branchy

EVERY_NETWORK = pytest.mark.parametrize("network", NETWORKS)


@EVERY_NETWORK
def test_every_channel_is_summed_up(network: Callable[[], Graph]) -> None:
    bench = Bench(network())
    for name, output in bench.outputs().items():
        rows = output[0].detach().flatten(1) if output.ndim > 2 else output[0].detach()[:, None]
        stats = bench.see(FrameKind.ACTIVATIONS, name).stats
        np.testing.assert_array_equal(stats.low, rows.min(1).values)
        np.testing.assert_array_equal(stats.high, rows.max(1).values)
        np.testing.assert_allclose(stats.mean, rows.mean(1), rtol=1e-5, atol=1e-6)
        np.testing.assert_allclose(stats.variance, rows.var(1, correction=0), rtol=1e-4, atol=1e-9)


def test_a_single_map_comes_whole_with_its_figures() -> None:
    bench = Bench(branchy())
    expected = bench.outputs()["conv1"][0, 4].detach()
    frame = bench.see(FrameKind.MAP, "conv1", Channel(4), step=9)
    assert (frame.step, frame.channel) == (9, 4)
    np.testing.assert_array_equal(frame.values, expected)
    figures = [frame.low, frame.high, frame.mean, frame.variance]
    assert figures == pytest.approx(
        [expected.min().item(), expected.max().item(), expected.mean().item(), expected.var(correction=0).item()]
    )


@pytest.mark.parametrize(
    ("name", "ask"), [("conv1", Channel(6)), ("conv1", Channel(-1)), ("fc", Channel(0)), ("conv1", None)]
)
def test_a_map_that_there_is_not_is_passed_over(name: str, ask: Channel | None) -> None:
    assert Bench(branchy()).see(FrameKind.MAP, name, ask) is None


@EVERY_NETWORK
def test_the_pull_on_each_channel_is_autograds(network: Callable[[], Graph]) -> None:
    bench = Bench(network())
    outputs = bench.outputs()
    scores = outputs["output"]
    loss = F.cross_entropy(scores, scores.argmax(1))
    for name, output in outputs.items():
        gradient = torch.autograd.grad(loss, output, retain_graph=True)[0][0]
        frame = bench.see(FrameKind.CHANNEL_GRADIENTS, name)
        expected = [channel.norm().item() for channel in gradient]
        np.testing.assert_allclose(frame.norms, expected, rtol=1e-4, atol=1e-8)
        assert frame.is_predicted


def test_looking_back_leaves_no_trace() -> None:
    bench = Bench(small())
    bench.backward()
    gradients = [parameter.grad.clone() for parameter in bench.module.parameters()]  # type: ignore[union-attr]
    state = {name: value.clone() for name, value in bench.module.state_dict().items()}
    assert bench.see(FrameKind.CHANNEL_GRADIENTS, "stem.conv") is not None
    for parameter, gradient in zip(bench.module.parameters(), gradients, strict=True):
        assert parameter.grad is not None
        assert torch.equal(parameter.grad, gradient)
    assert all(torch.equal(state[name], value) for name, value in bench.module.state_dict().items())
    assert all(part.training for part in bench.module.modules())
