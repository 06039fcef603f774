"""From values to colours: the range of a picture, and perceptual colour maps for both themes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Values: TypeAlias = npt.NDArray[np.float32]
Pixels: TypeAlias = npt.NDArray[np.uint32]
"""``0xAARRGGBB``, as `QImage.Format_ARGB32_Premultiplied` has them."""

_STEPS = 256
_NOT_FINITE = _STEPS
"""The place behind the colours: for NaN and infinity."""

# Viridis, by Smith and van der Walt (CC0), at 17 places.
_SEQUENTIAL = (
    "#440154 #481769 #472c7a #423f85 #3b518b #33628d #2c718e #26818e #21908c "
    "#1f9f88 #27ad80 #3dbc73 #5cc862 #81d34c #aadc31 #d5e219 #fde725"
)

# Zero is the colour of the ground, so what stands out is what is far from it. Dark: after Crameri's "berlin" (MIT);
# light: ColorBrewer's RdBu (Apache 2.0), turned round so that blue is negative in both.
_DIVERGING_DARK = (
    "#9eb0ff #7aa9ee #5499cf #34789f #20526c #15303d #11191e #4c2211 #7d3a22 #ab5940 #d17b66 #ec958b #ffadad"
)
_DIVERGING_LIGHT = "#053061 #2166ac #4393c3 #92c5de #d1e5f0 #f7f7f7 #fddbc7 #f4a582 #d6604d #b2182b #67001f"

_NOT_FINITE_COLOR = 0xFFFF00FF
"""No colour map has magenta."""


@dataclass(frozen=True)
class ColorScale:
    """The range of values that the colours span.

    Attributes:
        low, high: the ends; ``low == -high`` where signed.
        is_signed: whether zero lies in the middle, in the colour of the ground.
    """

    low: float
    high: float
    is_signed: bool

    @classmethod
    def of(cls, *arrays: Values) -> ColorScale:
        """Return the scale that spans all finite values; signed if any of them is below zero."""
        finite = [array[np.isfinite(array)] for array in arrays]
        ends = [end for values in finite if values.size for end in (float(values.min()), float(values.max()))]
        if not ends:
            return cls(0.0, 0.0, is_signed=False)
        low, high = min(ends), max(ends)
        if low < 0:
            high = max(-low, high)
            low = -high
        return cls(low, high, is_signed=low < 0)

    def pixels(self, values: Values, *, is_dark: bool) -> Pixels:
        """Return the colour of each value; the shape stays."""
        return table(self.is_signed, is_dark)[self._places(values)]

    def _places(self, values: Values) -> npt.NDArray[np.intp]:
        steps_per_unit = (_STEPS - 1) / ((self.high - self.low) or 1.0)
        is_finite = np.isfinite(values)
        if not is_finite.all():
            known = np.where(is_finite, values, np.float32(self.low))
            return np.where(is_finite, self._places(known), _NOT_FINITE)
        places = np.rint((values.astype(np.float64) - self.low) * steps_per_unit)
        return places.clip(0, _STEPS - 1).astype(np.intp)


@cache
def table(is_signed: bool, is_dark: bool) -> Pixels:
    """Return 256 colours from low to high, and behind them the one of what is not finite."""
    diverging = _DIVERGING_DARK if is_dark else _DIVERGING_LIGHT
    anchors = (diverging if is_signed else _SEQUENTIAL).split()
    rgb = np.array([[int(color[place : place + 2], 16) for place in (1, 3, 5)] for color in anchors])
    at = np.linspace(0, len(anchors) - 1, _STEPS)
    places = range(len(anchors))
    red, green, blue = (np.rint(np.interp(at, places, channel)).astype(np.uint32) for channel in rgb.T)
    colors = np.uint32(0xFF000000) | red << np.uint32(16) | green << np.uint32(8) | blue
    return np.append(colors, np.uint32(_NOT_FINITE_COLOR)).astype(np.uint32)
