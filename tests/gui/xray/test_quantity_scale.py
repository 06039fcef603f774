from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.probes.frames import Quantity
from gui.xray.quantity_scale import QuantityScale, figure, together

POSITIVE = st.floats(1e-7, 1e6)


@given(st.lists(POSITIVE, min_size=1))
def test_a_logarithmic_range_has_all_values_between_round_ends(values: list[float]) -> None:
    scale = QuantityScale.of(Quantity.GRADIENT, values)
    assert scale is not None
    assert math.log10(scale.low) == pytest.approx(round(math.log10(scale.low)))
    assert math.log10(scale.high) == pytest.approx(round(math.log10(scale.high)))
    assert max(values) <= scale.high * (1 + 1e-6)
    assert min(values) >= scale.low * (1 - 1e-6) or scale.high / scale.low == pytest.approx(1e8)


@given(POSITIVE, POSITIVE)
def test_equal_factors_are_equal_steps(first: float, second: float) -> None:
    scale = QuantityScale(Quantity.SPREAD, 1e-7, 1e6)
    places = [scale.place(value) for value in (first, second)]
    assert None not in places
    apart = places[0] - places[1]  # type: ignore[operator]
    assert apart == pytest.approx(math.log10(first / second) / 13, abs=1e-9)


@given(st.lists(st.floats(1e-6, 10), min_size=1))
def test_times_are_linear_from_nothing(values: list[float]) -> None:
    scale = QuantityScale.of(Quantity.TIME, values)
    assert scale is not None
    assert scale.low == 0
    assert max(values) <= scale.high * (1 + 1e-9)
    assert scale.place(scale.high / 4) == pytest.approx(0.25)


def test_ends_and_what_is_not_known() -> None:
    scale = QuantityScale(Quantity.GRADIENT, 1e-3, 1e1)
    assert scale.place(0.0) == 0
    assert scale.place(math.inf) == 1
    assert scale.place(math.nan) is None
    assert [text for _, text in scale.ticks()] == ["10⁻³", "10⁻¹", "10"]
    assert QuantityScale.of(Quantity.GRADIENT, [math.nan]) is None
    assert QuantityScale.of(Quantity.DEAD_SHARE, [0.2]) == QuantityScale(Quantity.DEAD_SHARE, 0, 1)
    assert QuantityScale.of(Quantity.GRADIENT, [0.0]) is not None


def test_figures_have_units() -> None:
    assert figure(Quantity.DEAD_SHARE, 0.25) == "25 %"
    assert figure(Quantity.TIME, 1.234e-5) == "12.3 µs"
    assert figure(Quantity.TIME, 0.0512) == "51.2 ms"
    assert figure(Quantity.GRADIENT, 0.218) == "0.218"


def test_what_a_closed_group_has() -> None:
    values, output = [3.0, math.nan, 4.0], 7.0
    assert together(Quantity.GRADIENT, values, output) == 5.0
    assert together(Quantity.TIME, values, output) == 7.0
    assert together(Quantity.UPDATE_RATIO, values, output) == 4.0
    assert together(Quantity.DEAD_SHARE, values, output) == 4.0
    assert together(Quantity.SPREAD, values, 9.0) == 9.0
    assert math.isnan(together(Quantity.TIME, [math.nan], output))
