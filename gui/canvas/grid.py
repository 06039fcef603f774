"""The dots in the background of the canvas."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from gui.canvas import geometry

_NEAREST_DOTS = geometry.GRID * 0.75
_DOT = 2


def draw_grid(painter: QPainter, area: QRectF, color: str) -> None:
    """Draw the dots of an area of the scene: one row into a pixmap, and that again for each row."""
    transform = painter.worldTransform()
    zoom, step = transform.m11(), geometry.GRID
    while step * zoom < _NEAREST_DOTS:
        step *= 2
    columns = range(math.floor(area.left() / step), math.ceil(area.right() / step) + 1)
    rows = range(math.floor(area.top() / step), math.ceil(area.bottom() / step) + 1)
    left, top = round(columns[0] * step * zoom + transform.dx()), transform.dy()
    places = [QPointF(round(column * step * zoom + transform.dx()) - left + _DOT / 2, _DOT / 2) for column in columns]
    ratio = painter.device().devicePixelRatio()
    row = QPixmap(round((places[-1].x() + _DOT) * ratio), round(_DOT * ratio))
    row.setDevicePixelRatio(ratio)
    row.fill(Qt.GlobalColor.transparent)
    pen = QPainter(row)
    pen.setPen(QPen(QColor(color), _DOT))
    pen.drawPoints(places)
    pen.end()
    painter.save()
    painter.resetTransform()
    for number in rows:
        painter.drawPixmap(QPointF(left - _DOT / 2, round(number * step * zoom + top) - _DOT / 2), row)
    painter.restore()
