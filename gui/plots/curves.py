"""Loss and accuracy side by side, step by step.

Imports pyqtgraph: see `gui.plots.chart`.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gui.plots.chart import Chart
from gui.plots.pace import TEXT_MS, Pace
from gui.plots.series import Series
from gui.plots.switch import Switch


class CurvesPlot(QWidget):
    """Two charts that share their steps.

    Signals:
        moment_changed(int | None): the step whose numbers stand above the charts: the one under the mouse, or the last.
    """

    moment_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hovered: int | None = None
        self.loss = Chart("loss")
        self.accuracy = Chart("accuracy", is_share=True)
        self.log_switch = Switch("log", "Draw the loss on a logarithmic axis")
        self.log_switch.toggled.connect(self.loss.set_log)
        self.loss.header.add_switch(self.log_switch)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        self._pace = Pace(TEXT_MS, self)
        self._pace.due.connect(self._show_numbers)
        for chart in (self.loss, self.accuracy):
            layout.addWidget(chart, 1)
            chart.hovered.connect(self._hover)

    @property
    def moment(self) -> int | None:
        """The step whose numbers stand above the charts; None while there is none."""
        last = int(self.loss.training.steps[-1]) if len(self.loss.training) else None
        return last if self._hovered is None or last is None else max(1, min(self._hovered, last))

    def show_series(self, loss: Series, accuracy: Series, validation_loss: Series, validation_accuracy: Series) -> None:
        """Show each step's and each epoch's numbers in place of those shown."""
        self.loss.show_series(loss, validation_loss)
        self.accuracy.show_series(accuracy, validation_accuracy)
        self._pace.request()

    def clear(self) -> None:
        """Show nothing."""
        self.show_series(Series(), Series(), Series(), Series())
        self._pace.flush()

    def _hover(self, step: int | None) -> None:
        self._hovered = step
        self._show_numbers()

    def _show_numbers(self) -> None:
        for chart in (self.loss, self.accuracy):
            chart.show_numbers(self.moment, is_marked=self._hovered is not None)
        self.moment_changed.emit(self.moment)
