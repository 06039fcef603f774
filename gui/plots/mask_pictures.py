"""What a network makes of each pixel: the picture, the true mask and the answered one side by side, with a legend."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from engine.probes.frames import MaskFrame, PictureFrame
from gui.plots.class_colors import mask_color
from gui.plots.rgb import fitted, image_of, is_enlarged
from gui.theme.appearance import appearance
from gui.theme.fonts import small_numbers

_CAPTION, _GAP, _ROW = 16.0, 8.0, 15.0
_LEGEND_WIDTH = 132.0
_TITLES = ("picture", "truth", "answer")


class MaskPictures(QWidget):
    """Shows `MaskFrame`s beside their picture, and the IoU of each class that is in it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._frame: MaskFrame | None = None
        self._names: tuple[str, ...] = ()
        self._images: dict[str, QImage] = {}
        self.setMinimumSize(160, 60)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        appearance.changed.connect(self.update)

    @property
    def frame(self) -> MaskFrame | None:
        """What is on show."""
        return self._frame

    @property
    def legend(self) -> list[tuple[int, str]]:
        """Each class that is in the picture or the answer, with its line in the legend, as far as there is room."""
        if self._frame is None:
            return []
        frame, seen = self._frame, set(np.unique(self._frame.predicted).tolist())
        if frame.target is not None:
            seen |= set(np.unique(frame.target).tolist())
        return [(label, f"{self.name_of(label)} {_share(float(frame.ious[label]))}") for label in sorted(seen)]

    def set_names(self, names: Sequence[str]) -> None:
        """Set what the classes are called."""
        self._names = tuple(names)
        self.update()

    def show_picture(self, frame: PictureFrame) -> None:
        """Show the picture that is answered to."""
        self._images["picture"] = image_of(frame.pixels)
        self.update()

    def show_frame(self, frame: MaskFrame) -> None:
        """Show an answer in place of the former one."""
        self._frame = frame
        self._images["answer"] = image_of(colored(frame.predicted))
        self._images["truth"] = image_of(colored(frame.target)) if frame.target is not None else QImage()
        self.update()

    def clear(self) -> None:
        """Show nothing."""
        self._frame, self._images = None, {}
        self.update()

    def rooms(self) -> dict[str, QRectF]:
        """Return the room of each picture with its caption."""
        width = max(1.0, (self.width() - _LEGEND_WIDTH - 3 * _GAP) / 3)
        side = max(1.0, min(width, self.height() - _CAPTION))
        return {title: QRectF(place * (side + _GAP), 0, side, side + _CAPTION) for place, title in enumerate(_TITLES)}

    def verdict(self) -> str:
        """Return how much of the mask is right, in words."""
        frame = self._frame
        if frame is None or frame.target is None:
            return "The mask of this picture is not known."
        return f"{frame.pixel_accuracy:.1%} of the pixels right · mean IoU {float(np.nanmean(frame.ious)):.1%}"

    def name_of(self, label: int) -> str:
        """Return what a class is called: its name, or its number where it has none."""
        return self._names[label] if label < len(self._names) else str(label)

    def sizeHint(self) -> QSize:
        return QSize(440, 140)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._frame is None:
            return
        painter = QPainter(self)
        painter.setFont(small_numbers())
        for title, room in self.rooms().items():
            self._paint_picture(painter, title, room)
        self._paint_legend(painter)

    def _paint_picture(self, painter: QPainter, title: str, room: QRectF) -> None:
        image, square = self._images.get(title, QImage()), room.adjusted(0, 0, 0, -_CAPTION)
        if image.isNull():
            painter.setPen(QColor(appearance.theme.muted))
            painter.drawText(square, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, "not known")
        else:
            place = fitted(image.height(), image.width(), square)
            is_blurred = title == "picture" and not is_enlarged(image, place.size())
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, is_blurred)
            painter.drawImage(place, image)
        painter.setPen(QColor(appearance.theme.muted))
        below = QRectF(room.left(), square.bottom(), room.width(), _CAPTION)
        painter.drawText(below, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom, title)

    def _paint_legend(self, painter: QPainter) -> None:
        left = self.rooms()[_TITLES[-1]].right() + 2 * _GAP
        painter.setPen(QColor(appearance.theme.muted))
        painter.drawText(QRectF(left, 0, self.width() - left, _ROW), Qt.AlignmentFlag.AlignRight, "IoU")
        for place, (label, words) in enumerate(self.legend, start=1):
            row = QRectF(left, place * _ROW, self.width() - left, _ROW)
            if row.bottom() > self.height():
                break
            painter.fillRect(QRectF(row.left(), row.center().y() - 4, 8, 8), mask_color(label))
            name, _, number = words.rpartition(" ")
            painter.setPen(QColor(appearance.theme.text))
            painter.drawText(row.adjusted(14, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, name)
            painter.drawText(row, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, number)


def colored(mask: np.ndarray[tuple[int, ...], np.dtype[np.int64]]) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """Return a mask ``(H, W)`` in the colours of its classes, ``(H, W, 3)``."""
    colors = [mask_color(label) for label in range(int(mask.max(initial=0)) + 1)]
    return np.array([(color.red(), color.green(), color.blue()) for color in colors], np.uint8)[mask]


def _share(iou: float) -> str:
    return "–" if iou != iou else f"{iou:.0%}"
