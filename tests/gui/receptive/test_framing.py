"""An image and a field that may reach beyond it, on a widget."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.analysis.support import Box
from gui.receptive.framing import clipped, framed

SIZES = st.integers(4, 300)
BOXES = st.builds(
    lambda y, x, h, w: Box(y, x, y + h, x + w),
    st.integers(-500, 400),
    st.integers(-500, 400),
    st.integers(1, 600),
    st.integers(1, 600),
)


@given(SIZES, SIZES, BOXES, st.floats(50, 800), st.floats(50, 800))
def test_the_image_is_shown_whole_and_in_proportion(height, width, field, across, down):
    framing = framed(height, width, field, (across, down))
    left, top, wide, high = framing.rect(Box(0, 0, height, width))
    assert left >= -1e-6
    assert top >= -1e-6
    assert left + wide <= across + 1e-6
    assert top + high <= down + 1e-6
    assert wide / high == pytest.approx(width / height)


@given(SIZES, SIZES, BOXES)
def test_a_field_near_the_image_is_shown_whole(height, width, field):
    framing = framed(height, width, field, (400, 400))
    if field.y0 >= -height and field.y1 <= 2 * height and field.x0 >= -width and field.x1 <= 2 * width:
        left, top, wide, high = framing.rect(field)
        assert min(left, top) >= -1e-6
        assert max(left + wide, top + high) <= 400 + 1e-6


@given(SIZES, SIZES, st.integers(0, 3), st.integers(0, 3))
def test_a_point_and_its_pixel_are_each_other_s_inverse(height, width, row, column):
    framing = framed(height, width, None, (400, 300))
    left, top, wide, high = framing.rect(Box(row, column, row + 1, column + 1))
    assert framing.pixel(left + wide / 2, top + high / 2) == pytest.approx((row, column))


def test_clipping():
    assert clipped(Box(-3, 2, 5, 90), 32, 32) == Box(0, 2, 5, 32)
    assert clipped(Box(-9, 2, -1, 8), 32, 32) is None
