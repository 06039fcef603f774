"""The pixels of a mosaic: maps enlarged without blurring, or averaged where they are too large."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from gui.plots.color_scale import ColorScale, Pixels, Values
from gui.plots.mosaic import Mosaic


def paint(values: Values, mosaic: Mosaic, scale: ColorScale, *, is_dark: bool) -> Pixels:
    """Return the mosaic's pixels, ``(height, width)``, transparent between the maps.

    Args:
        values: ``(C, H, W)``, one map a tile.
        mosaic: where the tiles are.
        scale: from values to colours.
        is_dark: which theme's colours.
    """
    fitting = _averaged(_averaged(values, mosaic.tile_height, axis=1), mosaic.tile_width, axis=2)
    colors = scale.pixels(fitting, is_dark=is_dark)
    return np.append(colors, np.uint32(0))[_sources(mosaic, colors.shape)]


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


@lru_cache(maxsize=16)
def _sources(mosaic: Mosaic, shape: tuple[int, int, int]) -> npt.NDArray[np.intp]:
    """Return for each pixel of the mosaic which value of the maps it shows, counted through; -1 for none.

    The same for every frame, so that a frame costs no more than to look its pixels up.
    """
    _, map_height, map_width = shape
    height, width = mosaic.tile_height, mosaic.tile_width
    rows = np.arange(height)[:, None] * map_height // height
    columns = np.arange(width)[None, :] * map_width // width
    sources = np.full((mosaic.height, mosaic.width), -1, np.intp)
    for channel in range(mosaic.num_maps):
        left, top = mosaic.tile(channel)
        left, top = left - mosaic.left, top - mosaic.top
        sources[top : top + height, left : left + width] = (channel * map_height + rows) * map_width + columns
    return sources
