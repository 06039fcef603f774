"""Marks on maps: dots on the values that a pooling layer keeps, a frame around what a kernel lies on."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from gui.plots.mosaic import Mosaic
from gui.theme.appearance import appearance

LEAST_CELL = 3.0
"""In screen pixels: in smaller cells dots would hide the values."""


def dots(mosaic: Mosaic, places: npt.NDArray[np.int32], map_shape: tuple[int, ...]) -> npt.NDArray[np.float64]:
    """Return the middle of each place, ``(C * K, 2)``: x and y in screen pixels; none where cells are too small.

    Args:
        mosaic: where the maps stand.
        places: ``(C, K)``, each ``y * W + x``.
        map_shape: rows and columns of a map.
    """
    height, width = map_shape
    across, down = mosaic.tile_width / width, mosaic.tile_height / height
    if min(across, down) < LEAST_CELL:
        return np.empty((0, 2))
    corners = np.array([mosaic.tile(channel) for channel in range(len(places))], np.float64)
    y, x = np.divmod(places, width)
    points = np.stack([corners[:, None, 0] + (x + 0.5) * across, corners[:, None, 1] + (y + 0.5) * down], axis=-1)
    return points.reshape(-1, 2)


def paint_dots(
    painter: QPainter, mosaic: Mosaic, places: npt.NDArray[np.int32], map_shape: tuple[int, ...], ratio: float
) -> None:
    """Paint a white dot in a dark ring on each place: it stands out from any colour."""
    points = [QPointF(x / ratio, y / ratio) for x, y in dots(mosaic, places, map_shape).tolist()]
    if not points:
        return
    cell = min(mosaic.tile_width / map_shape[1], mosaic.tile_height / map_shape[0]) / ratio
    size = min(5.0, max(1.5, cell / 2.5))
    for color, width in ((QColor(0, 0, 0, 150), size + 1.2), (QColor("white"), size)):
        painter.setPen(QPen(color, width))
        painter.drawPoints(points)


def paint_outline(painter: QPainter, mosaic: Mosaic, cells: QRectF, map_shape: tuple[int, ...], ratio: float) -> None:
    """Paint a frame around cells of the first map, given in cells; never so small that it could not be seen."""
    height, width = map_shape
    across, down = mosaic.tile_width / width / ratio, mosaic.tile_height / height / ratio
    left, top = (place / ratio for place in mosaic.tile(0))
    frame = QRectF(left + cells.x() * across, top + cells.y() * down, cells.width() * across, cells.height() * down)
    grown = max(0.0, (5.0 - min(frame.width(), frame.height())) / 2)
    painter.setPen(QPen(QColor(appearance.theme.accent), 2))
    painter.drawRect(frame.adjusted(-grown, -grown, grown, grown))
