"""Colours stand for values: the ends, the middle, and what is not finite."""

import numpy as np
import pytest

from gui.plots.color_scale import ColorScale, table


def test_a_scale_without_negative_values_spans_them() -> None:
    scale = ColorScale.of(np.array([0.5, 2.0], np.float32))
    assert scale == ColorScale(0.5, 2.0, is_signed=False)


def test_a_signed_scale_has_zero_in_the_middle() -> None:
    scale = ColorScale.of(np.array([-0.5, 2.0], np.float32), np.array([-3.0], np.float32))
    assert scale == ColorScale(-3.0, 3.0, is_signed=True)


def test_a_scale_passes_over_what_is_not_finite() -> None:
    values = np.array([np.nan, 1.0, np.inf, -np.inf, 3.0], np.float32)
    assert ColorScale.of(values) == ColorScale(1.0, 3.0, is_signed=False)
    assert ColorScale.of(np.full(3, np.nan, np.float32)) == ColorScale(0.0, 0.0, is_signed=False)
    assert ColorScale.of(np.empty(0, np.float32)) == ColorScale(0.0, 0.0, is_signed=False)


@pytest.mark.parametrize("is_dark", [True, False])
def test_pixels_are_the_places_in_the_table(is_dark: bool) -> None:
    scale = ColorScale(0.0, 1.0, is_signed=False)
    colors = table(False, is_dark)
    pixels = scale.pixels(np.array([[0.0, 1.0, 0.2, np.nan, 5.0]], np.float32), is_dark=is_dark)
    assert pixels.tolist() == [[colors[0], colors[255], colors[51], colors[256], colors[255]]]


@pytest.mark.parametrize("is_dark", [True, False])
def test_lightness_rises_with_the_value_and_falls_towards_zero_from_both_sides(is_dark: bool) -> None:
    assert (np.diff(_lightness(table(False, is_dark)[:-1:3])) > 0).all()
    signed = _lightness(table(True, is_dark)[:-1]) * (1 if is_dark else -1)
    assert (np.diff(signed[128::3]) > 0).all()
    assert (np.diff(signed[:128:3]) < 0).all()


def test_a_constant_picture_has_one_color() -> None:
    values = np.full((2, 2), 0.25, np.float32)
    assert len(np.unique(ColorScale.of(values).pixels(values, is_dark=True))) == 1


def _lightness(pixels: np.ndarray) -> np.ndarray:
    red, green, blue = ((pixels >> shift & 0xFF).astype(float) for shift in (16, 8, 0))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
