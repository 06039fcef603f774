"""The colours of a quantity, and the pixels of thumbnails."""

from __future__ import annotations

from functools import cache

import numpy as np
from PySide6.QtGui import QImage

from engine.probes.frames import ThumbnailImage
from gui.plots.color_scale import ColorScale, Pixels, table

_STEPS = 33
"""Few enough that a network from afar is painted in a few strokes, more than one can tell apart."""
_DARK_PART, _LIGHT_PART = (0.14, 1.0), (0.0, 0.92)
"""Of viridis: without what the canvas of the theme would swallow."""


def colors(is_dark: bool) -> Pixels:
    """Return the map's colours from low to high, ``0xAARRGGBB``: viridis, even to the eye and safe for colour-blind."""
    first, last = _DARK_PART if is_dark else _LIGHT_PART
    whole = table(False, is_dark)[:-1]
    chosen: Pixels = whole[np.rint(np.linspace(first, last, _STEPS) * (len(whole) - 1)).astype(int)]
    return chosen


def color(place: float, is_dark: bool) -> str:
    """Return the colour, ``#rrggbb``, at a place from 0 to 1."""
    return _names(is_dark)[round(place * (_STEPS - 1))]


@cache
def _names(is_dark: bool) -> tuple[str, ...]:
    return tuple(f"#{int(each) & 0xFFFFFF:06x}" for each in colors(is_dark))


def thumbnail_image(thumbnail: ThumbnailImage, is_dark: bool) -> QImage:
    """Return a thumbnail in the colours of the activation panel: signed where the node's output is."""
    is_signed = thumbnail.low < 0
    high = max(-thumbnail.low, thumbnail.high) if is_signed else thumbnail.high
    scale = ColorScale(-high if is_signed else thumbnail.low, high, is_signed)
    pixels = scale.pixels(thumbnail.values, is_dark=is_dark)
    pixels = np.ascontiguousarray(np.where(np.isnan(thumbnail.values), np.uint32(0), pixels))
    height, width = pixels.shape
    return QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_ARGB32_Premultiplied).copy()
