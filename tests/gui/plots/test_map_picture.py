"""Every pixel of a mosaic has the colour of the value that stands there."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from gui.plots.color_scale import ColorScale
from gui.plots.map_picture import paint
from gui.plots.mosaic import Mosaic, fit


@given(st.integers(1, 20), st.integers(1, 12), st.integers(1, 12), st.integers(0, 4))
def test_enlarged_maps_are_the_values_themselves(num_maps: int, height: int, width: int, gap: int) -> None:
    values = np.random.default_rng(num_maps).normal(size=(num_maps, height, width)).astype(np.float32)
    mosaic = fit(num_maps, width, height, 400, 300, gap)
    scale = ColorScale.of(values)
    picture = paint(values, mosaic, scale, is_dark=True)
    assert picture.shape == (mosaic.height, mosaic.width)
    expected = scale.pixels(values, is_dark=True)
    for y, x in np.ndindex(picture.shape):
        cell = mosaic.cell_at(mosaic.left + x + 0.5, mosaic.top + y + 0.5, width, height)
        if cell is None:
            assert picture[y, x] == 0
    for channel in range(num_maps):
        left, top = mosaic.tile(channel)
        tile = picture[top - mosaic.top :, left - mosaic.left :][: mosaic.tile_height, : mosaic.tile_width]
        rows = np.arange(mosaic.tile_height) * height // mosaic.tile_height
        columns = np.arange(mosaic.tile_width) * width // mosaic.tile_width
        assert np.array_equal(tile, expected[channel][rows[:, None], columns])


def test_reduced_maps_are_means_of_neighbours() -> None:
    values = np.arange(16, dtype=np.float32).reshape(1, 4, 4)
    mosaic = Mosaic(num_maps=1, columns=1, tile_width=2, tile_height=2, gap=0, left=0, top=0)
    scale = ColorScale(0.0, 15.0, is_signed=False)
    means = values.reshape(1, 2, 2, 2, 2).mean((2, 4))
    assert np.array_equal(paint(values, mosaic, scale, is_dark=True), scale.pixels(means[0], is_dark=True))


def test_infinities_of_both_signs_are_painted_without_a_warning() -> None:
    values = np.array([[[np.inf, -np.inf, 1.0, 1.0]]], np.float32)
    mosaic = Mosaic(num_maps=1, columns=1, tile_width=2, tile_height=1, gap=0, left=0, top=0)
    picture = paint(values, mosaic, ColorScale.of(values), is_dark=True)
    assert picture[0, 0] == 0xFFFF00FF
    assert picture[0, 1] != 0xFFFF00FF
