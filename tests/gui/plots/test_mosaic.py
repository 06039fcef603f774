"""Maps on a rectangle: none overlaps another, all are inside, and every value is found again."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from gui.plots.mosaic import Cell, Mosaic, fit

SIZES = st.tuples(st.integers(1, 64), st.integers(1, 64), st.integers(1, 64))


@given(SIZES, st.integers(80, 900), st.integers(80, 400), st.integers(0, 6))
def test_tiles_are_inside_and_apart(sizes: tuple[int, int, int], width: int, height: int, gap: int) -> None:
    num_maps, map_width, map_height = sizes
    mosaic = fit(num_maps, map_width, map_height, width, height, gap)
    places = [mosaic.tile(channel) for channel in range(num_maps)]
    assert len(set(places)) == num_maps
    for left, top in places:
        assert 0 <= left <= width - mosaic.tile_width
        assert 0 <= top <= height - mosaic.tile_height
    lefts, tops = sorted({left for left, _ in places}), sorted({top for _, top in places})
    assert all(b - a == mosaic.tile_width + mosaic.gap for a, b in itertools.pairwise(lefts))
    assert all(b - a == mosaic.tile_height + mosaic.gap for a, b in itertools.pairwise(tops))


@given(SIZES, st.integers(400, 900), st.integers(400, 700))
def test_a_value_is_under_the_middle_of_its_cell(sizes: tuple[int, int, int], width: int, height: int) -> None:
    num_maps, map_width, map_height = sizes
    mosaic = fit(num_maps, map_width, map_height, width, height, gap=3)
    channel, y, x = num_maps - 1, map_height - 1, map_width // 2
    left, top = mosaic.tile(channel)
    at = mosaic.cell_at(
        left + (x + 0.5) * mosaic.tile_width / map_width,
        top + (y + 0.5) * mosaic.tile_height / map_height,
        map_width,
        map_height,
    )
    assert at == Cell(channel, y, x)


def test_nothing_is_in_the_gaps_beside_the_maps_and_in_empty_places() -> None:
    mosaic = Mosaic(num_maps=3, columns=2, tile_width=10, tile_height=10, gap=4, left=5, top=5)
    assert mosaic.cell_at(6, 6, 10, 10) == Cell(0, 1, 1)
    assert mosaic.cell_at(17, 6, 10, 10) is None
    assert mosaic.cell_at(6, 16, 10, 10) is None
    assert mosaic.cell_at(2, 6, 10, 10) is None
    assert mosaic.cell_at(6, 2, 10, 10) is None
    assert mosaic.cell_at(40, 6, 10, 10) is None
    assert mosaic.cell_at(20, 20, 10, 10) is None


def test_large_cells_are_a_whole_number_of_pixels() -> None:
    mosaic = fit(16, 5, 5, 400, 110, gap=3)
    assert mosaic.tile_width == mosaic.tile_height
    assert mosaic.tile_width % 5 == 0


def test_gaps_shrink_before_tiles_vanish() -> None:
    assert fit(4, 28, 28, 400, 110, gap=3).gap == 3
    assert fit(64, 8, 8, 200, 40, gap=3).gap == 1
    assert fit(4096, 1, 1, 400, 100, gap=1).gap == 0
