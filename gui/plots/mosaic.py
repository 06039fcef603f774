"""Where the maps of a layer stand on a rectangle: as large as they can be, all of one size. Numbers only, no Qt."""

from __future__ import annotations

from dataclasses import dataclass

WHOLE_CELLS_FROM = 4.0
"""From this many pixels a cell, cells are a whole number of pixels: below, rounding down would waste too much room."""

TILE_PER_GAP = 4.0
"""A tile is at least this many gaps wide, or there would be more ground than picture."""


@dataclass(frozen=True)
class Cell:
    """One value of a layer's output.

    Attributes:
        channel: which map; y, x: row and column within it.
    """

    channel: int
    y: int
    x: int


@dataclass(frozen=True)
class Mosaic:
    """A grid of equal tiles, row by row, one map each.

    Attributes:
        num_maps: how many tiles are taken.
        columns: tiles in a row.
        tile_width, tile_height: of a tile, in pixels.
        gap: pixels between tiles.
        left, top: of the first tile, in pixels.
    """

    num_maps: int
    columns: int
    tile_width: int
    tile_height: int
    gap: int
    left: int
    top: int

    @property
    def rows(self) -> int:
        """How many rows of tiles there are."""
        return -(-self.num_maps // self.columns)

    @property
    def width(self) -> int:
        """From the first tile's left to the last column's right."""
        return self.columns * (self.tile_width + self.gap) - self.gap

    @property
    def height(self) -> int:
        """From the first tile's top to the last row's bottom."""
        return self.rows * (self.tile_height + self.gap) - self.gap

    def tile(self, channel: int) -> tuple[int, int]:
        """Return left and top of a map's tile."""
        row, column = divmod(channel, self.columns)
        return self.left + column * (self.tile_width + self.gap), self.top + row * (self.tile_height + self.gap)

    def cell_at(self, x: float, y: float, map_width: int, map_height: int) -> Cell | None:
        """Return the value under a point, for maps of this many columns and rows; None beside the maps."""
        column, across = divmod(x - self.left, self.tile_width + self.gap)
        row, down = divmod(y - self.top, self.tile_height + self.gap)
        if not (0 <= column < self.columns and across < self.tile_width and down < self.tile_height):
            return None
        channel = int(row * self.columns + column)
        if not (row >= 0 and channel < self.num_maps):
            return None
        return Cell(channel, int(down * map_height / self.tile_height), int(across * map_width / self.tile_width))


def fit(num_maps: int, map_width: int, map_height: int, width: int, height: int, gap: int) -> Mosaic:
    """Return the mosaic that shows these maps largest on a rectangle of pixels, in its middle.

    Args:
        num_maps: how many maps.
        map_width: columns of a map.
        map_height: rows of a map.
        width: of the rectangle.
        height: of the rectangle.
        gap: between tiles; narrower or none where tiles are small.
    """
    for narrowed in sorted({gap, min(gap, 1), 0}, reverse=True):
        gap = narrowed
        columns, scale = _largest(num_maps, map_width, map_height, width, height, gap)
        if min(map_width, map_height) * scale >= TILE_PER_GAP * gap:
            break
    if scale >= WHOLE_CELLS_FROM:
        scale = int(scale)
    tile_width, tile_height = max(1, int(map_width * scale)), max(1, int(map_height * scale))
    placed = Mosaic(num_maps, columns, tile_width, tile_height, gap, 0, 0)
    left, top = (width - placed.width) // 2, (height - placed.height) // 2
    return Mosaic(num_maps, columns, tile_width, tile_height, gap, max(0, left), max(0, top))


def _largest(num_maps: int, map_width: int, map_height: int, width: int, height: int, gap: int) -> tuple[int, float]:
    """Return the number of columns with which the maps are largest, and pixels a cell."""

    def scale(columns: int) -> float:
        rows = -(-num_maps // columns)
        across = (width - (columns - 1) * gap) / (columns * map_width)
        down = (height - (rows - 1) * gap) / (rows * map_height)
        return min(across, down)

    best = max(range(1, num_maps + 1), key=scale)
    return best, scale(best)
