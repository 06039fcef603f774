"""The gradients in three ways: a bar per layer now, layers over time, how one layer's values are distributed."""

from __future__ import annotations

import math
from collections.abc import Mapping
from enum import IntEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from engine.probes.frames import GradientFrame, GradientHistogramFrame, GradientHistoryFrame
from gui.plots.choice import Choice
from gui.plots.color_bar import ColorBar
from gui.plots.color_scale import ColorScale
from gui.plots.gradient_heat_map import GradientHeatMap
from gui.plots.gradient_measure import Measure
from gui.plots.gradients import GradientsPlot
from gui.plots.histogram import HistogramPlot, histograms_of
from gui.plots.numbers import power_of_ten, short
from gui.plots.pace import TEXT_MS, Pace


class Aspect(IntEnum):
    """What is shown of the gradients; the places of its buttons."""

    LAYERS = 0
    TIME = 1
    VALUES = 2


_ASPECTS = {
    "layers": "A bar per layer, in network order, on a logarithmic axis",
    "time": "A row per layer, in network order; time to the right; colour: norm of the gradient",
    "values": "How the gradient's values of the selected layer are distributed",
}

_NO_HISTORY = "A row for each layer, and a column for each moment of a run. Press Train to begin."


class GradientsView(QWidget):
    """Shows whichever aspect is chosen.

    Signals:
        turned(): another aspect or measure is looked at.
    """

    turned = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ratio_value = math.nan
        self._scale: ColorScale | None = None
        self.bars, self.heat_map, self.histogram = GradientsPlot(), GradientHeatMap(), HistogramPlot()
        self.aspects = Choice(_ASPECTS)
        self.measures = Choice({measure.word: measure.doc for measure in Measure})
        self.color_bar = ColorBar()
        self.ratio = QLabel()
        self.ratio.setProperty("role", "small")
        self.ratio.setStyleSheet("font-size: 11px;")
        self.ratio.setToolTip(
            "Norm of the first layer's weight gradient over the last's:\n"
            "far below 1 where the gradient vanishes on its way back"
        )
        self._stack = QStackedWidget()
        self.no_history = QLabel(_NO_HISTORY)
        self.no_history.setProperty("role", "muted")
        self.no_history.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.no_history.setWordWrap(True)
        for page in (self.bars, self.heat_map, self.histogram, self.no_history):
            self._stack.addWidget(page)
        self._has_history = False
        self._lay_out()
        self._pace = Pace(TEXT_MS, self)
        self._pace.due.connect(self._write_ratio)
        self.aspects.chosen.connect(self._turn)
        self.measures.chosen.connect(self._measure)
        self._turn(Aspect.LAYERS)

    @property
    def aspect(self) -> Aspect:
        """What is looked at."""
        return Aspect(self.aspects.place)

    @property
    def measure(self) -> Measure:
        """What the bars' heights are."""
        return list(Measure)[self.measures.place]

    def show_bars(self, frame: GradientFrame, names: Mapping[str, str]) -> None:
        """Show a step's gradients, under these names by node id."""
        self.bars.show_frame(frame, names)
        self._ratio_value = frame.first_to_last
        self._pace.request()

    def show_history(self, frame: GradientHistoryFrame, names: Mapping[str, str]) -> None:
        """Show a run's gradients, under these names by node id."""
        self._has_history = len(frame.steps) > 0
        self._show_page()
        self.heat_map.show_frame(frame, names)
        rows = self.heat_map.rows
        if rows is not None and rows.scale != self._scale:
            self._scale = scale = rows.scale
            self.color_bar.set_scale(scale, (power_of_ten(round(scale.low)), power_of_ten(round(scale.high))))

    def show_values(self, frame: GradientHistogramFrame) -> None:
        """Show how one layer's gradients are distributed."""
        self.histogram.show_histograms(histograms_of(frame))

    def clear(self) -> None:
        """Show nothing."""
        for plot in (self.bars, self.heat_map, self.histogram):
            plot.clear()
        self._has_history = False
        self._show_page()
        self._scale = None
        self.color_bar.set_scale(None)
        self._ratio_value = math.nan
        self._pace.flush()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(8)
        head.addWidget(self.aspects)
        head.addWidget(self.measures)
        head.addStretch(1)
        head.addWidget(self.ratio)
        head.addWidget(self.color_bar)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(head)
        layout.addWidget(self._stack, 1)

    def _turn(self, place: int) -> None:
        self._show_page()
        self.measures.setVisible(place == Aspect.LAYERS)
        self.ratio.setVisible(place == Aspect.LAYERS)
        self.color_bar.setVisible(place == Aspect.TIME)
        self.turned.emit()

    def _show_page(self) -> None:
        if self.aspect is Aspect.TIME and not self._has_history:
            self._stack.setCurrentWidget(self.no_history)
        else:
            self._stack.setCurrentIndex(self.aspect)

    def _measure(self, place: int) -> None:
        self.bars.set_measure(self.measure)
        self.turned.emit()

    def _write_ratio(self) -> None:
        is_known = not math.isnan(self._ratio_value)
        self.ratio.setText(f"first/last {short(self._ratio_value)}" if is_known else "")
