"""What a network answers to a picture: the picture, and classes or labels with their probabilities as bars."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from engine.probes.frames import LabelsFrame, PictureFrame, PredictionFrame
from gui.plots.answer_text import Bar, bars_of, verdict_on
from gui.plots.palette import first
from gui.plots.rgb import fitted, image_of, is_enlarged
from gui.theme.appearance import appearance
from gui.theme.fonts import small_numbers

_ROW, _MAX_ROW, _GAP = 14.0, 30.0, 14.0
_WORDS = 18.0
_PICTURE_SHARE, _NUMBER_WIDTH, _NAME_SHARE = 0.34, 50.0, 0.3


class PredictionBars(QWidget):
    """Shows `PredictionFrame`s or `LabelsFrame`s beside their picture; what the picture shows is marked, if known.

    Several labels stand in the order of their classes, with a line at the probability from which they count as there.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._frame: PredictionFrame | LabelsFrame | None = None
        self._bars: tuple[Bar, ...] = ()
        self._names: tuple[str, ...] = ()
        self._image = QImage()
        self.setMinimumSize(120, 60)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        appearance.changed.connect(self.update)

    @property
    def frame(self) -> PredictionFrame | LabelsFrame | None:
        """What is on show."""
        return self._frame

    def set_names(self, names: Sequence[str]) -> None:
        """Set what the classes are called."""
        self._names = tuple(names)
        self.update()

    def show_picture(self, frame: PictureFrame) -> None:
        """Show the picture that is answered to."""
        self._image = image_of(frame.pixels)
        self.update()

    def show_frame(self, frame: PredictionFrame | LabelsFrame) -> None:
        """Show an answer in place of the former one."""
        self._frame, self._bars = frame, bars_of(frame)
        self.update()

    def clear(self) -> None:
        """Show nothing."""
        self._frame, self._bars, self._image = None, (), QImage()
        self.update()

    def rows(self) -> list[QRectF]:
        """Return the room of each class: name, bar and number."""
        count = len(self._bars)
        height = min(_MAX_ROW, max(_ROW, (self.height() - self._foot(count)) / max(1, count)))
        left = self._picture_room().right() + _GAP
        return [QRectF(left, place * height, self.width() - left, height) for place in range(count)]

    def bar(self, place: int) -> QRectF:
        """Return the bar of a class; its full length would be a probability of 1."""
        track = self._track(self.rows()[place])
        return QRectF(track.left(), track.top(), track.width() * self._bars[place].probability, track.height())

    def threshold_line(self) -> QLineF | None:
        """Return the line at the probability from which a label counts as there; None where classes compete."""
        rows = self.rows()
        if not isinstance(self._frame, LabelsFrame) or not rows:
            return None
        first_track, last_track = self._track(rows[0]), self._track(rows[-1])
        x = first_track.left() + first_track.width() * self._frame.threshold
        return QLineF(x, first_track.top() - 2, x, last_track.bottom() + 2)

    def verdict(self) -> str:
        """Return what the answer is worth, in words."""
        return verdict_on(self._frame, self.name_of)

    def name_of(self, label: int) -> str:
        """Return what a class is called: its name, or its number where it has none."""
        return self._names[label] if label < len(self._names) else str(label)

    def sizeHint(self) -> QSize:
        return QSize(400, 140)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(small_numbers())
        if not self._image.isNull():
            room = fitted(self._image.height(), self._image.width(), self._picture_room())
            is_blurred = not is_enlarged(self._image, room.size())
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, is_blurred)
            painter.drawImage(room, self._image)
        if self._frame is None:
            return
        for place, row in enumerate(self.rows()):
            self._paint_row(painter, place, row)
        self._paint_threshold(painter)
        self._paint_verdict(painter)

    def _paint_row(self, painter: QPainter, place: int, row: QRectF) -> None:
        theme, bar = appearance.theme, self._bars[place]
        painter.setPen(QColor(theme.text if bar.is_own else theme.muted))
        room = QRectF(row.left(), row.top(), row.width() * _NAME_SHARE - 8, row.height())
        name = painter.fontMetrics().elidedText(self.name_of(bar.label), Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, name)
        painter.fillRect(self._track(row), QColor(theme.raised if theme.is_dark else theme.window))
        painter.fillRect(self.bar(place), QColor(theme.success) if bar.is_own else first(theme))
        painter.drawText(row, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, f"{bar.probability:.1%}")

    def _paint_threshold(self, painter: QPainter) -> None:
        if (line := self.threshold_line()) is not None:
            painter.setPen(QPen(QColor(appearance.theme.text), 1, Qt.PenStyle.DashLine))
            painter.drawLine(line)

    def _track(self, row: QRectF) -> QRectF:
        """Return the room of a row's bar: that of a probability of 1."""
        left = row.left() + row.width() * _NAME_SHARE
        return QRectF(left, row.center().y() - 5, row.right() - _NUMBER_WIDTH - left, 10)

    def _paint_verdict(self, painter: QPainter) -> None:
        rows = self.rows()
        if not rows or not self._foot(len(rows)):
            return
        painter.setPen(QColor(appearance.theme.muted))
        room = QRectF(QPointF(rows[0].left(), rows[-1].bottom()), self.rect().bottomRight().toPointF())
        words = painter.fontMetrics().elidedText(self.verdict(), Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, words)

    def _foot(self, count: int) -> float:
        """Height of the words below the bars; none where these need the room."""
        return _WORDS if self.height() >= count * (_ROW + 4) + _WORDS else 0.0

    def _picture_room(self) -> QRectF:
        return QRectF(0, 0, min(float(self.height()), self.width() * _PICTURE_SHARE), self.height())
