"""The learning rate over the run to come, drawn small; the numbers are those that the run will use."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from engine.layers.counted import counted
from engine.tasks.catalogue import TASKS
from engine.training.config import TrainingConfig
from engine.training.cycles import num_snapshots
from engine.training.schedules import curve
from gui.theme.appearance import appearance

_HEIGHT = 84
_MARGIN_TOP, _MARGIN_BOTTOM = 16, 18


class ScheduleSketch(QWidget):
    """A curve from the first epoch to the last, between no learning rate and the highest."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("scheduleSketch")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._config = TrainingConfig()
        self._points = curve(self._config)
        appearance.changed.connect(self.update)

    @property
    def points(self) -> tuple[list[float], list[float]]:
        """The epochs and the learning rates that are drawn."""
        return self._points

    def show_config(self, config: TrainingConfig) -> None:
        """Draw what these settings make of the learning rate."""
        self._config = config
        self._points = curve(config)
        self.setToolTip(self._description())
        self.setAccessibleName(self._description())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = appearance.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = QRectF(self.rect()).adjusted(1, _MARGIN_TOP, -1, -_MARGIN_BOTTOM)
        painter.setPen(QPen(QColor(theme.border), 1))
        painter.drawLine(room.bottomLeft(), room.bottomRight())
        painter.setPen(QPen(QColor(theme.accent), 1.6))
        painter.drawPolyline(self._line(room))
        self._paint_words(painter)
        painter.end()

    def _line(self, room: QRectF) -> QPolygonF:
        epochs, rates = self._points
        highest = max(rates)
        return QPolygonF(
            [
                QPointF(room.left() + room.width() * epoch / self._config.epochs, room.bottom() - room.height() * share)
                for epoch, share in zip(
                    [*epochs, self._config.epochs],
                    [rate / highest for rate in (*rates, rates[-1])],
                    strict=True,
                )
            ]
        )

    def _paint_words(self, painter: QPainter) -> None:
        font = self.font()
        font.setPixelSize(11)
        painter.setFont(font)
        painter.setPen(QColor(appearance.theme.muted))
        whole = self.rect()
        left, right, top = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignTop
        painter.drawText(whole, left | top, f"lr {max(self._points[1]):.3g}")
        painter.drawText(whole, right | top, self._end)
        painter.drawText(whole, left | Qt.AlignmentFlag.AlignBottom, "0")
        painter.drawText(whole, right | Qt.AlignmentFlag.AlignBottom, counted(self._config.epochs, "epochs"))

    @property
    def _waits(self) -> bool:
        return self._config.schedule == "plateau"

    @property
    def _end(self) -> str:
        """What stands at the right: where the rate leads."""
        if self._waits:
            return f"× {self._config.gamma:g} on a plateau"
        if self._config.schedule == "cosine_restarts":
            return counted(num_snapshots(self._config), "snapshots")
        return f"{self._points[1][-1]:.3g} at last"

    def _description(self) -> str:
        config = self._config
        if config.schedule == "cosine_restarts":
            return (
                f"The rate falls from {max(self._points[1]):.3g} to almost 0 and restarts every "
                f"{counted(config.cycle_epochs, 'epochs')}. At the end of each whole cycle the run keeps a snapshot: "
                f"{num_snapshots(config):,} in all. The list of runs tests them as an ensemble."
            )
        if self._waits:
            return (
                f"The rate is multiplied by {config.gamma:g} whenever the validation "
                f"{TASKS[config.task].metric.title} has not risen for "
                f"{counted(config.plateau_patience, 'epochs')}; when that will be, only the run can say."
            )
        return f"The learning rate over the run: {self._points[1][0]:.3g} at first, {self._points[1][-1]:.3g} at last."
