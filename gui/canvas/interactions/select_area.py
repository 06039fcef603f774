"""Selecting by a rectangle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsItem, QGraphicsRectItem

from gui.theme.appearance import appearance

if TYPE_CHECKING:
    from gui.canvas.view import CanvasView


class SelectArea:
    """Selects what the rectangle touches, besides what was selected if ``add``."""

    cursor = Qt.CursorShape.ArrowCursor

    def __init__(self, canvas: CanvasView, start: QPointF, *, add: bool) -> None:
        self._canvas = canvas
        self._start = start
        self._before: list[QGraphicsItem] = canvas.scene().selectedItems()
        self._kept = list(self._before) if add else []
        self._frame = QGraphicsRectItem()
        color = QColor(appearance.theme.accent)
        self._frame.setPen(QPen(color, 0))
        color.setAlpha(30)
        self._frame.setBrush(color)
        self._frame.setZValue(4)
        canvas.sketch.add(self._frame)
        self.move(start)

    def move(self, point: QPointF) -> None:
        """Stretch the rectangle to the pointer and select along."""
        rect = QRectF(self._start, point).normalized()
        self._frame.setRect(rect)
        area = QPainterPath()
        area.addRect(rect)
        self._canvas.scene().setSelectionArea(area)
        for item in self._kept:
            item.setSelected(True)

    def end(self, point: QPointF) -> None:
        """Keep the selection."""
        self._canvas.sketch.remove(self._frame)

    def cancel(self) -> None:
        """Select what was selected before."""
        self._canvas.sketch.remove(self._frame)
        self._canvas.scene().clearSelection()
        for item in self._before:
            item.setSelected(True)
