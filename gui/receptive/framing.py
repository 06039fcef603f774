"""Where the image and a field that may reach beyond it stand on a widget. Numbers only, no Qt."""

from __future__ import annotations

from dataclasses import dataclass

from engine.analysis.support import Box

_MOST_OUTSIDE = 1.0
"""Of padding no more is shown than the image is large, on each side."""


@dataclass(frozen=True)
class Framing:
    """From pixels of the image to those of the widget.

    Attributes:
        height, width: of the image.
        shown: what is shown of it and of the padding around it.
        left, top: of that, on the widget.
        scale: pixels of the widget for one of the image.
    """

    height: int
    width: int
    shown: Box
    left: float
    top: float
    scale: float

    def x(self, column: float) -> float:
        """Return where a column of the image begins on the widget."""
        return self.left + (column - self.shown.x0) * self.scale

    def y(self, row: float) -> float:
        """Return where a row of the image begins on the widget."""
        return self.top + (row - self.shown.y0) * self.scale

    def rect(self, box: Box) -> tuple[float, float, float, float]:
        """Return left, top, width and height of pixels on the widget."""
        return self.x(box.x0), self.y(box.y0), (box.x1 - box.x0) * self.scale, (box.y1 - box.y0) * self.scale

    def pixel(self, x: float, y: float) -> tuple[float, float]:
        """Return row and column of the image at a point of the widget; a pixel's own middle is its number."""
        row = (y - self.top) / self.scale + self.shown.y0 - 0.5
        return row, (x - self.left) / self.scale + self.shown.x0 - 0.5


def framed(height: int, width: int, field: Box | None, room: tuple[float, float]) -> Framing:
    """Return how an image and a field on it are shown as large as they fit.

    Args:
        height: of the image.
        width: of the image.
        field: before clipping; None for none.
        room: width and height of the widget.
    """
    rows = _reach(height, field.y0, field.y1) if field is not None else (0, height)
    columns = _reach(width, field.x0, field.x1) if field is not None else (0, width)
    shown = Box(rows[0], columns[0], rows[1], columns[1])
    across, down = shown.x1 - shown.x0, shown.y1 - shown.y0
    scale = min(room[0] / across, room[1] / down)
    return Framing(height, width, shown, (room[0] - across * scale) / 2, (room[1] - down * scale) / 2, scale)


def clipped(box: Box, height: int, width: int) -> Box | None:
    """Return the part of some pixels that lies on the image; None where there is none."""
    y0, x0, y1, x1 = max(0, box.y0), max(0, box.x0), min(height, box.y1), min(width, box.x1)
    return Box(y0, x0, y1, x1) if y0 < y1 and x0 < x1 else None


def _reach(size: int, start: int, end: int) -> tuple[int, int]:
    most = int(size * _MOST_OUTSIDE)
    return max(min(0, start), -most), min(max(size, end), size + most)
