"""A pad to draw a digit on, as the networks of the lectures see them: 28 × 28, white on black."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from engine.probes.picture import DrawnPicture
from gui.theme.appearance import appearance

SIDE = 28
"""Pixels along the pad, as in MNIST."""
_SCREEN_SIDE = 168
_DRAWN_MS = 60
"""Between two pictures while the hand draws on."""
DEFAULT_BRUSH = 2.4


class DrawingPad(QWidget):
    """The left button draws with a round brush, the right one rubs out.

    Signals:
        drawn(DrawnPicture): there is something else on it now.
    """

    drawn = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("drawingPad")
        self.setAccessibleName("Drawing pad")
        self.setToolTip("Draw with the left button, rub out with the right one")
        self.setFixedSize(_SCREEN_SIDE, _SCREEN_SIDE)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.brush = DEFAULT_BRUSH
        self._image = QImage(SIDE, SIDE, QImage.Format.Format_Grayscale8)
        self._image.fill(0)
        self._last: QPointF | None = None
        self._pace = QTimer(self)
        self._pace.setSingleShot(True)
        self._pace.setInterval(_DRAWN_MS)
        self._pace.timeout.connect(self._announce)
        appearance.changed.connect(self.update)

    @property
    def picture(self) -> DrawnPicture:
        """What is on it, ``(28, 28)`` from 0 to 255."""
        rows = np.frombuffer(self._image.constBits(), np.uint8).reshape(SIDE, self._image.bytesPerLine())
        return DrawnPicture(rows[:, :SIDE].copy())

    def set_brush(self, width: float) -> None:
        """Set the brush's width in the pad's pixels."""
        self.brush = width

    def clear(self) -> None:
        """Begin anew."""
        self._image.fill(0)
        self.update()
        self._announce()

    def sizeHint(self) -> QSize:
        return QSize(_SCREEN_SIDE, _SCREEN_SIDE)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._last = None
        self._draw_to(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & (Qt.MouseButton.LeftButton | Qt.MouseButton.RightButton):
            self._draw_to(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._last = None
        self._pace.stop()
        self._announce()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.drawImage(QRectF(self.rect()), self._image)  # each pixel a square, as the network gets it
        painter.setPen(QColor(appearance.theme.border))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _draw_to(self, event: QMouseEvent) -> None:
        point = event.position() * (SIDE / _SCREEN_SIDE)
        is_rubbing = bool(event.buttons() & Qt.MouseButton.RightButton)
        painter = QPainter(self._image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        color, round_ = QColor("black" if is_rubbing else "white"), Qt.PenCapStyle.RoundCap
        painter.setPen(QPen(color, self.brush, Qt.PenStyle.SolidLine, round_, Qt.PenJoinStyle.RoundJoin))
        if self._last is None:
            painter.drawPoint(point)
        else:
            painter.drawLine(self._last, point)
        painter.end()
        self._last = point
        self.update()
        if not self._pace.isActive():
            self._pace.start()

    def _announce(self) -> None:
        self.drawn.emit(self.picture)
