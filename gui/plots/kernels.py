"""A convolution's kernels as pictures: in colour if they look at a colour picture, else one for each input. No Qt."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.probes.frames import FiltersFrame
from gui.plots.color_scale import ColorScale, Pixels, Values

MAX_TILES = 256
"""More could not be told apart in a panel."""


@dataclass(frozen=True)
class PackedColors(ColorScale):
    """Values that are colours already: ``red * 65536 + green * 256 + blue``, which a 32-bit float holds exactly."""

    def pixels(self, values: Values, *, is_dark: bool) -> Pixels:
        """Return the colours themselves."""
        return values.astype(np.uint32) | np.uint32(0xFF000000)


@dataclass(frozen=True)
class Tiles:
    """What is drawn of a layer's kernels.

    Attributes:
        values: ``(tiles, kernel height, kernel width)``.
        scale: from values to colours.
        num_inputs: tiles for each filter; 1 where colours stand for the inputs.
    """

    values: Values
    scale: ColorScale
    num_inputs: int

    def place(self, tile: int) -> tuple[int, int]:
        """Return the filter, counted from the first one shown, and the input of a tile."""
        return divmod(tile, self.num_inputs)


def tiles_of(frame: FiltersFrame) -> Tiles:
    """Return the kernels' tiles: as many whole filters as there is room for, of wide ones the first inputs."""
    if frame.is_colour:
        kernels = frame.kernels[:MAX_TILES]
        return Tiles(_packed(kernels, max(-frame.low, frame.high)), PackedColors(frame.low, frame.high, False), 1)
    num_inputs = min(frame.kernels.shape[1], MAX_TILES)
    kernels = frame.kernels[: max(1, MAX_TILES // num_inputs), :num_inputs]
    most = max(-frame.low, frame.high)
    return Tiles(kernels.reshape(-1, *kernels.shape[2:]), ColorScale(-most, most, is_signed=True), num_inputs)


def _packed(kernels: Values, most: float) -> Values:
    """Return kernels ``(n, 3, h, w)`` as colours: no weight is mid-grey, the largest magnitude is 0 or 255."""
    shares = np.nan_to_num(0.5 + kernels / (2 * most or 1.0)).clip(0, 1)
    red, green, blue = np.rint(shares * 255).astype(np.uint32).transpose(1, 0, 2, 3)
    packed: Values = (red << np.uint32(16) | green << np.uint32(8) | blue).astype(np.float32)
    return packed
