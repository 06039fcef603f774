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
        first_input: the input of a filter's first tile.
    """

    values: Values
    scale: ColorScale
    num_inputs: int
    first_input: int = 0

    def place(self, tile: int) -> tuple[int, int]:
        """Return the filter, counted from the first one shown, and the input of a tile."""
        number, source = divmod(tile, self.num_inputs)
        return number, self.first_input + source


@dataclass(frozen=True)
class Pages:
    """How a layer's kernels are divided: whole filters, as many as there is room for; of wide ones some inputs each.

    Attributes:
        num_filters: of the layer.
        num_tiles: that a filter has.
    """

    num_filters: int
    num_tiles: int

    @classmethod
    def of(cls, frame: FiltersFrame) -> Pages:
        """Return the pages of a layer."""
        return cls(frame.num_filters, 1 if frame.is_colour else frame.kernels.shape[1])

    @property
    def filters_a_page(self) -> int:
        """Filters on a page; the last one may have fewer."""
        return max(1, MAX_TILES // self.num_tiles)

    @property
    def pages_a_filter(self) -> int:
        """Pages that one filter takes; 1 where it has room on one."""
        return -(-self.num_tiles // MAX_TILES)

    @property
    def count(self) -> int:
        """All of them."""
        return -(-self.num_filters // self.filters_a_page) * self.pages_a_filter

    def first_of(self, page: int) -> tuple[int, int]:
        """Return the first filter and the first input of a page."""
        return page // self.pages_a_filter * self.filters_a_page, page % self.pages_a_filter * MAX_TILES


def tiles_of(frame: FiltersFrame, first_input: int = 0) -> Tiles:
    """Return the tiles of as many whole filters as there is room for; of wide ones the inputs from the first one on."""
    if frame.is_colour:
        kernels = frame.kernels[:MAX_TILES]
        return Tiles(_packed(kernels, max(-frame.low, frame.high)), PackedColors(frame.low, frame.high, False), 1)
    kernels = frame.kernels[: Pages.of(frame).filters_a_page, first_input : first_input + MAX_TILES]
    num_inputs = kernels.shape[1]
    most = max(-frame.low, frame.high)
    return Tiles(
        kernels.reshape(-1, *kernels.shape[2:]), ColorScale(-most, most, is_signed=True), num_inputs, first_input
    )


def _packed(kernels: Values, most: float) -> Values:
    """Return kernels ``(n, 3, h, w)`` as colours: no weight is mid-grey, the largest magnitude is 0 or 255."""
    shares = np.nan_to_num(0.5 + kernels / (2 * most or 1.0)).clip(0, 1)
    red, green, blue = np.rint(shares * 255).astype(np.uint32).transpose(1, 0, 2, 3)
    packed: Values = (red << np.uint32(16) | green << np.uint32(8) | blue).astype(np.float32)
    return packed
