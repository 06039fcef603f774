"""A group of bars per node, each with the frame's own number."""

import itertools
import math

import numpy as np
import pytest

from engine.probes.frames import GradientFrame
from gui.plots.gradient_bars import Bar, Decades, Group, groups_of, labelled
from gui.plots.gradient_measure import GradientMemory, Measure


def groups(*norms: float) -> tuple[Group, ...]:
    return tuple(Group(str(place), str(place), (Bar("weight", norm),)) for place, norm in enumerate(norms))


def test_groups_have_the_frames_numbers_in_its_order() -> None:
    norms = np.array([0.5, 0.25, 3.0, 0.0], np.float32)
    frame = GradientFrame(7, ("b", "b", "a", "c"), ("weight", "bias", "weight", "weight"), norms)
    assert groups_of(GradientMemory().magnitudes(frame, Measure.NORM), {"a": "fc", "b": "conv", "c": "block.0.fc"}) == (
        Group("b", "conv", (Bar("weight", 0.5), Bar("bias", 0.25))),
        Group("a", "fc", (Bar("weight", 3.0),)),
        Group("c", "block.0.fc", (Bar("weight", 0.0),)),
    )


def test_parameters_of_one_kind_in_a_layer_of_layers_are_one_bar() -> None:
    names = ("f.conv1.weight", "f.norm1.weight", "f.norm1.bias", "f.conv2.weight")
    frame = GradientFrame(7, ("a",) * 4, names, np.array([2.0, 3.0, 0.5, 6.0], np.float32))
    assert groups_of(GradientMemory().magnitudes(frame, Measure.NORM), {"a": "ode"}) == (
        Group("a", "ode", (Bar("weight", 7.0), Bar("bias", 0.5))),
    )


@pytest.mark.parametrize(
    ("norms", "decades"),
    [
        ((), (-3, 0)),
        ((0.0, math.nan, math.inf), (-3, 0)),
        ((0.2, 0.003), (-3, 0)),
        ((5.0, 0.5), (-1, 1)),
        ((1.0,), (-2, 0)),
        ((1e-30, 0.1), (-13, -1)),
    ],
)
def test_the_axis_holds_whole_decades(norms: tuple[float, ...], decades: tuple[int, int]) -> None:
    assert Decades.around(groups(*norms)) == Decades(*decades)


def test_every_norm_has_a_height_in_the_order_of_the_norms() -> None:
    found = groups(1e-5, 1e-4, 0.02, 3.0)
    decades = Decades.around(found)
    shares = [decades.share(group.bars[0].norm) for group in found]
    assert shares == sorted(shares)
    assert shares[0] > 0
    assert shares[-1] <= 1
    assert decades.share(10.0**decades.high) == 1
    assert decades.share(10.0**decades.low) == 0


def test_the_axis_stays_while_a_norm_wavers_about_a_power_of_ten() -> None:
    decades = Decades.around(groups(1.1, 0.011))
    assert decades == Decades(-2, 1)
    assert Decades.around(groups(0.9, 0.011), decades) == decades
    assert Decades.around(groups(0.3, 0.011), decades).high == 0
    assert Decades.around(groups(20.0, 0.011), decades).high == 2
    assert Decades.around(groups(1.1, 0.12), decades).low == -2
    assert Decades.around(groups(1.1, 0.0009), decades).low == -4


@pytest.mark.parametrize(("slot", "shown"), [(40.0, 10), (14.0, 10), (7.0, 5), (2.0, 2)])
def test_names_are_left_out_rather_than_written_over_each_other(slot: float, shown: int) -> None:
    places = labelled(10, slot, 13.0)
    assert len(places) == shown
    assert all((b - a) * slot >= 13.0 for a, b in itertools.pairwise(places))
