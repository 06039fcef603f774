from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from engine.graph.builder import GraphBuilder
from engine.probes.frames import Filters, FrameKind, Unit
from tests.networks import lenet
from tests.probing import Bench, branchy


def convolved(**params: Any) -> Bench:
    net = GraphBuilder()
    x = net.add("Conv2d", net.input((4, 9, 8)), name="conv", **params)
    return Bench(net.output(net.add("Linear", net.add("Flatten", x), name="fc")))


PAIR = st.tuples(st.integers(1, 3), st.integers(1, 3))


@given(
    st.fixed_dictionaries(
        {
            "kernel_size": PAIR,
            "stride": PAIR,
            "padding": st.tuples(st.integers(0, 2), st.integers(0, 2)),
            "dilation": st.tuples(st.integers(1, 2), st.integers(1, 2)),
            "groups": st.sampled_from([1, 2, 4]),
            "out_channels": st.sampled_from([4, 8]),
            "bias": st.booleans(),
            "padding_mode": st.sampled_from(["zeros", "reflect", "replicate", "circular"]),
        }
    ),
    st.integers(0, 10**6),
)
def test_patch_times_kernel_plus_bias_is_the_value(params: dict[str, Any], place: int) -> None:
    bench = convolved(**params)
    output = bench.outputs()["conv"][0].detach()
    channel, y, x = np.unravel_index(place % output.numel(), tuple(output.shape))
    frame = bench.see(FrameKind.CONVOLUTION, "conv", Unit(int(channel), int(y), int(x)))
    assert frame.value == output[channel, y, x].item()
    assert frame.products.sum(dtype=float) + frame.bias == pytest.approx(frame.value, abs=1e-5)
    np.testing.assert_allclose(frame.channel_sums.sum() + frame.bias, frame.value, atol=1e-5)
    conv = bench.module.conv
    np.testing.assert_array_equal(frame.kernel, conv.weight[int(channel)].detach())
    image, (_, height, width) = bench.image[0].numpy(), frame.input_shape
    for row, y_in in enumerate(frame.rows):
        for column, x_in in enumerate(frame.columns):
            if 0 <= y_in < height and 0 <= x_in < width:
                seen = image[frame.first_channel : frame.first_channel + len(frame.patch), y_in, x_in]
                np.testing.assert_array_equal(frame.patch[:, row, column], seen)
            elif params["padding_mode"] == "zeros":
                assert not frame.patch[:, row, column].any()
    assert frame.output_shape == tuple(output.shape)


def test_the_strongest_channels_come_first() -> None:
    frame = Bench(branchy()).see(FrameKind.CONVOLUTION, "conv2", Unit(3, 1, 2))
    sums = np.abs(frame.channel_sums)
    assert [sums[channel] for channel in frame.strongest(3)] == sorted(sums, reverse=True)[:3]
    assert len(frame.strongest(99)) == 6  # 12 input channels in 2 groups


@pytest.mark.parametrize(
    ("name", "unit"),
    [("conv1", Unit(6, 0, 0)), ("conv1", Unit(0, 28, 0)), ("conv1", Unit(0, 0, -1)), ("pool1", Unit(0, 0, 0))],
)
def test_a_value_that_there_is_not_is_passed_over(name: str, unit: Unit) -> None:
    assert Bench(lenet()).see(FrameKind.CONVOLUTION, name, unit) is None


def test_filters_are_the_weights() -> None:
    bench = Bench(branchy())
    frame = bench.see(FrameKind.FILTERS, "conv1")
    weight = bench.module.conv1.weight.detach()
    np.testing.assert_array_equal(frame.kernels, weight)
    assert (frame.num_filters, frame.is_colour) == (6, True)
    assert (frame.low, frame.high) == (weight.min().item(), weight.max().item())
    some = bench.see(FrameKind.FILTERS, "conv2", Filters(first=3, count=2))
    np.testing.assert_array_equal(some.kernels, bench.module.conv2.weight[3:5].detach())
    assert (some.first, some.num_filters, some.is_colour) == (3, 8, False)


@pytest.mark.parametrize(("name", "ask"), [("fc", None), ("relu1", None), ("conv1", Filters(first=-1))])
def test_what_has_no_filters_is_passed_over(name: str, ask: Filters | None) -> None:
    assert Bench(branchy()).see(FrameKind.FILTERS, name, ask) is None


def test_filters_share_no_memory_with_the_layer() -> None:
    bench = Bench(branchy())
    frame = bench.see(FrameKind.FILTERS, "conv1")
    before = frame.kernels.copy()
    with torch.no_grad():
        bench.module.conv1.weight.zero_()
    np.testing.assert_array_equal(frame.kernels, before)
