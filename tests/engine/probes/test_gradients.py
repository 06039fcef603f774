from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from engine.probes.frames import FrameKey, FrameKind, GradientFrame, GradientHistogramFrame, GradientHistoryFrame
from engine.probes.gradients import gradient_frame
from tests.networks import lenet, small
from tests.probing import NETWORKS, Bench

GRADIENTS, HISTORY = FrameKey(FrameKind.GRADIENTS), FrameKey(FrameKind.GRADIENT_HISTORY)


@pytest.mark.parametrize("network", NETWORKS)
def test_norm_mean_and_maximum_are_not_mixed_up(network: object) -> None:
    bench = Bench(network(), GRADIENTS)  # type: ignore[operator]
    bench.backward()
    bench.probes.after_backward(1)
    frame = bench.take(GRADIENTS)
    assert isinstance(frame, GradientFrame)
    assert frame.mean_abs is not None
    assert frame.max_abs is not None
    gradients = [parameter.grad for parameter in bench.module.parameters()]
    for place, gradient in enumerate(gradients):
        assert gradient is not None
        numbers = [frame.norms[place], frame.mean_abs[place], frame.max_abs[place]]
        by_hand = [gradient.norm().item(), gradient.abs().mean().item(), gradient.abs().max().item()]
        assert numbers == pytest.approx(by_hand, rel=1e-5)
    assert not any(frame.frozen)


def test_first_to_last_says_whether_the_gradient_vanishes() -> None:
    bench = Bench(lenet(), GRADIENTS)
    bench.backward()
    bench.probes.after_backward(1)
    frame = bench.take(GRADIENTS)
    assert isinstance(frame, GradientFrame)
    first, last = bench.module.conv1.weight.grad, bench.module.fc3.weight.grad
    assert frame.first_to_last == pytest.approx((first.norm() / last.norm()).item(), rel=1e-5)


def test_a_frozen_layer_says_so() -> None:
    bench = Bench(lenet(), GRADIENTS)
    bench.module.conv1.requires_grad_(False)
    bench.backward()
    bench.probes.after_backward(1)
    frame = bench.take(GRADIENTS)
    assert isinstance(frame, GradientFrame)
    assert frame.frozen == (True, True, *[False] * 8)
    assert np.isnan(frame.norms[:2]).all()
    assert np.isfinite(frame.norms[2:]).all()
    last = bench.module.fc3.weight.grad.norm()
    assert frame.first_to_last == pytest.approx((bench.module.conv2.weight.grad.norm() / last).item(), rel=1e-5)


def test_no_gradient_at_all_is_no_frame() -> None:
    bench = Bench(small())
    assert gradient_frame(bench.network.parameters, [None] * len(bench.network.parameters), 1) is None


@pytest.mark.parametrize("name", ["stem.conv", "stem.bn", "fc"])
def test_histograms_are_numpys(name: str) -> None:
    graph = small()
    key = FrameKey(FrameKind.GRADIENT_HISTOGRAM, graph.by_name[name].id)
    bench = Bench(graph, key)
    bench.backward()
    bench.probes.after_backward(5)
    frame = bench.take(key)
    assert isinstance(frame, GradientHistogramFrame)
    assert (frame.step, frame.parameters) == (5, ("weight", "bias"))
    for place, parameter in enumerate(frame.parameters):
        gradient = bench.module.get_parameter(f"{name}.{parameter}").grad
        assert gradient is not None
        values = gradient.flatten().numpy()
        assert frame.edges[place][[0, -1]].tolist() == pytest.approx([values.min(), values.max()])
        counts, _ = np.histogram(values, len(frame.counts[place]), (values.min(), values.max()))
        assert np.abs(frame.counts[place] - counts).sum() <= 4  # values on an edge
        assert frame.counts[place].sum() == len(values)


def history_after(bench: Bench, steps: range, seconds: float) -> GradientHistoryFrame:
    for step in steps:
        bench.clock.now += seconds
        bench.module.zero_grad()
        bench.backward()
        bench.probes.after_backward(step)
        bench.probes.after_step(step)
    bench.mailbox.watch([HISTORY])
    bench.probes.refresh(steps[-1])
    frame = bench.take(HISTORY)
    assert isinstance(frame, GradientHistoryFrame)
    return frame


def test_the_past_is_there_when_somebody_looks() -> None:
    bench = Bench(small())
    frame = history_after(bench, range(1, 21), 10.0)
    assert frame.steps.tolist() == list(range(1, 21))
    assert frame.norms.shape == (6, 20)
    last = [parameter.grad.norm().item() for parameter in bench.module.parameters()]  # type: ignore[union-attr]
    np.testing.assert_allclose(frame.norms[:, -1], last, rtol=1e-5)


def test_a_frozen_layer_keeps_its_past() -> None:
    bench = Bench(small())
    history_after(bench, range(1, 6), 10.0)
    bench.module.stem.conv.requires_grad_(False)
    frame = history_after(bench, range(6, 11), 10.0)
    assert frame.frozen == (True, True, False, False, False, False)
    assert np.isfinite(frame.norms[0, :5]).all()
    assert np.isnan(frame.norms[0, 5:]).all()
    assert np.isfinite(frame.norms[2:]).all()


def test_what_is_noted_unasked_keeps_to_a_five_hundredth_of_the_time() -> None:
    class Slow:
        """A clock by which every look at it costs a millisecond."""

        now, spent = 0.0, 0.0

        def __call__(self) -> float:
            self.now += 0.001
            return self.now

    bench = Bench(small())
    slow = Slow()
    bench.rebuild(slow)
    frame = history_after(bench, range(1, 301), 0.0)
    assert 1 <= len(frame.steps) < 60


def test_the_history_of_a_long_run_is_bounded() -> None:
    bench = Bench(small())
    bench.backward()
    for step in range(1, 4000):
        bench.clock.now += 1.0
        bench.probes.after_backward(step)
    frame = bench.see(FrameKind.GRADIENT_HISTORY)
    assert 256 <= len(frame.steps) <= 512
    assert frame.steps[0] == 1
    assert not math.isnan(frame.norms.sum())
    assert torch.is_grad_enabled()
