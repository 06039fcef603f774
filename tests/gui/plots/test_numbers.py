"""Numbers as plots write them."""

import math

import pytest

from gui.plots.numbers import exact, power_of_ten, short, tick


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (-0.51234, "−0.512"),
        (0.98, "0.980"),
        (12.0, "12.0"),
        (123.4, "123"),
        (999.9, "1,000"),
        (1234.5, "1,234"),
        (918_808, "918.8k"),
        (-2.5e7, "−25M"),
        (1.5e-7, "1.50 × 10⁻⁷"),
        (3e13, "3.00 × 10¹³"),
        (math.inf, "∞"),
        (-math.inf, "−∞"),
        (math.nan, "NaN"),
    ],
)
def test_short(value: float, text: str) -> None:
    assert short(value) == text


@pytest.mark.parametrize(
    ("value", "text"), [(0.0, "0"), (-0.5, "−0.5"), (1500.0, "1,500"), (20_000.0, "20k"), (1e13, "1.00 × 10¹³")]
)
def test_tick(value: float, text: str) -> None:
    assert tick(value) == text


@pytest.mark.parametrize(
    ("value", "text"), [(0.0123456789, "0.01234568"), (1.5e-7, "1.500000 × 10⁻⁷"), (1_234_567.8, "1,234,568")]
)
def test_exact(value: float, text: str) -> None:
    assert exact(value) == text


def test_power_of_ten() -> None:
    assert [power_of_ten(exponent) for exponent in (-12, -3, 0, 1, 2)] == ["10⁻¹²", "10⁻³", "1", "10", "10²"]
