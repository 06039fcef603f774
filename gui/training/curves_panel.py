"""The live view of loss and accuracy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtWidgets import QWidget

from engine.runtime.mailbox import Records
from engine.training.events import EpochFinished, RunEvent
from gui.plots.legend import Legend
from gui.plots.pace import Pace
from gui.plots.series import Series
from gui.training.panel import LivePanel
from gui.training.run_session import RunSession
from gui.training.waiting import waiting_text

if TYPE_CHECKING:
    from gui.plots.curves import CurvesPlot

_DRAW_MS = 150
_STEPS_PER_MS = 2000
"""Drawing takes 3 ms, and 1 ms more for every 200,000 steps: this keeps it under a twentieth of the time."""


class CurvesPanel(LivePanel):
    """Draws the session's records and epochs; what is drawn is always a projection of them."""

    def __init__(self, session: RunSession, parent: QWidget | None = None) -> None:
        legend = Legend("training", "validation")
        super().__init__("Curves", "chart-line", "Press Train to watch the loss fall.", legend, parent)
        self._session = session
        self._plot: CurvesPlot | None = None
        self._validation: tuple[Series, Series] | None = None
        self._pace_of_drawing = Pace(_DRAW_MS, self)
        self._pace_of_drawing.due.connect(self._draw)
        self.shown_changed.connect(self._draw)
        session.scalars_received.connect(self._pace_of_drawing.request)
        session.event_received.connect(self._take_event)

    @property
    def plot(self) -> CurvesPlot:
        """The charts. Made when they are first needed: pyqtgraph is not loaded before the window is painted."""
        if self._plot is None:
            from gui.plots.curves import CurvesPlot

            self._plot = CurvesPlot()
            self._plot.moment_changed.connect(self.title_row.set_moment)
            self.set_picture(self._plot)
        return self._plot

    def begin(self) -> None:
        self._validation = None
        if self._session.graph is not None:
            self.plot.clear()
        self.show_idle()

    def show_state(self) -> None:
        if self._session.graph is not None and not len(self._session.records):
            self.show_notice(waiting_text(self._session))

    def _take_event(self, event: RunEvent) -> None:
        if isinstance(event, EpochFinished):
            self._validation = None
            self._pace_of_drawing.request()

    def _draw(self) -> None:
        records = self._session.records
        if not (len(records) and self.is_on_screen):
            return
        self._pace_of_drawing.set_interval(_DRAW_MS + len(records) // _STEPS_PER_MS)
        if self._validation is None:
            self._validation = validation_series(self._session.events)
        self.plot.show_series(*training_series(records), *self._validation)
        self.show_picture()


def training_series(records: Records) -> tuple[Series, Series]:
    """Return loss and accuracy of each step."""
    steps = records["step"].astype(np.float64)
    return Series(steps, records["loss"]), Series(steps, records["accuracy"])


def validation_series(events: tuple[RunEvent, ...]) -> tuple[Series, Series]:
    """Return loss and accuracy of each epoch's validation, at the step behind it."""
    epochs = [event for event in events if isinstance(event, EpochFinished)]
    steps = np.array([epoch.step for epoch in epochs], np.float64)
    loss = np.array([epoch.validation_loss for epoch in epochs], np.float64)
    accuracy = np.array([epoch.validation_accuracy for epoch in epochs], np.float64)
    return Series(steps, loss), Series(steps, accuracy)
