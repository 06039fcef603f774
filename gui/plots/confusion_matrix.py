"""How images are told apart: a row per class that they are of, a column per class that the network answers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from engine.probes.frames import ConfusionFrame
from gui.plots.color_scale import ColorScale
from gui.theme.appearance import appearance
from gui.theme.fonts import small_numbers

_LEFT, _TOP, _FOOT = 34.0, 16.0, 2.0
_SHARES = ColorScale(0.0, 1.0, is_signed=False)


class ConfusionMatrix(QWidget):
    """Shows a `ConfusionFrame`; colours are shares of a row, numbers are images.

    Signals:
        cell_clicked(int, int): class and answer of the cell that was clicked.
    """

    cell_clicked = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._frame: ConfusionFrame | None = None
        self._names: tuple[str, ...] = ()
        self._image = QImage()
        self._chosen: tuple[int, int] | None = None
        self.setMouseTracking(True)
        self.setMinimumSize(80, 60)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        appearance.changed.connect(self._color)

    @property
    def frame(self) -> ConfusionFrame | None:
        """What is on show."""
        return self._frame

    @property
    def chosen(self) -> tuple[int, int] | None:
        """The cell that was clicked: class and answer."""
        return self._chosen

    def set_names(self, names: Sequence[str]) -> None:
        """Set what the classes are called."""
        self._names = tuple(names)
        self.update()

    def show_frame(self, frame: ConfusionFrame) -> None:
        """Show an epoch's counts in place of those shown."""
        self._frame = frame
        self._color()

    def clear(self) -> None:
        """Show nothing, and choose no cell."""
        self._frame = self._chosen = None
        self._color()

    def choose(self, cell: tuple[int, int] | None) -> None:
        """Mark a cell, or none."""
        self._chosen = cell
        self.update()

    def room(self) -> QRectF:
        """Return where the cells are: a square."""
        side = max(1.0, min(self.width() - _LEFT, self.height() - _TOP - _FOOT))
        return QRectF(_LEFT, _TOP, side, side)

    def cell(self, label: int, predicted: int) -> QRectF:
        """Return where a cell is."""
        room, count = self.room(), self._count()
        side = room.width() / count
        return QRectF(room.left() + predicted * side, room.top() + label * side, side, side)

    def cell_at(self, point: QPointF) -> tuple[int, int] | None:
        """Return class and answer of the cell at a point; None beside all of them."""
        room, count = self.room(), self._count()
        if self._frame is None or not room.contains(point):
            return None
        label, predicted = (point.y() - room.top()) / room.height(), (point.x() - room.left()) / room.width()
        return min(int(label * count), count - 1), min(int(predicted * count), count - 1)

    def readout(self, label: int, predicted: int) -> str:
        """Return what a cell says."""
        assert self._frame is not None
        number, of = int(self._frame.counts[label, predicted]), int(self._frame.counts[label].sum())
        verb = "right" if label == predicted else f"taken for {self._name(predicted)}"
        return f"{self._name(label)}, {verb}: {number:,} of {of:,}\nClick to see {'it' if number == 1 else 'them'}"

    def sizeHint(self) -> QSize:
        return QSize(200, 160)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        cell = self.cell_at(event.position())
        self.setCursor(Qt.CursorShape.PointingHandCursor if cell else Qt.CursorShape.ArrowCursor)
        QToolTip.showText(event.globalPosition().toPoint(), self.readout(*cell) if cell else "", self)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        cell = self.cell_at(event.position())
        if cell is not None and event.button() is Qt.MouseButton.LeftButton:
            self.choose(cell)
            self.cell_clicked.emit(*cell)

    def leaveEvent(self, event: QEvent) -> None:
        QToolTip.hideText()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._frame is None:
            return
        painter = QPainter(self)
        painter.setFont(small_numbers())
        room = self.room()
        is_shrunk = room.height() < self._image.height()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, is_shrunk)
        painter.drawImage(room, self._image)
        side = room.width() / self._count()
        if side >= painter.fontMetrics().horizontalAdvance("00") and side >= painter.fontMetrics().height() - 4:
            self._paint_numbers(painter)
            self._paint_names(painter)
        if self._chosen is not None and max(self._chosen) < self._count():
            painter.setPen(QPen(QColor(appearance.theme.text), 2))
            painter.drawRect(self.cell(*self._chosen))

    def _paint_numbers(self, painter: QPainter) -> None:
        assert self._frame is not None
        shares = _shares(self._frame)
        for label, predicted in np.argwhere(self._frame.counts > 0).tolist():
            share = float(shares[label, predicted])
            painter.setPen(QColor("#1b1e25" if share > 0.6 else "#ffffff"))  # on viridis: both themes have it
            number = str(int(self._frame.counts[label, predicted]))
            painter.drawText(self.cell(label, predicted), Qt.AlignmentFlag.AlignCenter, number)

    def _paint_names(self, painter: QPainter) -> None:
        painter.setPen(QColor(appearance.theme.muted))
        metrics, elide = painter.fontMetrics(), Qt.TextElideMode.ElideRight
        for label in range(self._count()):
            cell = self.cell(label, label)
            name = metrics.elidedText(self._name(label), elide, int(_LEFT - 8))
            beside = QRectF(0, cell.top(), _LEFT - 6, cell.height())
            painter.drawText(beside, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, name)
            above = QRectF(cell.left(), 0, cell.width(), _TOP - 2)
            name = metrics.elidedText(self._name(label), elide, int(cell.width()))
            painter.drawText(above, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom, name)

    def _name(self, label: int) -> str:
        return self._names[label] if label < len(self._names) else str(label)

    def _count(self) -> int:
        return len(self._frame.counts) if self._frame is not None else 1

    def _color(self) -> None:
        if self._frame is None:
            self._image = QImage()
        else:
            pixels = _SHARES.pixels(_shares(self._frame), is_dark=appearance.theme.is_dark)
            count = len(pixels)
            shape = QImage.Format.Format_ARGB32_Premultiplied
            self._image = QImage(np.ascontiguousarray(pixels).data, count, count, 4 * count, shape).copy()
        self.update()


def _shares(frame: ConfusionFrame) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    """Return which share of its class each cell is; 0 where no image is of the class."""
    totals = frame.counts.sum(axis=1, keepdims=True)
    shares: np.ndarray[tuple[int, ...], np.dtype[np.float32]] = (frame.counts / np.maximum(totals, 1)).astype(
        np.float32
    )
    return shares
