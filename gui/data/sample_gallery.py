"""Pictures of a data set side by side, each with the name of its class."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QImage, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QToolTip, QWidget

from gui.theme.appearance import appearance

_CAPTION = 18
_GAP = 8


def image_of(pixels: npt.NDArray[np.uint8]) -> QImage:
    """Return a picture ``(H, W, 3)`` as Qt has it."""
    height, width, _ = pixels.shape
    return QImage(pixels.tobytes(), width, height, 3 * width, QImage.Format.Format_RGB888).copy()


class SampleGallery(QWidget):
    """Shows pictures in as many columns as there is room for; a click chooses one.

    Signals:
        chosen(int): the place of the picture that was clicked.
    """

    chosen = Signal(int)

    def __init__(self, side: int = 72, rows: int = 3) -> None:
        """Make an empty gallery of squares ``side`` px wide, at most so many rows of them."""
        super().__init__()
        self._side, self._rows = side, rows
        self._images: list[QImage] = []
        self._captions: list[str] = []
        self.current = -1
        self.setMouseTracking(True)
        appearance.changed.connect(self.update)

    def show_pictures(self, pictures: Sequence[npt.NDArray[np.uint8]], captions: Sequence[str]) -> None:
        """Show these, each ``(H, W, 3)``; captions may be empty."""
        self._images = [image_of(picture) for picture in pictures]
        self._captions = list(captions)
        self._keep_height()
        self.update()

    def set_current(self, place: int) -> None:
        """Frame one of them; -1 for none."""
        self.current = place
        self.update()

    @property
    def num_shown(self) -> int:
        """How many there is room for."""
        return min(len(self._images), self._columns * self._rows)

    def rect_of(self, place: int) -> QRect:
        """Return where a picture is."""
        row, column = divmod(place, self._columns)
        return QRect(column * (self._side + _GAP), row * self._row_height, self._side, self._side)

    def sizeHint(self) -> QSize:
        return QSize(5 * (self._side + _GAP), self._rows * self._row_height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._keep_height()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = self._place_at(event.position().toPoint())
        if place >= 0:
            self.chosen.emit(place)

    def event(self, event: QEvent) -> bool:
        """Say a class's whole name where its caption is too narrow for it."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip and self._captions:
            place = self._place_at(event.pos())
            QToolTip.showText(event.globalPos(), self._captions[place] if place >= 0 else "", self)
            return True
        return super().event(event)

    def _place_at(self, point: QPoint) -> int:
        return next((place for place in range(self.num_shown) if self.rect_of(place).contains(point)), -1)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme = appearance.theme
        for place in range(self.num_shown):
            rect, image = self.rect_of(place), self._images[place]
            # Pixels of tiny pictures are to be seen as they are; photographs are to be smooth.
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, image.width() > self._side)
            fitted = image.size().scaled(rect.size(), Qt.AspectRatioMode.KeepAspectRatio)
            inner = QRect(0, 0, fitted.width(), fitted.height())
            inner.moveCenter(rect.center())
            painter.fillRect(rect, theme.window)
            painter.drawImage(inner, image)
            painter.setPen(theme.accent if place == self.current else theme.border)
            painter.drawRect(rect.adjusted(0, 0, -1, -1))
            if self._captions:
                painter.setPen(theme.muted)
                caption = QRect(rect.left(), rect.bottom() + 1, rect.width(), _CAPTION)
                text = painter.fontMetrics().elidedText(
                    self._captions[place], Qt.TextElideMode.ElideMiddle, rect.width()
                )
                painter.drawText(caption, Qt.AlignmentFlag.AlignCenter, text)

    @property
    def _columns(self) -> int:
        return max(1, (self.width() + _GAP) // (self._side + _GAP))

    @property
    def _row_height(self) -> int:
        return self._side + _GAP + (_CAPTION if self._captions else 0)

    def _keep_height(self) -> None:
        rows = -(-self.num_shown // self._columns)
        self.setFixedHeight(max(1, rows * self._row_height))
