"""A dot in the colour of the run's state."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

_SIZE = 8


class StateDot(QWidget):
    """Hidden while it has no colour."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._color: str | None = None
        self.setFixedSize(_SIZE, _SIZE)
        self.hide()

    def set_color(self, color: str | None) -> None:
        """Show a colour, or nothing."""
        self._color = color
        self.setVisible(color is not None)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._color is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._color))
        painter.drawEllipse(QRectF(0, 0, _SIZE, _SIZE))
