"""A long network on a small picture: cut between boxes, all of it there, as large as it goes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.gallery.folding import LARGEST, fold, gaps_between

HEIGHTS = st.lists(st.tuples(st.floats(20, 80), st.floats(1, 60)), min_size=1, max_size=30)


def stacked(heights: list[tuple[float, float]]) -> list[tuple[float, float]]:
    boxes, top = [], 0.0
    for height, gap in heights:
        boxes.append((top, top + height))
        top += height + gap
    return boxes


@given(HEIGHTS)
def test_no_cut_goes_through_a_box(heights):
    boxes = stacked(heights)
    for gap in gaps_between(boxes):
        assert not any(top < gap < bottom for top, bottom in boxes)


@given(HEIGHTS, st.floats(100, 400), st.floats(60, 200))
def test_all_of_it_is_drawn_within_the_room(heights, width, height):
    boxes = stacked(heights)
    total = boxes[-1][1]
    folds = fold(150.0, total, gaps_between(boxes), (width, height))
    assert folds.cuts[0] == 0
    assert folds.cuts[-1] == total
    assert list(folds.cuts) == sorted(folds.cuts)
    across, down = folds.size
    assert across <= width * (1 + 1e-9)
    assert down <= height * (1 + 1e-9)
    assert folds.scale <= LARGEST


def test_a_long_chain_is_drawn_larger_in_columns():
    boxes = stacked([(54, 36)] * 12)
    folds = fold(220, 1044, gaps_between(boxes), (216, 96))
    assert len(folds.cuts) > 2
    assert folds.scale > 2 * 96 / 1044


def test_what_has_columns_already_is_left_as_it_is():
    assert fold(500, 700, [100, 200, 300], (216, 96)).cuts == (0, 700)
    assert fold(100, 100, [], (216, 96)).scale == pytest.approx(LARGEST)
