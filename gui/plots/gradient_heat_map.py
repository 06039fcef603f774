"""The gradients' norms as a picture: a row per layer in network order, time to the right, a colour per power of ten."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from engine.probes.frames import GradientHistoryFrame
from gui.plots.gradient_picture import Codes, GradientPicture, colors
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
        self._picture: GradientPicture | None = None
        self._codes: Codes | None = None  # an image does not keep the memory that it shows
        self._marked: int | None = None
        self.setMouseTracking(True)
        self.setMinimumSize(80, 60)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        appearance.changed.connect(self.update)

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
        if not len(frame.steps):
            self.clear()
            return
        if self._rows is None:
            self._rows = GradientRows()
            self._picture = GradientPicture(self._rows)
        before = self._rows.steps, self._rows.frozen
        self._rows.take(frame, names)
        if self._rows.num_kept < len(frame.steps) or before[1] != self._rows.frozen:
            self.update()

    def mark(self, column: int | None) -> None:
        """Mark a moment, counted from 0, by a line; None for none."""
        self._marked = column
        self.update()

    def clear(self) -> None:
        """Show nothing."""
        self._rows = self._picture = None
        self._marked = None
        self.update()

    def room(self) -> QRectF:
        """Return where the picture is."""
        count = len(self._rows.names) if self._rows is not None else 1
        height = min(self.height() - _TOP - _FOOT, _MAX_ROW * count)
        return QRectF(_LEFT, _TOP, max(1.0, self.width() - _LEFT - 2), max(1.0, height))

    def cell_at(self, point: QPointF) -> tuple[int, int] | None:
        """Return the row and the column whose value is painted at a point; None beside the picture."""
        room, rows, picture = self.room(), self._rows, self._picture
        if rows is None or picture is None or not room.contains(point):
            return None
        column = int(picture.columns_at(np.array([(point.x() - room.left()) / room.width()]))[0])
        shown = self._rows_at(point)
        logs = rows.logs[column, shown.start : shown.stop]
        return shown[int(np.nan_to_num(logs, nan=-np.inf).argmax())], column

    def readout(self, row: int, column: int, num_rows: int = 1) -> str:
        """Return what a cell says; and that it is the largest of so many rows, where a pixel has several."""
        assert self._rows is not None
        norm = float(self._rows.norms[row, column])
        number = "frozen" if np.isnan(norm) else exact(norm)
        now = " · frozen now" if self._rows.frozen[row] and number != "frozen" else ""
        largest = f"\nthe largest of {num_rows} layers here" if num_rows > 1 else ""
        return f"{self._rows.names[row]} · step {self._rows.steps[column]:,}\n{number}{now}{largest}"

    def _rows_at(self, point: QPointF) -> range:
        """Return the rows that share the pixels at a point."""
        assert self._picture is not None
        room = self.room()
        num_bands = self._picture.num_bands(self._num_pixels(room.height()))
        band = int((point.y() - room.top()) / room.height() * num_bands)
        return self._picture.rows_in(min(band, num_bands - 1), num_bands)

    def _num_pixels(self, length: float) -> int:
        return max(1, round(length * self.devicePixelRatioF()))

    def sizeHint(self) -> QSize:
        return QSize(400, 140)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        cell = self.cell_at(event.position())
        if cell is None:
            QToolTip.hideText()
        else:
            text = self.readout(*cell, len(self._rows_at(event.position())))
            QToolTip.showText(event.globalPosition().toPoint(), text, self)

    def leaveEvent(self, event: QEvent) -> None:
        QToolTip.hideText()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._rows is None:
            return
        room = self.room()
        image = self._image(room)
        painter = QPainter(self)
        painter.setFont(small_numbers())
        painter.drawImage(room, image)
        self._paint_mark(painter, room)
        self._paint_steps(painter, room)
        if room.height() / len(self._rows.names) >= painter.fontMetrics().height() - 3:
            self._paint_names(painter, room)
        else:
            self._paint_brackets(painter, room)

    def _image(self, room: QRectF) -> QImage:
        assert self._picture is not None
        self._codes = self._picture.pixels(self._num_pixels(room.width()), self._num_pixels(room.height()))
        height, width = self._codes.shape
        image = QImage(self._codes.data, width, height, width, QImage.Format.Format_Indexed8)
        image.setColorTable(colors(appearance.theme.is_dark))
        return image

    def _paint_steps(self, painter: QPainter, room: QRectF) -> None:
        assert self._rows is not None
        painter.setPen(QColor(appearance.theme.muted))
        foot = QRectF(room.left(), room.bottom() + 2, room.width(), _FOOT - 2)
        first, last = int(self._rows.steps[0]), int(self._rows.steps[-1])
        painter.drawText(foot, Qt.AlignmentFlag.AlignLeft, f"step {first:,}")
        painter.drawText(foot, Qt.AlignmentFlag.AlignRight, f"{last:,}")

    def _paint_mark(self, painter: QPainter, room: QRectF) -> None:
        assert self._rows is not None
        if self._marked is None:
            return
        steps = self._rows.steps
        span = float(steps[-1] - steps[0])
        end = float(steps[-1]) + max(1.0, span / max(1, len(steps) - 1))  # as `GradientPicture.columns_at`
        edges = [*steps.tolist(), end]
        middle = (edges[self._marked] + edges[self._marked + 1]) / 2
        x = room.left() + (middle - edges[0]) / (end - edges[0]) * room.width()
        painter.setPen(QPen(QColor(appearance.theme.text), 1.5))
        painter.drawLine(QPointF(x, room.top()), QPointF(x, room.bottom()))

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
        for bracket in self._rows.brackets:
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
