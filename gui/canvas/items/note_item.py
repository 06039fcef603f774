"""A note on the canvas."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from engine.graph.model import Note
from gui.canvas import geometry
from gui.canvas.items.fonts import font
from gui.theme.appearance import appearance
from gui.theme.colors import NOTE_COLORS

_PADDING = 12.0
_TEXT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop) | int(Qt.TextFlag.TextWordWrap)
_EMPTY = "Double-click to write"


class NoteItem(QGraphicsItem):
    """A piece of coloured paper with text, below the nodes; its corner at the bottom right resizes it."""

    def __init__(self, note: Note) -> None:
        super().__init__()
        self._note = note
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIsSelectable)
        self.setZValue(-1)
        self.setPos(*note.position)

    @property
    def note(self) -> Note:
        """The note as it is shown."""
        return self._note

    def show_note(self, note: Note) -> None:
        """Show the note as it is now."""
        self.prepareGeometryChange()
        self._note = note
        self.setPos(*note.position)
        self.update()

    def paper(self) -> QRectF:
        """Return the note's area, its corner at the top left being (0, 0)."""
        return QRectF(0, 0, *self._note.size)

    def is_corner(self, point: QPointF) -> bool:
        """Whether a scene point is on the corner that resizes."""
        corner = self.mapFromScene(point) - self.paper().bottomRight()
        return min(corner.x(), corner.y()) >= -geometry.CORNER_REACH and max(corner.x(), corner.y()) <= 4

    def boundingRect(self) -> QRectF:
        return self.paper().adjusted(-2, -2, 2, 2)

    def shape(self) -> QPainterPath:
        path = QPainterPath()
        path.addRect(self.paper())
        return path

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        theme = appearance.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tint, border = QColor(NOTE_COLORS[self._note.color]), QColor(NOTE_COLORS[self._note.color])
        tint.setAlpha(34)
        border.setAlpha(150)
        painter.setBrush(tint)
        painter.setPen(QPen(QColor(theme.accent), 2.0) if self.isSelected() else QPen(border, 1.0))
        painter.drawRoundedRect(self.paper(), 7, 7)
        painter.setPen(QColor(theme.text if self._note.text else theme.muted))
        painter.setFont(font(13))
        inside = self.paper().adjusted(_PADDING, _PADDING - 2, -_PADDING, -_PADDING + 4)
        painter.drawText(inside, _TEXT, self._note.text or _EMPTY)
        painter.setPen(QPen(border, 1.2))
        corner = self.paper().bottomRight()
        for inset in (4.0, 8.0):
            painter.drawLine(corner + QPointF(-inset - 2, -3), corner + QPointF(-3, -inset - 2))
