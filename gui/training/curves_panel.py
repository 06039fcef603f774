"""The live view of loss and accuracy, gradient norm and learning rate; of former runs too."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from engine.errors import FormatError
from engine.probes.frames import Frame, FrameKey, FrameKind, GradientHistoryFrame
from engine.runtime.mailbox import Records
from engine.training.config import TrainingConfig
from engine.training.events import EpochFinished, RunEvent
from gui.plots.curves_export import FORMATS
from gui.plots.legend import Legend
from gui.plots.pace import Pace
from gui.plots.run_curves import RunCurves
from gui.plots.series import Series
from gui.training.asked import metric_of
from gui.training.curve_series import (
    averaged_series,
    gradient_norm_series,
    lr_series,
    training_series,
    validation_series,
)
from gui.training.panel import LivePanel
from gui.training.run_session import RunSession
from gui.training.waiting import waiting_text

if TYPE_CHECKING:
    from gui.plots.curves import CurvesPlot

_DRAW_MS = 150
_STEPS_PER_MS = 2000
"""Drawing takes 3 ms, and 1 ms more for every 200,000 steps: this keeps it under a twentieth of the time."""

_HISTORY = FrameKey(FrameKind.GRADIENT_HISTORY)
_MAX_FORMER = 8
"""Former runs that are kept: no more can be told apart by their colours."""


class CurvesPanel(LivePanel):
    """Draws the session's records and epochs; what is drawn is always a projection of them."""

    def __init__(self, session: RunSession, parent: QWidget | None = None) -> None:
        legend = Legend("training", "validation")
        super().__init__("Curves", "chart-line", "Press Train to watch the loss fall.", legend, parent)
        self._session = session
        self._plot: CurvesPlot | None = None
        self._legend_of_curves = legend
        self._validation: tuple[Series, Series] | None = None
        self._averaged = Series()
        self._gradient_norm = Series()
        self._last: tuple[str, TrainingConfig, Records, tuple[RunEvent, ...]] | None = None
        self._former: tuple[RunCurves, ...] = ()
        self._pace_of_drawing = Pace(_DRAW_MS, self)
        self._pace_of_drawing.due.connect(self._draw)
        self.shown_changed.connect(self._draw)
        session.scalars_received.connect(self._take_scalars)
        session.event_received.connect(self._take_event)
        session.frames_received.connect(self._take_frames)

    @property
    def plot(self) -> CurvesPlot:
        """The charts. Made when they are first needed, as they load pyqtgraph.

        That is neither before the window is painted nor at the press of Train: torch may be on its way then, and an
        import beside it would hold the window for a second.
        """
        if self._plot is None:
            from gui.plots.curves import CurvesPlot

            self._plot = CurvesPlot()
            self._plot.moment_changed.connect(self.title_row.set_moment)
            self._plot.second_changed.connect(self.keys_changed)
            self._plot.export_wanted.connect(self._export)
            self._plot.show_former(self._former)
            self.set_picture(self._plot)
        return self._plot

    @property
    def key(self) -> FrameKey | None:
        return _HISTORY if self._plot is not None and self._plot.shows_gradient else None

    @property
    def former(self) -> tuple[RunCurves, ...]:
        """The runs before the present one, oldest first."""
        return self._former

    def begin(self) -> None:
        self._keep_last()
        self._validation = None
        self._gradient_norm = Series()
        if self._session.graph is not None and self._plot is not None:
            self._plot.clear()
            self._plot.show_former(self._former)
        self.show_idle()
        self._remember()
        self._draw()

    def show_state(self) -> None:
        if self._session.graph is not None and not len(self._session.records):
            self.show_notice(waiting_text(self._session))

    def _keep_last(self) -> None:
        """Keep the curves of the run that was shown so far."""
        if self._last is not None:
            run = curves_of(*self._last, gradient_norm=self._gradient_norm)
            self._former = (*self._former, run)[-_MAX_FORMER:]
            self._last = None

    def _take_scalars(self, new: Records) -> None:
        self._remember()
        self._pace_of_drawing.request()

    def _take_event(self, event: RunEvent) -> None:
        if isinstance(event, EpochFinished):
            self._validation = None
            self._remember()
            self._pace_of_drawing.request()

    def _take_frames(self, frames: Mapping[FrameKey, Frame]) -> None:
        frame = frames.get(_HISTORY)
        if isinstance(frame, GradientHistoryFrame):
            self._gradient_norm = gradient_norm_series(frame, self._gradient_norm)
            self._pace_of_drawing.request()

    def _remember(self) -> None:
        session = self._session
        if session.config is not None and len(session.records):
            self._last = session.title, session.config, session.records, session.events

    def _draw(self) -> None:
        if self._last is None or not self.is_on_screen:
            return
        title, config, records, events = self._last
        self._pace_of_drawing.set_interval(_DRAW_MS + len(records) // _STEPS_PER_MS)
        if self._validation is None:
            self._validation = validation_series(events)
            self._averaged = averaged_series(events)
            self._legend_of_curves.show_third("averaged" if len(self._averaged) else "")
        self.plot.set_metric(metric_of(config).title)
        self.plot.show_curves(
            RunCurves(
                title,
                *training_series(records, metric_of(config)),
                *self._validation,
                self._gradient_norm,
                lr_series(config, records, events),
                self._averaged,
            )
        )
        self.show_picture()

    def _export(self) -> None:
        kinds = ";;".join(f"{title} (*{suffix})" for suffix, title in FORMATS.items())
        name, kind = QFileDialog.getSaveFileName(self, "Export curves", f"{self._session.title or 'curves'}.png", kinds)
        if not name:
            return
        suffix = next(suffix for suffix in FORMATS if suffix in kind) if kind else ".png"
        path = Path(name) if Path(name).suffix.lower() in FORMATS else Path(f"{name}{suffix}")
        try:
            self.plot.export_to(path)
        except FormatError as error:
            QMessageBox.warning(self, "ConvCanvas", str(error))


def curves_of(
    title: str, config: TrainingConfig, records: Records, events: tuple[RunEvent, ...], *, gradient_norm: Series
) -> RunCurves:
    """Return a run's curves, in memory of their own."""
    records = records.copy()
    return RunCurves(
        title,
        *training_series(records, metric_of(config)),
        *validation_series(events),
        gradient_norm,
        lr_series(config, records, events),
        averaged_series(events),
    )
