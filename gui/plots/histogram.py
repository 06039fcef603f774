"""Histograms side by side: how values are distributed, one picture a parameter."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from engine.probes.frames import GradientHistogramFrame
from gui.plots.numbers import short
from gui.plots.palette import first, second
from gui.theme.appearance import appearance
from gui.theme.fonts import small_numbers

_TOP, _FOOT, _BETWEEN = 18.0, 18.0, 18.0


@dataclass(frozen=True)
class Histogram:
    """Counts between edges.

    Attributes:
        name: of what is counted.
        edges: ``(bins + 1,)``.
        counts: ``(bins,)``.
        remark: stands behind the name; may be empty.
    """

    name: str
    edges: npt.NDArray[np.float32]
    counts: npt.NDArray[np.int64]
    remark: str = ""


def histograms_of(frame: GradientHistogramFrame) -> tuple[Histogram, ...]:
    """Return a frame's histograms, one per parameter."""
    return tuple(
        Histogram(name, frame.edges[place], frame.counts[place], "frozen" if frame.frozen[place] else "")
        for place, name in enumerate(frame.parameters)
    )


class HistogramPlot(QWidget):
    """Shows histograms, each in its own range; the count of the highest bin stands beside the name."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[Histogram, ...] = ()
        self.setMouseTracking(True)
        self.setMinimumSize(80, 60)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        appearance.changed.connect(self.update)

    @property
    def shown(self) -> tuple[Histogram, ...]:
        """What is on show."""
        return self._shown

    def show_histograms(self, histograms: tuple[Histogram, ...]) -> None:
        """Show these in place of those shown."""
        self._shown = histograms
        self.update()

    def clear(self) -> None:
        """Show nothing."""
        self.show_histograms(())

    def room(self, place: int) -> QRectF:
        """Return where a histogram's bars stand."""
        width = (self.width() - _BETWEEN * (len(self._shown) - 1)) / max(1, len(self._shown))
        return QRectF(place * (width + _BETWEEN), _TOP, width, max(1.0, self.height() - _TOP - _FOOT))

    def bar(self, place: int, bin_: int) -> QRectF:
        """Return the rectangle of a bin, as high as its count measured by the highest one."""
        room, counts = self.room(place), self._shown[place].counts
        slot = room.width() / len(counts)
        height = room.height() * float(counts[bin_]) / max(1, int(counts.max()))
        return QRectF(room.left() + bin_ * slot, room.bottom() - height, slot, height)

    def readout(self, point: QPointF) -> str:
        """Return how many values lie in the bin at a point; an empty string beside all bins."""
        for place, histogram in enumerate(self._shown):
            room = self.room(place)
            if room.contains(point):
                bin_ = min(
                    int((point.x() - room.left()) / room.width() * len(histogram.counts)), len(histogram.counts) - 1
                )
                low, high = histogram.edges[bin_ : bin_ + 2].tolist()
                return f"{histogram.name}\n{short(low)} … {short(high)}: {int(histogram.counts[bin_]):,}"
        return ""

    def sizeHint(self) -> QSize:
        return QSize(400, 140)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        QToolTip.showText(event.globalPosition().toPoint(), self.readout(event.position()), self)

    def leaveEvent(self, event: QEvent) -> None:
        QToolTip.hideText()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(small_numbers())
        for place, histogram in enumerate(self._shown):
            self._paint_bars(painter, place, histogram)
            self._paint_words(painter, self.room(place), histogram)

    def _paint_bars(self, painter: QPainter, place: int, histogram: Histogram) -> None:
        color = first(appearance.theme) if place == 0 else second(appearance.theme)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for bin_ in np.flatnonzero(histogram.counts).tolist():
            bar = self.bar(place, bin_)
            painter.fillRect(bar.adjusted(0, min(0.0, bar.height() - 1), -0.5, 0), color)  # one value is seen too
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)

    def _paint_words(self, painter: QPainter, room: QRectF, histogram: Histogram) -> None:
        theme, low, high = appearance.theme, float(histogram.edges[0]), float(histogram.edges[-1])
        painter.setPen(QColor(theme.edge))
        y = round(room.bottom()) + 0.5
        painter.drawLine(QPointF(room.left(), y), QPointF(room.right(), y))
        painter.setPen(QColor(theme.muted))
        head = QRectF(room.left(), 0, room.width(), _TOP)
        total = int(histogram.counts.sum())
        remark = histogram.remark or f"{total:,} value{'s' * (total != 1)}"
        painter.drawText(head, Qt.AlignmentFlag.AlignLeft, f"{histogram.name} · {remark}")
        foot = QRectF(room.left(), room.bottom() + 3, room.width(), _FOOT - 3)
        painter.drawText(foot, Qt.AlignmentFlag.AlignLeft, short(low))
        painter.drawText(foot, Qt.AlignmentFlag.AlignRight, short(high))
        if low < 0 < high:
            zero = room.left() + room.width() * -low / (high - low)
            painter.setPen(QColor(theme.border))
            painter.drawLine(QPointF(zero, room.top()), QPointF(zero, room.bottom()))
