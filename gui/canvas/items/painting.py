"""Painting an item without Qt's view, into a picture or together with what is painted by other means."""

from __future__ import annotations

from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem


def paint_item(painter: QPainter, item: QGraphicsItem) -> None:
    """Paint an item at its place in the scene; one that is hidden is not."""
    if item.isVisible():
        painter.save()
        painter.setTransform(item.sceneTransform(), combine=True)
        painter.setOpacity(item.effectiveOpacity())
        item.paint(painter, QStyleOptionGraphicsItem(), None)
        painter.restore()
