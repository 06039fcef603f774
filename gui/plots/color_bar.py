"""The legend of a colour scale: its colours, with the numbers at both ends."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.plots.color_scale import ColorScale, table
from gui.plots.numbers import short
from gui.plots.pace import TEXT_MS, Pace
from gui.theme.appearance import appearance
from gui.theme.fonts import small_numbers

_BAR_WIDTH, _BAR_HEIGHT = 72, 8
_SPACE = 6


class ColorBar(QWidget):
    """One line high, flush right; empty while there is no scale."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scale: ColorScale | None = None
        self._ends: tuple[str, str] | None = None
        self._labels = ("", "")
        self._pace = Pace(TEXT_MS, self)
        self._pace.due.connect(self._relabel)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        appearance.changed.connect(self.update)

    @property
    def labels(self) -> tuple[str, str]:
        """The numbers at the low and the high end; empty without a scale."""
        return self._labels

    def set_scale(self, scale: ColorScale | None, ends: tuple[str, str] | None = None) -> None:
        """Show a scale, or nothing.

        Args:
            scale: from values to colours.
            ends: what is written at its ends instead of `scale.low` and `scale.high`, as where these are logarithms.
        """
        is_first = self._scale is None or scale is None or (ends is None) != (self._ends is None)
        self._scale, self._ends = scale, ends
        if is_first:
            self._pace.flush()
        else:
            self._pace.request()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(small_numbers())
        width = sum(metrics.horizontalAdvance(label) + _SPACE for label in self._labels)
        return QSize(_BAR_WIDTH + width, 16)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._scale is None:
            return
        painter = QPainter(self)
        painter.setFont(small_numbers())
        painter.setPen(QColor(appearance.theme.muted))
        low, high = self._labels
        room = QRectF(self.rect())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, high)
        room.setRight(room.right() - painter.fontMetrics().horizontalAdvance(high) - _SPACE)
        bar = QRectF(room.right() - _BAR_WIDTH, (self.height() - _BAR_HEIGHT) / 2, _BAR_WIDTH, _BAR_HEIGHT)
        painter.drawImage(bar, _strip(self._scale.is_signed, appearance.theme.is_dark))
        room.setRight(bar.left() - _SPACE)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, low)

    def _relabel(self) -> None:
        scale = self._scale
        ends = self._ends if self._ends is not None or scale is None else (short(scale.low), short(scale.high))
        self._labels = ends or ("", "")
        self.updateGeometry()
        self.update()


def _strip(is_signed: bool, is_dark: bool) -> QImage:
    colors = np.ascontiguousarray(table(is_signed, is_dark)[:-1])
    return QImage(colors.data, len(colors), 1, 4 * len(colors), QImage.Format.Format_ARGB32_Premultiplied).copy()
