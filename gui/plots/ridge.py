"""How a distribution went over time: histograms one before the other, the latest in front."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from engine.probes.frames import WeightsFrame
from gui.plots.numbers import short
from gui.plots.palette import first
from gui.theme.appearance import appearance
from gui.theme.fonts import small_numbers

Heights = npt.NDArray[np.float32]

_BOTTOM, _TOP = 15.0, 4.0
_OVERLAP = 0.45
"""Share of the height that one histogram may take; the rest is for the distances between them."""


def rows_of(frame: WeightsFrame) -> Heights:
    """Return the histograms behind and in front, oldest first, ``(T + 1, bins)``: heights from 0 to 1.

    Square roots of the shares over the largest: a peak of unused weights near 0 would flatten all else.
    """
    now = frame.counts / max(1, frame.num_weights)
    rows: Heights = np.sqrt(np.vstack([frame.history, now[None]])).astype(np.float32)
    rows /= max(float(rows.max()), 1e-9)
    return rows


class RidgePlot(QWidget):
    """Shows `WeightsFrame`s."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._frame: WeightsFrame | None = None
        self.setMinimumSize(80, 40)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setToolTip("The weights' distribution over time, the latest in front; heights are square roots of shares")
        appearance.changed.connect(self.update)

    @property
    def frame(self) -> WeightsFrame | None:
        """What is on show."""
        return self._frame

    def show_frame(self, frame: WeightsFrame) -> None:
        """Show a layer's weights over time."""
        self._frame = frame
        self.update()

    def clear(self) -> None:
        """Show nothing."""
        self._frame = None
        self.update()

    def line(self, rows: Heights, place: int) -> QPolygonF:
        """Return one histogram's outline, from its left foot to its right."""
        room = QRectF(0, _TOP, self.width(), self.height() - _TOP - _BOTTOM)
        reach = room.height() * (1.0 if len(rows) == 1 else _OVERLAP)
        far = len(rows) - 1 - place
        foot = room.bottom() - (room.height() - reach) * far / max(1, len(rows) - 1)
        heights = rows[place]
        step = room.width() / len(heights)
        points = [QPointF((at + 0.5) * step, foot - reach * height) for at, height in enumerate(heights.tolist())]
        return QPolygonF([QPointF(0, foot), *points, QPointF(room.width(), foot)])

    def sizeHint(self) -> QSize:
        return QSize(200, 100)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._frame is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, rows = appearance.theme, rows_of(self._frame)
        for place in range(len(rows)):
            is_now = place == len(rows) - 1
            line = QColor(first(theme) if is_now else theme.muted)
            painter.setPen(QPen(line, 1.4 if is_now else 0.7))
            painter.setBrush(QColor(theme.panel))  # hides what is behind
            painter.drawPolygon(self.line(rows, place))
        self._paint_axis(painter, self._frame)

    def _paint_axis(self, painter: QPainter, frame: WeightsFrame) -> None:
        painter.setPen(QColor(appearance.theme.muted))
        painter.setFont(small_numbers())
        room = QRectF(0, self.height() - _BOTTOM, self.width(), _BOTTOM)
        sides = (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignHCenter, Qt.AlignmentFlag.AlignRight)
        for side, value in zip(sides, (frame.edges[0], 0.0, frame.edges[-1]), strict=True):
            painter.drawText(room, side | Qt.AlignmentFlag.AlignBottom, short(float(value)))
