"""Where sentences stand beside their cards."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from engine.graph.direction import Direction
from gui.canvas.beside import MARGIN, Rect, place

VIEW = Rect(0, 0, 820, 700)
NUMBER = st.integers(-300, 1000)
CARDS = st.builds(lambda x, y: Rect(x, y, x + 204, y + 56), NUMBER, NUMBER)
SIZES = st.tuples(st.integers(200, 380), st.integers(40, 300))


@given(CARDS, SIZES, st.lists(CARDS, max_size=8), st.sampled_from(Direction))
def test_a_sentence_is_always_inside_the_view(card, size, taken, direction):
    spot = place(card, size, VIEW, taken, direction)
    assert spot.left >= MARGIN
    assert spot.top >= MARGIN
    assert spot.right <= VIEW.right - MARGIN
    assert spot.bottom <= VIEW.bottom - MARGIN
    assert (spot.right - spot.left, spot.bottom - spot.top) == size


def test_it_stands_where_the_next_card_is_not():
    card, size = Rect(300, 300, 504, 356), (250, 80)
    assert place(card, size, VIEW, [card]).left > card.right
    assert place(card, size, VIEW, [card], Direction.RIGHT).top > card.bottom
    neighbour = Rect(552, 300, 756, 356)
    assert place(card, size, VIEW, [card, neighbour]).right < card.left
    left = Rect(48, 300, 252, 356)
    assert place(card, size, VIEW, [card, neighbour, left]).top > card.bottom


def test_at_the_edge_of_the_view_it_stands_on_the_other_side_and_does_not_cover_its_card():
    for card in (Rect(600, 300, 804, 356), Rect(300, 640, 504, 696), Rect(10, 10, 214, 66)):
        for direction in Direction:
            assert place(card, (250, 80), VIEW, [card], direction).overlap(card) == 0


def test_in_a_view_that_is_too_small_its_beginning_can_be_read():
    spot = place(Rect(10, 10, 214, 66), (250, 200), Rect(0, 0, 200, 100), [])
    assert (spot.left, spot.top) == (MARGIN, MARGIN)
