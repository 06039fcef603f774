"""What speaks for a class, as colours over the picture."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from engine.probes.frames import PictureFrame, WhyFrame
from gui.plots.color_scale import ColorScale
from gui.plots.numbers import exact
from gui.plots.rgb import fitted, image_of, is_enlarged
from gui.theme.appearance import appearance
from gui.theme.fonts import small_numbers

_CAPTION, _GAP = 16.0, 12.0


class WhyPicture(QWidget):
    """The picture by itself, and beside it under a `WhyFrame`'s values."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._frame: WhyFrame | None = None
        self._picture, self._overlay = QImage(), QImage()
        self._opacity = 0.7
        self.setMouseTracking(True)
        self.setMinimumSize(120, 40)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        appearance.changed.connect(self._color)

    @property
    def frame(self) -> WhyFrame | None:
        """What is on show."""
        return self._frame

    @property
    def opacity(self) -> float:
        """How much the colours cover the picture, from 0 to 1."""
        return self._opacity

    @property
    def scale(self) -> ColorScale | None:
        """What the colours mean; None while there are none."""
        return ColorScale.of(self._frame.values) if self._frame is not None else None

    def set_opacity(self, opacity: float) -> None:
        """Cover the picture so much, from 0 to 1."""
        self._opacity = opacity
        self.update()

    def show_picture(self, frame: PictureFrame) -> None:
        """Show the picture that is asked about."""
        self._picture = image_of(frame.pixels)
        self.update()

    def show_frame(self, frame: WhyFrame) -> None:
        """Show an answer in place of the former one."""
        self._frame = frame
        self._color()

    def clear(self) -> None:
        """Show the picture alone: another answer is on its way."""
        self._frame = None
        self._color()

    def rooms(self) -> tuple[QRectF, QRectF]:
        """Return where the picture is, and where it is under the colours."""
        half = (self.width() - _GAP) / 2
        height, width = (self._picture.height() or 1), (self._picture.width() or 1)
        halves = (QRectF(x, _CAPTION, half, self.height() - _CAPTION) for x in (0.0, half + _GAP))
        left, right = (fitted(height, width, room) for room in halves)
        return left, right

    def value_at(self, point: QPointF) -> tuple[int, int, float] | None:
        """Return y, x and value of the pixel at a point; None beside both pictures, or while there are no values."""
        if self._frame is None:
            return None
        height, width = self._frame.values.shape
        for room in self.rooms():
            if room.contains(point):
                y = min(int((point.y() - room.top()) / room.height() * height), height - 1)
                x = min(int((point.x() - room.left()) / room.width() * width), width - 1)
                return y, x, float(self._frame.values[y, x])
        return None

    def sizeHint(self) -> QSize:
        return QSize(400, 160)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        found = self.value_at(event.position())
        words = f"y {found[0]} · x {found[1]} · {exact(found[2])}" if found is not None else ""
        QToolTip.showText(event.globalPosition().toPoint(), words, self)

    def leaveEvent(self, event: QEvent) -> None:
        QToolTip.hideText()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._picture.isNull():
            return
        painter = QPainter(self)
        painter.setFont(small_numbers())
        left, right = self.rooms()
        for room in (left, right):
            self._paint_image(painter, self._picture, room)
        painter.setOpacity(self._opacity)
        self._paint_image(painter, self._overlay, right)
        painter.setOpacity(1.0)
        painter.setPen(QColor(appearance.theme.muted))
        for room, caption in ((left, "picture"), (right, self._caption())):
            above = QRectF(room.center().x() - self.width() / 4, 0, self.width() / 2, _CAPTION - 2)
            painter.drawText(above, Qt.AlignmentFlag.AlignCenter, caption)

    def _paint_image(self, painter: QPainter, image: QImage, room: QRectF) -> None:
        if not image.isNull():
            is_blurred = not is_enlarged(image, room.size())
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, is_blurred)
            painter.drawImage(room, image)

    def _caption(self) -> str:
        if self._frame is None:
            return ""
        return "blue speaks against, red for it" if self._frame.is_signed else "bright speaks for it"

    def _color(self) -> None:
        scale = self.scale
        if self._frame is None or scale is None:
            self._overlay = QImage()
        else:
            pixels = np.ascontiguousarray(scale.pixels(self._frame.values, is_dark=appearance.theme.is_dark))
            height, width = pixels.shape
            shape = QImage.Format.Format_ARGB32_Premultiplied
            self._overlay = QImage(pixels.data, width, height, 4 * width, shape).copy()
        self.update()
