"""Fields along one axis against a walk back through every layer, position by position."""

from __future__ import annotations

from typing import TypeAlias

from hypothesis import given
from hypothesis import strategies as st

from engine.analysis.axis_field import MAX_PERIOD, AxisField, Span, behind, hull
from engine.layers.reach import Interpolated, Part, Shares, Spread, Whole, Window

Layers: TypeAlias = list[Window | Spread | Interpolated | Shares]

NUMBERS = st.integers(1, 4)
SMALL = st.integers(0, 3)
FAR = range(-7, 40)
"""Units to ask for: those beyond a map's borders are what padding is made of."""

REACHES = st.one_of(
    st.builds(Window, NUMBERS, NUMBERS, SMALL, NUMBERS),
    st.builds(Spread, NUMBERS, NUMBERS, SMALL, NUMBERS),
    st.builds(Interpolated, st.just(24), NUMBERS, st.sampled_from((1, 2, 4))),
    st.builds(Shares, st.integers(2, 9), st.integers(2, 9)),
)
PIXELS = AxisField(0, 1, 1, 24)


def walked(layers: Layers, unit: int) -> range:
    """Return the smallest range around what a unit sees, if no map had a border; ranges without pixels are equal."""
    seen = {unit}
    for layer in reversed(layers):
        seen = {position for index in seen for position in layer.unbounded(index)}
    return range(min(seen), max(seen) + 1) if seen else range(0)


def field_behind(layers: Layers) -> AxisField | None:
    field: AxisField | None = PIXELS
    for layer in layers:
        field = behind(field, layer, 24) if field is not None else None
    return field


@given(st.lists(REACHES, max_size=4))
def test_a_chain_of_layers_sees_what_a_walk_back_finds(layers: Layers) -> None:
    field = field_behind(layers)
    if field is None:
        return
    for unit in FAR:
        assert range(*field.span(unit)) == walked(layers, unit)


@given(st.lists(REACHES, max_size=3), st.lists(REACHES, max_size=3))
def test_where_branches_meet_each_unit_sees_the_hull_of_both(one: Layers, other: Layers) -> None:
    first, second = field_behind(one), field_behind(other)
    joined = hull(first, second) if first is not None and second is not None else None
    if joined is None or first is None or second is None:
        return
    for unit in FAR:
        spans = [span for span in (first.span(unit), second.span(unit)) if span.first < span.end]
        expected = range(min(span.first for span in spans), max(span.end for span in spans)) if spans else range(0)
        assert range(*joined.span(unit)) == expected


def test_the_shortest_period_is_kept() -> None:
    """Of maps that are doubled and halved again every window is as it was."""
    doubled = behind(AxisField(-1, 3, 4, 10), Interpolated(10, 2, 1), 20)
    assert doubled is not None
    assert (doubled.spans, doubled.jump) == ((Span(-1, 2), Span(-1, 2)), 2)
    assert behind(doubled, Window(2, 2), 10) == AxisField(-1, 3, 4, 10)


def test_all_units_together() -> None:
    field = behind(AxisField(0, 3, 2, 10), Interpolated(10, 2, 2), 20)
    assert field is not None
    assert behind(field, Whole(20), 5) == AxisField(-2, 25, 0, 5)


def test_what_has_no_formula() -> None:
    assert behind(PIXELS, Part(3), 24) is None
    assert behind(PIXELS, Shares(MAX_PERIOD + 2, MAX_PERIOD + 1), MAX_PERIOD + 1) is None
    assert hull(AxisField(0, 3, 2, 10), AxisField(0, 3, 1, 10)) is None
