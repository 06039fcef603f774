"""One quantity over the steps of a run: what training saw as a thin line, what validation found as points.

Imports pyqtgraph, which takes half a second: import this module where a chart is made, after the window is painted.
"""
# ruff: noqa: TID253

from __future__ import annotations

import math
from collections.abc import Sequence

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.plots.chart_header import ChartHeader
from gui.plots.log_ticks import log_label, part_of_a_decade
from gui.plots.numbers import tick
from gui.plots.palette import first, second, third
from gui.plots.series import Series, limits, roomy
from gui.theme.appearance import appearance
from gui.theme.fonts import small_numbers

_AXIS_WIDTH = 40
_MIN_STEPS = 10.0
_MARGIN = 0.05
_POINT_DISTANCE = 9
_NONE = Series()


class Chart(QWidget):
    """A titled plot.

    Signals:
        hovered(int | None): the step under the mouse, or that there is none.
    """

    hovered = Signal(object)

    def __init__(self, name: str, *, is_share: bool = False, parent: QWidget | None = None) -> None:
        """Make an empty chart.

        Args:
            name: of the quantity.
            is_share: whether it lies between 0 and 1 and is written in percent.
            parent: Qt's.
        """
        super().__init__(parent)
        self._is_share = is_share
        self._is_log = False
        self._ends: dict[pg.PlotDataItem, tuple[float, float] | None] = {}
        self._ranges: tuple[tuple[float, float], tuple[float, float]] | None = None
        self._is_zoomed = False
        self.training, self.validation, self.averaged = Series(), Series(), Series()
        self.former_curves: list[pg.PlotDataItem] = []
        self.header = ChartHeader(name, is_share=is_share)
        self.plot = _Plot(_Axis("left", is_share=is_share), _Axis("bottom"))
        self.plot.hovered.connect(self.hovered)
        self.plot.zoomed.connect(self._zoom)
        self.plot.whole_wanted.connect(self.show_whole)
        self.training_curve = pg.PlotDataItem(connect="finite", antialias=True)
        self.validation_curve = pg.PlotDataItem(connect="finite", antialias=True, symbolSize=5)
        self.averaged_curve = pg.PlotDataItem(connect="finite", antialias=True)
        self._cursor = pg.InfiniteLine(angle=90)
        self._cursor.hide()
        for item in (self.training_curve, self.validation_curve, self.averaged_curve, self._cursor):
            self.plot.addItem(item, ignoreBounds=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.header)
        layout.addWidget(self.plot, 1)
        appearance.changed.connect(self._restyle)
        self._restyle()
        self._set_ranges()

    def show_series(self, training: Series, validation: Series, averaged: Series = _NONE) -> None:
        """Show these series in place of those shown; what is shown already is not drawn again."""
        if averaged is not self.averaged:
            self.averaged = averaged
            self._draw(self.averaged_curve, averaged)
        if training is not self.training:
            self.training = training
            self._draw(self.training_curve, training)
        if validation is not self.validation:
            self.validation = validation
            self._draw_validation()
        self._set_ranges()

    def show_former(self, curves: Sequence[tuple[Series, QColor]]) -> None:
        """Draw curves of former runs behind the present ones."""
        for curve in self.former_curves:
            self._ends.pop(curve, None)
            self.plot.removeItem(curve)
        self.former_curves = []
        for series, color in curves:
            curve = pg.PlotDataItem(connect="finite", antialias=True, pen=pg.mkPen(color, width=1))
            curve.setZValue(-0.5)
            curve.setLogMode(False, self._is_log)
            self.plot.addItem(curve, ignoreBounds=True)
            self.former_curves.append(curve)
            self._draw(curve, series)
        self._set_ranges()

    @property
    def is_zoomed(self) -> bool:
        """Whether a part is looked at: then the axes stay as they are."""
        return self._is_zoomed

    def show_whole(self) -> None:
        """Look at all of the run again."""
        self._is_zoomed = False
        self._ranges = None
        self._set_ranges()

    def show_numbers(self, step: int | None, *, is_marked: bool) -> None:
        """Write the numbers at a step above the chart, or none, and mark the step if asked."""
        self._cursor.setVisible(step is not None and is_marked)
        if step is None:
            self.header.show_numbers(None, None)
        else:
            self._cursor.setPos(step)
            self.header.show_numbers(self.training.at(step), self.validation.at(step), self.averaged.at(step))

    def set_log(self, is_log: bool) -> None:
        """Draw the quantity on a logarithmic axis, or a linear one."""
        self._is_log = is_log
        self.plot.setLogMode(x=False, y=is_log)
        self._draw(self.training_curve, self.training)
        self._draw(self.averaged_curve, self.averaged)
        self._draw_validation()
        for curve in self.former_curves:
            steps, values = curve.getOriginalDataset()
            self._ends[curve] = limits(Series(steps, values), positive=is_log) if steps is not None else None
        self.show_whole()

    def _zoom(self) -> None:
        self._is_zoomed = True

    def _draw(self, curve: pg.PlotDataItem, series: Series) -> None:
        """Hand a curve its numbers, or none if not one of them has a place on the axis: pyqtgraph wants one."""
        ends = self._ends[curve] = limits(series, positive=self._is_log)
        shown = series if ends is not None else Series()
        curve.setData(shown.steps, shown.values)

    def _draw_validation(self) -> None:
        self._draw(self.validation_curve, self.validation)
        self.validation_curve.setSymbol("o" if self._can_tell_apart(len(self.validation)) else None)

    def _can_tell_apart(self, num_points: int) -> bool:
        """Whether points lie far enough apart to be drawn; a string of overlapping ones hides its own shape."""
        return num_points * _POINT_DISTANCE <= self.width()

    def _set_ranges(self) -> None:
        """Have the axes hold all numbers. They grow in strides: new axes cost more than the curves on them."""
        if self._is_zoomed:
            return
        last_steps = [float(series.steps[-1]) for series in (self.training, self.validation) if len(series)]
        last_steps += [float(curve.getOriginalDataset()[0][-1]) for curve in self.former_curves if self._ends[curve]]
        ranges = (0.0, roomy(max([_MIN_STEPS, *last_steps]))), self._value_range()
        if ranges != self._ranges:
            self._ranges = ranges
            self.plot.setXRange(*ranges[0], padding=0.01)
            self.plot.setYRange(*ranges[1], padding=_MARGIN)

    def _value_range(self) -> tuple[float, float]:
        ends = [ends for ends in self._ends.values() if ends is not None]
        if self._is_share or not ends:
            return (-1.0, 0.0) if self._is_log else (0.0, 1.0)
        low, high = min(low for low, _ in ends), max(high for _, high in ends)
        if not self._is_log:
            return 0.0, roomy(high) if high > 0 else 1.0
        low, high = math.floor(2 * math.log10(low)) / 2, math.ceil(2 * math.log10(high)) / 2
        missing = max(0.0, 1.0 - (high - low))  # a whole decade always has a power of ten in it, and so a label
        return low - missing / 2, high + missing / 2

    def _restyle(self) -> None:
        theme = appearance.theme
        self.plot.restyle()
        self.training_curve.setPen(pg.mkPen(first(theme), width=1))
        self.validation_curve.setPen(pg.mkPen(second(theme), width=1.5))
        self.averaged_curve.setPen(pg.mkPen(third(theme), width=1.5, style=Qt.PenStyle.DashLine))
        self.validation_curve.setSymbolBrush(second(theme))
        self.validation_curve.setSymbolPen(None)
        self._cursor.setPen(pg.mkPen(theme.muted, width=1))


class _Axis(pg.AxisItem):  # type: ignore[misc] # pyqtgraph has no types
    """Ticks in the program's own way of writing numbers."""

    def __init__(self, side: str, *, is_share: bool = False) -> None:
        super().__init__(side)
        self._is_share = is_share
        if is_share:
            self.setTickSpacing(levels=[(0.5, 0), (0.25, 0)])

    def boundingRect(self) -> QRectF:
        """Return room for the labels at both ends, which would be left out if they did not fit."""
        end = small_numbers().pixelSize()
        room: QRectF = super().boundingRect()
        return room.adjusted(0, -end, 0, end) if self.orientation == "left" else room.adjusted(-end, 0, end, 0)

    def logTickValues(
        self, low: float, high: float, size: float, usual: list[tuple[float, list[float]]]
    ) -> list[tuple[float | None, list[float]]]:
        """Return where the labels are; pyqtgraph's own lie over each other once less than a decade is looked at."""
        places = part_of_a_decade(low, high)
        if places is not None:
            return [(None, places)]
        ticks: list[tuple[float | None, list[float]]] = super().logTickValues(low, high, size, usual)
        return ticks

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float | None) -> list[str]:
        if self.logMode:
            return [log_label(value) for value in values]
        if self._is_share:
            return [f"{value:.0%}" for value in values]
        return [tick(value) for value in values]


class _Plot(pg.PlotWidget):  # type: ignore[misc] # pyqtgraph has no types
    """A plot: a rectangle that is drawn, or the wheel, looks at a part; a double click, at all again.

    Signals:
        hovered(int | None): the step under the mouse, or that there is none.
        zoomed(): the person looks at a part.
        whole_wanted(): the person wants to look at all.
    """

    hovered = Signal(object)
    zoomed = Signal()
    whole_wanted = Signal()

    def __init__(self, left: pg.AxisItem, bottom: pg.AxisItem) -> None:
        super().__init__(axisItems={"left": left, "bottom": bottom}, enableMenu=False)
        box = self.getPlotItem().getViewBox()
        box.setMouseMode(pg.ViewBox.RectMode)
        box.sigRangeChangedManually.connect(self._announce_zoom)
        self.hideButtons()
        self.setDownsampling(auto=True, mode="peak")  # each pixel column keeps its extremes
        self.setClipToView(True)
        self.setMinimumSize(80, 40)
        left.setWidth(_AXIS_WIDTH)
        bottom.setHeight(30)
        for axis in (left, bottom):
            axis.setStyle(tickFont=small_numbers(), tickLength=0, tickTextOffset=5, maxTickLevel=1, maxTextLevel=0)
        left.setGrid(255)
        left.setZValue(-1)  # its grid lies behind the curves
        self.getPlotItem().setContentsMargins(0, 6, 8, 0)

    def restyle(self) -> None:
        """Take the theme's colours."""
        theme = appearance.theme
        self.setBackground(theme.panel)
        for name in ("left", "bottom"):
            axis = self.getAxis(name)
            axis.setPen(pg.mkPen(theme.border))
            axis.setTextPen(pg.mkPen(theme.muted))
        self.getAxis("bottom").setLabel("step", color=theme.muted, **{"font-size": "11px"})

    def _announce_zoom(self, *axes: object) -> None:
        self.zoomed.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.whole_wanted.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        box = self.getPlotItem().getViewBox()
        point = self.mapToScene(event.position().toPoint())
        is_inside = box.sceneBoundingRect().contains(point)
        self.hovered.emit(round(box.mapSceneToView(point).x()) if is_inside else None)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.hovered.emit(None)
