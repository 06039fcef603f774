"""Paints what stands below the gradient plot's axis: names, or brackets where names have no room."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from gui.plots.gradient_layout import GradientLayout
from gui.theme.appearance import appearance


def paint_names(painter: QPainter, layout: GradientLayout) -> None:
    """Paint the names that have room, level or upright."""
    painter.setPen(QColor(appearance.theme.muted))
    for room, name in layout.written_names:
        if layout.names_are_level:
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, name)
        else:
            _paint_upright(painter, room, name)


def _paint_upright(painter: QPainter, room: QRectF, name: str) -> None:
    painter.save()
    painter.translate(room.center().x(), room.top())
    painter.rotate(-90)
    turned = QRectF(-room.height(), -room.width() / 2, room.height(), room.width())
    painter.drawText(turned, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, name)
    painter.restore()


def paint_brackets(painter: QPainter, layout: GradientLayout) -> None:
    """Paint the brackets, each with its group's name."""
    for room, name in layout.written_brackets:
        painter.setPen(QColor(appearance.theme.edge))
        y = round(room.top()) + 3.5
        painter.drawLine(QPointF(room.left(), y), QPointF(room.right(), y))
        for x in (room.left(), room.right()):
            painter.drawLine(QPointF(x, y - 3), QPointF(x, y))
        painter.setPen(QColor(appearance.theme.muted))
        painter.drawText(room, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom, name)
