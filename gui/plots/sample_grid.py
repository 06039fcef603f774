"""Images of the data set side by side, with a line of text under each."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.plots.rgb import Picture, fitted, image_of, is_enlarged
from gui.theme.appearance import appearance
from gui.theme.fonts import small_numbers

_CAPTION, _GAP, _MAX_SIDE = 15.0, 5.0, 72.0


class SampleGrid(QWidget):
    """Rows of images, as large as all of them can be.

    Signals:
        clicked(int): the place of the image that was clicked.
    """

    clicked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._images: tuple[QImage, ...] = ()
        self._captions: tuple[str, ...] = ()
        self._notice = ""
        self._hovered: int | None = None
        self.setMouseTracking(True)
        self.setMinimumSize(80, 60)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        appearance.changed.connect(self.update)

    @property
    def captions(self) -> tuple[str, ...]:
        """The text under each image."""
        return self._captions

    @property
    def notice(self) -> str:
        """The sentence in place of images."""
        return self._notice

    def show_images(self, pictures: Sequence[Picture], captions: Sequence[str]) -> None:
        """Show images in place of those shown, with a text under each."""
        self._images = tuple(image_of(picture) for picture in pictures)
        self._captions, self._notice, self._hovered = tuple(captions), "", None
        self.update()

    def show_notice(self, text: str) -> None:
        """Show a sentence in place of images."""
        self._images, self._captions, self._notice = (), (), text
        self.update()

    def tiles(self) -> list[QRectF]:
        """Return the room of each image with its text."""
        count = len(self._images)
        if not count:
            return []
        side = self._side(count)
        columns = max(1, int((self.width() + _GAP) // (side + _GAP)))
        step = side + _GAP
        return [
            QRectF((at % columns) * step, (at // columns) * (step + _CAPTION), side, side + _CAPTION)
            for at in range(count)
        ]

    def sizeHint(self) -> QSize:
        return QSize(200, 140)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        hovered = self._place_at(event.position())
        if hovered != self._hovered:
            self._hovered = hovered
            self.setCursor(Qt.CursorShape.ArrowCursor if hovered is None else Qt.CursorShape.PointingHandCursor)
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = self._place_at(event.position())
        if place is not None and event.button() is Qt.MouseButton.LeftButton:
            self.clicked.emit(place)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(small_numbers())
        painter.setPen(QColor(appearance.theme.muted))
        if self._notice:
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._notice)
        for place, tile in enumerate(self.tiles()):
            self._paint_tile(painter, place, tile)

    def _paint_tile(self, painter: QPainter, place: int, tile: QRectF) -> None:
        image, caption = self._images[place], self._captions[place]
        square = QRectF(tile.left(), tile.top(), tile.width(), tile.height() - _CAPTION)
        room = fitted(image.height(), image.width(), square)
        is_blurred = not is_enlarged(image, room.size())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, is_blurred)
        painter.drawImage(room, image)
        if place == self._hovered:
            painter.setPen(QPen(QColor(appearance.theme.accent), 2))
            painter.drawRect(room)
        painter.setPen(QColor(appearance.theme.muted))
        words = painter.fontMetrics().elidedText(caption, Qt.TextElideMode.ElideRight, int(tile.width()))
        below = QRectF(tile.left(), square.bottom(), tile.width(), _CAPTION)
        painter.drawText(below, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom, words)

    def _place_at(self, point: QPointF) -> int | None:
        return next((place for place, tile in enumerate(self.tiles()) if tile.contains(point)), None)

    def _side(self, count: int) -> float:
        """Return the largest side with which all images have room."""
        best = 8.0
        for columns in range(1, count + 1):
            rows = math.ceil(count / columns)
            wide = (self.width() + _GAP) / columns - _GAP
            high = (self.height() + _GAP) / rows - _GAP - _CAPTION
            best = max(best, min(wide, high))
        return min(best, _MAX_SIDE)
