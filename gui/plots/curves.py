"""Loss beside accuracy, gradient norm or learning rate, step by step; former runs behind the present one.

Imports pyqtgraph: see `gui.plots.chart`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from gui.plots.chart import Chart
from gui.plots.curves_export import export
from gui.plots.curves_menu import SECOND, CurvesMenu, SecondMenu, menu_button
from gui.plots.pace import TEXT_MS, Pace
from gui.plots.palette import former
from gui.plots.run_curves import RunCurves
from gui.plots.series import Series, smoothed
from gui.plots.switch import Switch

_GRADIENT = 1
"""The place of the gradient norm among what the second chart can show."""


class CurvesPlot(QWidget):
    """Two charts that share their steps.

    Signals:
        moment_changed(int | None): the step whose numbers stand above the charts: the one under the mouse, or the last.
        second_changed(): the second chart shows another quantity.
        export_wanted(): the person wants a file.
    """

    moment_changed = Signal(object)
    second_changed = Signal()
    export_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hovered: int | None = None
        self._window = 1
        self._curves = RunCurves()
        self._former: tuple[RunCurves, ...] = ()
        self._smooth_of: dict[str, tuple[Series, Series]] = {}
        self.menu, self.second = CurvesMenu(self), SecondMenu(self)
        self.loss, self.accuracy = Chart("loss"), Chart(SECOND[0], is_share=True)
        self.gradient, self.lr = Chart(SECOND[_GRADIENT]), Chart(SECOND[2])
        self.charts = (self.loss, self.accuracy, self.gradient, self.lr)
        self.log_switch = Switch("log", "Draw the loss on a logarithmic axis")
        self.log_switch.toggled.connect(self.loss.set_log)
        self.more = menu_button("⋯", "Means over steps, former runs, export", self.menu)
        self.loss.header.add_switch(self.more)
        self.loss.header.add_switch(self.log_switch)
        for chart in self.charts[1:]:
            chart.header.add_switch(menu_button("▾", "The task's metric, gradient norm or learning rate", self.second))
        self.gradient.set_log(True)
        self._second = QStackedWidget()
        self._pace = Pace(TEXT_MS, self)
        self._pace.due.connect(self._show_numbers)
        self._lay_out()
        self._connect()

    @property
    def moment(self) -> int | None:
        """The step whose numbers stand above the charts; None while there is none."""
        last = int(self.loss.training.steps[-1]) if len(self.loss.training) else None
        return last if self._hovered is None or last is None else max(1, min(self._hovered, last))

    @property
    def former(self) -> tuple[RunCurves, ...]:
        """The former runs that are to be seen."""
        hidden = self.menu.hidden
        return tuple(run for place, run in enumerate(self._former) if place not in hidden)

    @property
    def shows_gradient(self) -> bool:
        """Whether the second chart is that of the gradient's norm."""
        return self.second.place == _GRADIENT

    def show_curves(self, curves: RunCurves) -> None:
        """Show a run's numbers in place of those shown."""
        self._curves = curves
        self.loss.show_series(self._smoothed("loss"), curves.validation_loss)
        self.accuracy.show_series(self._smoothed("accuracy"), curves.validation_accuracy, curves.averaged_accuracy)
        self.gradient.show_series(curves.gradient_norm, self.gradient.validation)
        self.lr.show_series(curves.lr, self.lr.validation)
        self._pace.request()

    def set_metric(self, title: str) -> None:
        """Call the second curve by the task's metric."""
        self.accuracy.header.title.setText(title)
        self.second.set_metric(title)

    def show_former(self, runs: Sequence[RunCurves]) -> None:
        """Offer former runs, and draw them behind the present one."""
        self._former = tuple(runs)
        self.menu.set_runs([run.title for run in runs], [former(place) for place in range(len(runs))])
        self._draw_former()

    def clear(self) -> None:
        """Show nothing of the present run."""
        self.show_curves(RunCurves())
        for chart in self.charts:
            chart.show_whole()
        self._pace.flush()

    def export_to(self, path: Path) -> None:
        """Write what is shown to a file; see `gui.plots.curves_export`."""
        export(path, self._body, (self._curves, *self.former))

    def _lay_out(self) -> None:
        for chart in self.charts[1:]:
            self._second.addWidget(chart)
        self._body = QWidget()
        charts = QHBoxLayout(self._body)
        charts.setContentsMargins(0, 0, 0, 0)
        charts.setSpacing(12)
        charts.addWidget(self.loss, 1)
        charts.addWidget(self._second, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._body)

    def _connect(self) -> None:
        for chart in self.charts:
            chart.hovered.connect(self._hover)
        self.second.chosen.connect(self._turn)
        self.menu.smoothing_chosen.connect(self._smooth)
        self.menu.former_chosen.connect(self._draw_former)
        self.menu.export_wanted.connect(self.export_wanted)

    def _turn(self, place: int) -> None:
        self._second.setCurrentIndex(place)
        self.second_changed.emit()

    def _smooth(self, window: int) -> None:
        self._window = window
        self._smooth_of = {}
        self.show_curves(self._curves)
        self._draw_former()

    def _smoothed(self, name: str) -> Series:
        """Return a curve of means; the same object while the curve is the same, so that it is not drawn again."""
        series: Series = getattr(self._curves, name)
        if self._smooth_of.get(name, (None,))[0] is not series:
            self._smooth_of[name] = series, smoothed(series, self._window)
        return self._smooth_of[name][1]

    def _draw_former(self) -> None:
        hidden = self.menu.hidden
        shown = [(run, former(at)) for at, run in enumerate(self._former) if at not in hidden]
        for chart, name in zip(self.charts, ("loss", "accuracy", "gradient_norm", "lr"), strict=True):
            is_smooth = name in ("loss", "accuracy")
            window = self._window if is_smooth else 1
            chart.show_former([(smoothed(getattr(run, name), window), color) for run, color in shown])

    def _hover(self, step: int | None) -> None:
        self._hovered = step
        self._show_numbers()

    def _show_numbers(self) -> None:
        for chart in self.charts:
            chart.show_numbers(self.moment, is_marked=self._hovered is not None)
        self.moment_changed.emit(self.moment)
