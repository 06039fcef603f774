"""Cards in rows: none over another, all within the width, reached by the arrow keys."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from gui.gallery.card_grid import CardGrid, arrange
from gui.gallery.sections import Section
from tests.gui.gallery.test_sections import preset


def sections(sizes: list[int]) -> list[Section]:
    return [
        Section(str(at), "2015", tuple(preset(f"{at}-{card}", "", "", 2015) for card in range(size)))
        for at, size in enumerate(sizes)
    ]


GRIDS = st.builds(
    lambda sizes, width: (arrange(sections(sizes), width), width, sum(sizes)),
    st.lists(st.integers(1, 7), min_size=1, max_size=5),
    st.integers(240, 1600),
)


@given(GRIDS)
def test_cards_lie_side_by_side_within_the_width(made: tuple[CardGrid, int, int]):
    grid, width, count = made
    assert len(grid.places) == count
    for place in grid.places:
        assert place.left >= 0
        assert place.left + place.width <= width
        assert place.top + place.height <= grid.height
        assert grid.name_at(place.left + 1, place.top + 1) == place.name
    for one, other in combinations(grid.places, 2):
        assert not one.contains(other.left, other.top)
        assert not other.contains(one.left, one.top)


@given(GRIDS)
def test_the_arrow_keys_reach_every_card(made: tuple[CardGrid, int, int]):
    grid, _, count = made
    name, seen = grid.places[0].name, []
    for _ in range(count):
        seen.append(name)
        name = grid.beside(name, 1)
    assert seen == [place.name for place in grid.places]
    assert grid.beside(seen[-1], 1) == seen[-1]
    assert grid.beside(seen[0], -1) == seen[0]


@given(GRIDS, st.data())
def test_up_and_down_stay_in_the_column_where_there_is_one(made: tuple[CardGrid, int, int], data):
    grid, _, _ = made
    row = data.draw(st.integers(0, len(grid.rows) - 1))
    card = data.draw(st.sampled_from(grid.rows[row]))
    below = grid.place_of(grid.above(card.name, -1))
    assert below in grid.rows[min(row + 1, len(grid.rows) - 1)]
    if row + 1 < len(grid.rows) and len(grid.rows[row + 1]) > grid.rows[row].index(card):
        assert below.left == card.left
