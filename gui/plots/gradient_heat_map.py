"""The gradients' norms as a picture: a row per layer in network order, time to the right, a colour per power of ten."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from engine.probes.frames import GradientHistoryFrame
from gui.plots.brackets import brackets_of
from gui.plots.gradient_rows import GradientRows
from gui.plots.numbers import exact
from gui.theme.appearance import appearance
from gui.theme.fonts import small_numbers

_LEFT, _TOP, _FOOT = 84.0, 4.0, 17.0
_MAX_ROW = 26.0


class GradientHeatMap(QWidget):
    """Shows `GradientHistoryFrame`s. Empty where a layer was frozen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: GradientRows | None = None
        self._image = QImage()
        self.setMouseTracking(True)
        self.setMinimumSize(80, 60)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        appearance.changed.connect(self._color)

    @property
    def rows(self) -> GradientRows | None:
        """What is on show."""
        return self._rows

    def show_frame(self, frame: GradientHistoryFrame, names: Mapping[str, str]) -> None:
        """Show a run's norms in place of those shown.

        Args:
            frame: the norms.
            names: of nodes, by id.
        """
        self._rows = GradientRows.of(frame, names) if len(frame.steps) else None
        self._color()

    def clear(self) -> None:
        """Show nothing."""
        self._rows = None
        self._color()

    def room(self) -> QRectF:
        """Return where the picture is."""
        count = len(self._rows.names) if self._rows is not None else 1
        height = min(self.height() - _TOP - _FOOT, _MAX_ROW * count)
        return QRectF(_LEFT, _TOP, max(1.0, self.width() - _LEFT - 2), max(1.0, height))

    def cell_at(self, point: QPointF) -> tuple[int, int] | None:
        """Return the row and the column of the picture at a point; None beside it."""
        room, rows = self.room(), self._rows
        if rows is None or not room.contains(point):
            return None
        count, columns = rows.norms.shape
        row = int((point.y() - room.top()) / room.height() * count)
        column = int((point.x() - room.left()) / room.width() * columns)
        return min(row, count - 1), min(column, columns - 1)

    def readout(self, row: int, column: int) -> str:
        """Return what a cell says."""
        assert self._rows is not None
        norm = float(self._rows.norms[row, column])
        number = "frozen" if np.isnan(norm) else exact(norm)
        now = " · frozen now" if self._rows.frozen[row] and number != "frozen" else ""
        return f"{self._rows.names[row]} · step {self._rows.steps[column]:,}\n{number}{now}"

    def sizeHint(self) -> QSize:
        return QSize(400, 140)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        cell = self.cell_at(event.position())
        if cell is None:
            QToolTip.hideText()
        else:
            QToolTip.showText(event.globalPosition().toPoint(), self.readout(*cell), self)

    def leaveEvent(self, event: QEvent) -> None:
        QToolTip.hideText()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._rows is None:
            return
        painter = QPainter(self)
        painter.setFont(small_numbers())
        room = self.room()
        is_shrunk = room.height() < self._image.height() or room.width() < self._image.width()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, is_shrunk)
        painter.drawImage(room, self._image)
        self._paint_steps(painter, room)
        if room.height() / len(self._rows.names) >= painter.fontMetrics().height() - 3:
            self._paint_names(painter, room)
        else:
            self._paint_brackets(painter, room)

    def _paint_steps(self, painter: QPainter, room: QRectF) -> None:
        assert self._rows is not None
        painter.setPen(QColor(appearance.theme.muted))
        foot = QRectF(room.left(), room.bottom() + 2, room.width(), _FOOT - 2)
        first, last = int(self._rows.steps[0]), int(self._rows.steps[-1])
        painter.drawText(foot, Qt.AlignmentFlag.AlignLeft, f"step {first:,}")
        painter.drawText(foot, Qt.AlignmentFlag.AlignRight, f"{last:,}")

    def _paint_names(self, painter: QPainter, room: QRectF) -> None:
        assert self._rows is not None
        height, width = room.height() / len(self._rows.names), int(_LEFT - 8)
        painter.setPen(QColor(appearance.theme.muted))
        for row, name in enumerate(self._rows.names):
            shown = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideLeft, width)
            self._write(painter, shown, QRectF(0, room.top() + row * height, width, height))
            if self._rows.frozen[row]:
                beside = QRectF(room.left(), room.top() + row * height, room.width() - 6, height)
                self._write(painter, "frozen", beside)

    def _paint_brackets(self, painter: QPainter, room: QRectF) -> None:
        assert self._rows is not None
        height, line = room.height() / len(self._rows.names), painter.fontMetrics().height()
        for bracket in brackets_of(self._rows.names):
            top, bottom = room.top() + bracket.first * height + 1, room.top() + (bracket.last + 1) * height - 1
            painter.setPen(QColor(appearance.theme.edge))
            painter.drawPolyline(
                [
                    QPointF(_LEFT - 3, top),
                    QPointF(_LEFT - 6, top),
                    QPointF(_LEFT - 6, bottom),
                    QPointF(_LEFT - 3, bottom),
                ]
            )
            if bottom - top >= line - 3:
                painter.setPen(QColor(appearance.theme.muted))
                self._write(painter, bracket.name, QRectF(0, top, _LEFT - 12, bottom - top))

    def _write(self, painter: QPainter, text: str, room: QRectF) -> None:
        painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)

    def _color(self) -> None:
        if self._rows is None:
            self._image = QImage()
        else:
            pixels = self._rows.scale.pixels(self._rows.logs, is_dark=appearance.theme.is_dark)
            pixels = np.ascontiguousarray(np.where(np.isnan(self._rows.norms), np.uint32(0), pixels))
            height, width = pixels.shape
            shape = QImage.Format.Format_ARGB32_Premultiplied
            self._image = QImage(pixels.data, width, height, 4 * width, shape).copy()
        self.update()
