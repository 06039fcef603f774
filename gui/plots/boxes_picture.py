"""Which things a network finds in a picture: its boxes with class and confidence, over the true ones."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from engine.probes.frames import BoxesFrame, PictureFrame
from gui.plots.class_colors import class_color
from gui.plots.rgb import fitted, image_of, is_enlarged
from gui.theme.appearance import appearance
from gui.theme.fonts import small_numbers

_ROW, _GAP, _WORDS = 16.0, 14.0, 18.0
_PICTURE_SHARE = 0.6


class BoxesPicture(QWidget):
    """Shows `BoxesFrame`s over their picture, answers in their class's colour, the truth dashed in white."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._frame: BoxesFrame | None = None
        self._names: tuple[str, ...] = ()
        self._image = QImage()
        self.setMinimumSize(140, 60)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        appearance.changed.connect(self.update)

    @property
    def frame(self) -> BoxesFrame | None:
        """What is on show."""
        return self._frame

    @property
    def captions(self) -> list[str]:
        """A line for each answered box: its class and confidence."""
        if self._frame is None:
            return []
        pairs = zip(self._frame.classes, self._frame.confidences, strict=True)
        return [f"{self.name_of(int(label))} {float(confidence):.0%}" for label, confidence in pairs]

    def set_names(self, names: Sequence[str]) -> None:
        """Set what the classes are called."""
        self._names = tuple(names)
        self.update()

    def show_picture(self, frame: PictureFrame) -> None:
        """Show the picture that is answered to."""
        self._image = image_of(frame.pixels)
        self.update()

    def show_frame(self, frame: BoxesFrame) -> None:
        """Show an answer in place of the former one."""
        self._frame = frame
        self.update()

    def clear(self) -> None:
        """Show nothing."""
        self._frame, self._image = None, QImage()
        self.update()

    def picture_room(self) -> QRectF:
        """Return where the picture is."""
        room = QRectF(0, 0, self.width() * _PICTURE_SHARE, self.height())
        found = fitted(max(1, self._image.height()), max(1, self._image.width()), room)
        found.moveLeft(0)
        return found

    def boxes(self) -> list[QRectF]:
        """Return where the answered boxes are."""
        return [self._placed(corners) for corners in self._frame.corners] if self._frame is not None else []

    def true_boxes(self) -> list[QRectF]:
        """Return where the true boxes are."""
        if self._frame is None or self._frame.target_corners is None:
            return []
        return [self._placed(corners) for corners in self._frame.target_corners]

    def verdict(self) -> str:
        """Return what was found, in words."""
        if self._frame is None or self._frame.target_classes is None:
            return "The boxes of this picture are not known."
        true = [self.name_of(int(label)) for label in self._frame.target_classes]
        return f"{len(self._frame.classes):,} found · the truth: {', '.join(true) or 'nothing'}"

    def name_of(self, label: int) -> str:
        """Return what a class is called: its name, or its number where it has none."""
        return self._names[label] if label < len(self._names) else str(label)

    def sizeHint(self) -> QSize:
        return QSize(400, 140)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._frame is None or self._image.isNull():
            return
        painter = QPainter(self)
        painter.setFont(small_numbers())
        room = self.picture_room()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not is_enlarged(self._image, room.size()))
        painter.drawImage(room, self._image)
        painter.setPen(QPen(QColor("#ffffff"), 1, Qt.PenStyle.DashLine))
        painter.drawRects(self.true_boxes())
        for label, box in zip(self._frame.classes.tolist(), self.boxes(), strict=True):
            painter.setPen(QPen(class_color(label), 2))
            painter.drawRect(box)
        self._paint_list(painter, room.right() + _GAP)

    def _paint_list(self, painter: QPainter, left: float) -> None:
        assert self._frame is not None
        row = QRectF(left, 0, self.width() - left, _ROW)
        painter.setPen(QColor(appearance.theme.muted))
        painter.drawText(row, Qt.AlignmentFlag.AlignVCenter, "found" if len(self._frame.classes) else "nothing found")
        for label, words in zip(self._frame.classes.tolist(), self.captions, strict=True):
            row.translate(0, _ROW)
            if row.bottom() > self.height() - _WORDS:
                break
            painter.fillRect(QRectF(row.left(), row.center().y() - 4, 8, 8), class_color(label))
            name, _, number = words.rpartition(" ")
            painter.setPen(QColor(appearance.theme.text))
            painter.drawText(row.adjusted(14, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, name)
            painter.drawText(row, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, number)
        painter.setPen(QColor(appearance.theme.muted))
        foot = QRectF(left, self.height() - _WORDS, self.width() - left, _WORDS)
        painter.drawText(foot, Qt.AlignmentFlag.AlignVCenter, "dashed: the truth")

    def _placed(self, corners: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> QRectF:
        """Return a box of shares, left, top, right, bottom, on the picture."""
        room, (left, top, right, bottom) = self.picture_room(), corners.tolist()
        width, height = room.width(), room.height()
        return QRectF(
            room.left() + left * width, room.top() + top * height, (right - left) * width, (bottom - top) * height
        )
