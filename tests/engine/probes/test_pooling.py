from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch.nn import functional as F  # noqa: N812

from engine.graph.builder import GraphBuilder
from engine.graph.model import Graph
from engine.probes.frames import FrameKind, Shift
from engine.probes.pooling import shifted
from tests.networks import lenet
from tests.probing import Bench, branchy


def pooled(type_: str, size: tuple[int, int] = (9, 8), **params: Any) -> Graph:
    net = GraphBuilder()
    x = net.add("Conv2d", net.input((1, *size)), name="conv", out_channels=3, kernel_size=1)
    x = net.add(type_, x, name="pool", **params)
    return net.output(net.add("Linear", net.add("Flatten", x), name="fc"))


@given(
    st.fixed_dictionaries(
        {
            "kernel_size": st.integers(2, 4),
            "stride": st.integers(1, 3),
            "padding": st.integers(0, 1),
            "dilation": st.integers(1, 2),
            "ceil_mode": st.booleans(),
        }
    )
)
def test_winners_are_where_the_maxima_are(params: dict[str, Any]) -> None:
    bench = Bench(pooled("MaxPool2d", **params))
    frame = bench.see(FrameKind.POOLING, "pool")
    found = np.take_along_axis(frame.before.reshape(3, -1), frame.winners.reshape(3, -1), axis=1)
    np.testing.assert_array_equal(found.reshape(frame.after.shape), frame.after)
    kept = sum(len(set(channel.flat)) for channel in frame.winners)
    assert frame.kept_share == pytest.approx(kept / frame.before.size)


def test_adaptive_winners_are_where_the_maxima_are() -> None:
    frame = Bench(pooled("AdaptiveMaxPool2d", output_size=3)).see(FrameKind.POOLING, "pool")
    found = np.take_along_axis(frame.before.reshape(3, -1), frame.winners.reshape(3, -1), axis=1)
    np.testing.assert_array_equal(found.reshape(frame.after.shape), frame.after)


@pytest.mark.parametrize(("type_", "params"), [("AvgPool2d", {}), ("AdaptiveAvgPool2d", {"output_size": 2})])
def test_means_have_no_winners(type_: str, params: dict[str, Any]) -> None:
    frame = Bench(pooled(type_, **params)).see(FrameKind.POOLING, "pool")
    assert frame.winners is None
    assert math.isnan(frame.kept_share)


def test_a_two_by_two_pool_without_ties_keeps_a_quarter() -> None:
    frame = Bench(pooled("MaxPool2d", size=(8, 8), kernel_size=2)).see(FrameKind.POOLING, "pool")
    assert frame.kept_share == 0.25


@pytest.mark.parametrize("shift", [Shift(0, 0), Shift(1, 0), Shift(-2, 3)])
def test_a_shift_moves_the_input_and_its_change_is_measured(shift: Shift) -> None:
    bench = Bench(branchy())
    moved_image = shifted(bench.image, shift)
    before, after = bench.outputs(), bench.outputs(moved_image)
    frame = bench.see(FrameKind.SHIFT, "pool", shift)
    np.testing.assert_array_equal(frame.before, before["pool"][0].detach())
    np.testing.assert_allclose(frame.after, after["pool"][0].detach(), rtol=1e-5, atol=1e-6)

    def change(one: torch.Tensor, other: torch.Tensor) -> float:
        return ((one - other).norm() / one.norm()).item()

    assert frame.input_change == pytest.approx(change(before["relu2"], after["relu2"]), abs=1e-6)
    assert frame.output_change == pytest.approx(change(before["pool"], after["pool"]), abs=1e-6)
    assert frame.picture_change == pytest.approx(change(bench.image, moved_image), abs=1e-6)
    if shift == Shift(0, 0):
        assert frame.output_change == 0
        assert math.isnan(frame.ratio)
    else:
        assert frame.ratio == pytest.approx(frame.output_change / frame.input_change)


def test_a_shift_repeats_the_edge() -> None:
    image = torch.arange(12.0).reshape(1, 1, 3, 4)
    assert shifted(image, Shift(1, 0))[0, 0, 0].tolist() == [0, 0, 1, 2]
    assert shifted(image, Shift(-1, 0))[0, 0, 0].tolist() == [1, 2, 3, 3]
    assert shifted(image, Shift(0, 2))[0, 0, :, 0].tolist() == [0, 0, 0]
    padded = F.pad(image, (3, 3, 3, 3), mode="replicate")
    assert torch.equal(shifted(image, Shift(2, -1)), padded[:, :, 4:7, 1:5])


def test_a_shift_of_what_does_not_pool_is_shown_too() -> None:
    assert Bench(lenet()).see(FrameKind.SHIFT, "conv2", Shift(1, 1)) is not None
    assert Bench(lenet()).see(FrameKind.SHIFT, "input", Shift(1, 1)) is None
