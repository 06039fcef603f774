from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from engine.probes.frames import FrameKind, WeightsFrame
from engine.probes.trail import Trail
from engine.probes.weights import BINS, MAX_ROWS, WeightTrail
from tests.networks import small
from tests.probing import NETWORKS, Bench


@pytest.mark.parametrize("network", NETWORKS)
def test_the_figures_are_the_weights_own(network: object) -> None:
    bench = Bench(network())  # type: ignore[operator]
    for node in bench.graph.nodes.values():
        weight = dict(bench.module.named_parameters()).get(f"{node.name}.weight")
        frame = bench.see(FrameKind.WEIGHTS, node.name)
        if weight is None:
            assert frame is None
            continue
        values = weight.detach().flatten()
        assert isinstance(frame, WeightsFrame)
        expected, _ = np.histogram(values.numpy(), frame.edges)
        assert frame.counts.tolist() == expected.tolist()
        assert frame.counts.sum() == frame.num_weights == len(values)
        assert [frame.mean, frame.std, frame.l1, frame.l2] == pytest.approx(
            [
                values.mean().item(),
                values.std(correction=0).item(),
                values.abs().sum().item(),
                values.norm().item(),
            ],
            rel=1e-4,
            abs=1e-6,
        )
        near = (values.abs() < 1e-3 * values.abs().max()).float().mean().item()
        assert frame.near_zero_share == pytest.approx(near)


def test_sparse_weights_are_counted_as_such() -> None:
    bench = Bench(small())
    with torch.no_grad():
        bench.module.fc.weight[:, ::4] = 0.0
        bench.module.fc.weight[:, 1] = 1e-9
    frame = bench.see(FrameKind.WEIGHTS, "fc")
    share = (bench.module.fc.weight.abs() < 1e-3 * bench.module.fc.weight.abs().max()).float().mean().item()
    assert frame.near_zero_share == pytest.approx(share)
    assert share > 0.25


def test_the_ridge_remembers_and_stays_bounded() -> None:
    trail = WeightTrail()
    weights = torch.linspace(-0.4, 0.4, 1000)
    for step in range(1, 3000):
        trail.note(step, weights)
    steps = trail.trail.steps
    assert MAX_ROWS // 2 <= len(steps) <= MAX_ROWS
    assert steps[0] == 1
    assert steps[-1] > 2900
    gaps = np.diff(steps)
    assert gaps.max() <= 2 * gaps.min()


@given(st.lists(st.floats(1e-3, 1e3), min_size=2, max_size=6))
def test_growing_weights_widen_the_histograms_without_loss(scales: list[float]) -> None:
    trail, generator = WeightTrail(), torch.Generator().manual_seed(0)
    noted = []
    for step, scale in enumerate(scales):
        noted.append(scale * torch.randn(500, generator=generator))
        trail.note(step, noted[-1])
    for row, weights in zip(trail.trail.table, noted, strict=True):
        expected = np.histogram(weights.numpy(), trail.edges)[0] / 500
        np.testing.assert_allclose(row, expected, atol=1e-6)
        assert row.sum() == pytest.approx(1)
    assert len(trail.edges) == BINS + 1


def test_weights_that_are_no_numbers_have_no_histogram() -> None:
    trail = WeightTrail()
    assert trail.note(1, torch.tensor([1.0, float("nan")])).sum() == 0
    assert trail.note(2, torch.zeros(4)).sum() == 4


def test_a_trail_keeps_every_second_note_when_it_is_full() -> None:
    trail = Trail(8)
    for step in range(1, 101):
        trail.add(step, np.array([step], np.float32))
    assert len(trail) <= 8
    assert [row[0] for row in trail.table] == trail.steps.tolist()
    assert trail.steps[0] == 1
    assert trail.steps[-1] >= 100 - 2 * np.diff(trail.steps).min()


def test_a_run_of_any_length_is_remembered_without_being_watched() -> None:
    bench = Bench(small())
    for step in range(1, 40):
        bench.clock.now += 10.0
        bench.backward()
        bench.probes.after_backward(step)
        bench.probes.after_step(step)
    frame = bench.see(FrameKind.WEIGHTS, "fc", step=40)
    assert len(frame.history_steps) > 5
    assert frame.history_steps[-1] == 40
    assert frame.history.shape == (len(frame.history_steps), BINS)
    np.testing.assert_allclose(frame.history[-1], frame.counts / frame.num_weights, rtol=1e-6)
