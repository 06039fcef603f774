"""Dots on places of maps, such as those whose values a pooling layer keeps."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPainter, QPen

from gui.plots.mosaic import Mosaic

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
