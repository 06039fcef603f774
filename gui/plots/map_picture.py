"""The pixels of a mosaic: maps enlarged without blurring, or averaged where they are too large."""

from __future__ import annotations

import numpy as np

from gui.plots.color_scale import ColorScale, Pixels, Values
from gui.plots.mosaic import Mosaic


def paint(values: Values, mosaic: Mosaic, scale: ColorScale, *, is_dark: bool) -> Pixels:
    """Return the mosaic's pixels, ``(height, width)``, transparent between the maps.

    Args:
        values: ``(C, H, W)``, one map a tile.
    """
    height, width = mosaic.tile_height, mosaic.tile_width
    fitting = _averaged(_averaged(values, height, axis=1), width, axis=2)
    colors = scale.pixels(fitting, is_dark=is_dark)
    rows = np.arange(height) * colors.shape[1] // height
    columns = np.arange(width) * colors.shape[2] // width
    return _arranged(colors[:, rows[:, None], columns], mosaic)


def _averaged(values: Values, size: int, axis: int) -> Values:
    """Return the values with an axis shortened to ``size`` by means of neighbours; a shorter axis stays.

    Picking single values instead would make patterns that the map does not have.
    """
    length = values.shape[axis]
    if length <= size:
        return values
    begins = np.arange(size) * length // size
    counts = np.diff(np.append(begins, length))
    shape = [1, 1, 1]
    shape[axis] = size
    with np.errstate(invalid="ignore", over="ignore"):  # a diverged network's maps hold infinities of both signs
        means = np.add.reduceat(values, begins, axis=axis) / counts.reshape(shape)
    return means.astype(np.float32)


def _arranged(tiles: Pixels, mosaic: Mosaic) -> Pixels:
    """Return tiles ``(C, h, w)`` side by side in the mosaic's rows."""
    rows, columns, gap = mosaic.rows, mosaic.columns, mosaic.gap
    height, width = mosaic.tile_height + gap, mosaic.tile_width + gap
    places = np.zeros((rows * columns, height, width), np.uint32)
    places[: len(tiles), : mosaic.tile_height, : mosaic.tile_width] = tiles
    by_row = places.reshape(rows, columns, height, width).swapaxes(1, 2)
    picture = by_row.reshape(rows * height, columns * width)
    return np.ascontiguousarray(picture[: mosaic.height, : mosaic.width])
