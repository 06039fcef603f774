"""The values of a vector as bars from zero, with their places below."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.plots.color_scale import Values
from gui.plots.numbers import short
from gui.plots.palette import first
from gui.theme.appearance import appearance
from gui.theme.fonts import small_numbers

_LEFT, _BOTTOM, _TOP = 46.0, 17.0, 7.0
_MIN_SLOT = 3.0
_MAX_SLOT = 40.0
_STRIDES = (1, 2, 5, 10, 20, 50, 100, 200, 500)


class VectorBars(QWidget):
    """One bar a value; for as many values as have room.

    Signals:
        hovered(int | None): the place under the mouse, or that there is none.
    """

    hovered = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values: Values | None = None
        self._place: int | None = None
        self.setMouseTracking(True)
        self.setMinimumSize(40, 24)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        appearance.changed.connect(self.update)

    @property
    def values(self) -> Values | None:
        """The values on show, ``(F,)``; None where there are none."""
        return self._values

    @property
    def place(self) -> int | None:
        """The place under the mouse."""
        return self._place

    @staticmethod
    def has_room_for(num_values: int, width: int) -> bool:
        """Whether bars can be told apart on this many pixels; otherwise cells show more."""
        return num_values * _MIN_SLOT <= width - _LEFT

    def show_values(self, values: Values) -> None:
        """Show values ``(F,)``."""
        self._values = values
        self.update()

    def clear(self) -> None:
        """Show nothing."""
        self._values = None
        self._set_place(None)
        self.update()

    def limits(self) -> tuple[float, float]:
        """Return the values at the lower and the upper end of the axis; zero is always between them."""
        values = self._values
        finite = values[np.isfinite(values)] if values is not None else np.empty(0, np.float32)
        low, high = (min(0.0, float(finite.min())), max(0.0, float(finite.max()))) if finite.size else (0.0, 0.0)
        return (low, high) if high > low else (0.0, 1.0)

    def bars(self) -> list[QRectF]:
        """Return each value's rectangle, from zero to its height; one that is not finite has none."""
        if self._values is None:
            return []
        slot, left = self._slots()
        zero = self._y(0.0)
        gap = 0.0 if slot < 4 else max(1.0, slot * 0.2)
        rectangles = []
        for place, value in enumerate(self._values.tolist()):
            y = self._y(value) if np.isfinite(value) else zero
            rectangles.append(QRectF(left + place * slot + gap / 2, min(y, zero), slot - gap, abs(zero - y)))
        return rectangles

    def sizeHint(self) -> QSize:
        return QSize(200, 100)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        slot, left = self._slots()
        place = int((event.position().x() - left) // slot)
        count = len(self._values) if self._values is not None else 0
        self._set_place(place if 0 <= place < count else None)

    def leaveEvent(self, event: QEvent) -> None:
        self._set_place(None)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._values is None:
            return
        painter = QPainter(self)
        painter.setFont(small_numbers())
        self._paint_axis(painter)
        self._paint_places(painter)
        self._paint_bars(painter)

    def _paint_axis(self, painter: QPainter) -> None:
        theme = appearance.theme
        for value in sorted({0.0, *self.limits()}):
            y = self._y(value)
            painter.setPen(QColor(theme.edge if value == 0 else theme.border))
            painter.drawLine(QPointF(_LEFT, y), QPointF(self.width(), y))
            if value != 0 and abs(y - self._y(0.0)) < 12:
                continue  # zero's number would be under it
            painter.setPen(QColor(theme.muted))
            room = QRectF(0, y - 8, _LEFT - 6, 16)
            painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, short(value))

    def _paint_places(self, painter: QPainter) -> None:
        assert self._values is not None
        slot, left = self._slots()
        widest = painter.fontMetrics().horizontalAdvance(str(len(self._values))) + 8
        stride = next((stride for stride in _STRIDES if stride * slot >= widest), 1000)
        painter.setPen(QColor(appearance.theme.muted))
        for place in range(0, len(self._values), stride):
            middle = left + (place + 0.5) * slot
            room = QRectF(middle - 30, self.height() - _BOTTOM, 60, _BOTTOM)
            painter.drawText(room, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom, str(place))

    def _paint_bars(self, painter: QPainter) -> None:
        assert self._values is not None
        color = first(appearance.theme)
        for place, (value, bar) in enumerate(zip(self._values.tolist(), self.bars(), strict=True)):
            if not np.isfinite(value):
                missing = QRectF(bar.left(), _TOP, bar.width(), self.height() - _TOP - _BOTTOM)
                painter.fillRect(missing, _hatched())
            painter.fillRect(bar, color.lighter(125) if place == self._place else color)

    def _slots(self) -> tuple[float, float]:
        """Return the width of a value's slot, and where the first one begins."""
        count = len(self._values) if self._values is not None else 1
        room = self.width() - _LEFT
        slot = min(_MAX_SLOT, room / count)
        return slot, _LEFT + (room - slot * count) / 2

    def _y(self, value: float) -> float:
        low, high = self.limits()
        room = self.height() - _TOP - _BOTTOM
        return round(_TOP + room * (high - value) / (high - low)) + 0.5

    def _set_place(self, place: int | None) -> None:
        if place != self._place:
            self._place = place
            self.update()
            self.hovered.emit(place)


def _hatched() -> QColor:
    color = QColor(appearance.theme.danger)
    color.setAlpha(90)
    return color
