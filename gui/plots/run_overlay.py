"""Validation loss and metric of several runs over each other.

Imports pyqtgraph: see `gui.plots.chart`.
"""
# ruff: noqa: TID253

from __future__ import annotations

from collections.abc import Sequence

import pyqtgraph as pg
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gui.plots.series import Series
from gui.theme.appearance import appearance

_ON_DARK = ("#5b9dff", "#f0a13c", "#4fc98b", "#e26ec0", "#b9a4ff", "#d9d05a", "#6ad0e0", "#ff7b72")
_ON_LIGHT = ("#1f6feb", "#c46a00", "#13804a", "#b0218c", "#6b46d6", "#857800", "#0a7d91", "#c62d26")


def color_of(place: int) -> QColor:
    """Return the colour of the run at a place; after eight they begin again."""
    colors = _ON_DARK if appearance.theme.is_dark else _ON_LIGHT
    return QColor(colors[place % len(colors)])


class RunOverlay(QWidget):
    """Two plots that share their steps: validation loss and the tasks' metric, a line a run."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._curves: list[tuple[Series, Series]] = []
        self.loss, self.accuracy = (pg.PlotWidget() for _ in range(2))
        self.accuracy.setXLink(self.loss)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for plot, title in ((self.loss, "validation loss"), (self.accuracy, "validation accuracy")):
            plot.setMenuEnabled(False)
            plot.hideButtons()
            plot.getPlotItem().setTitle(title, size="9pt")
            layout.addWidget(plot, 1)
        appearance.changed.connect(self._draw)

    def show_curves(self, curves: Sequence[tuple[Series, Series]], metric: str = "accuracy") -> None:
        """Show these runs' loss and metric in place of those shown.

        Args:
            curves: of each run.
            metric: what the second is called.
        """
        self._curves = list(curves)
        self.accuracy.getPlotItem().titleLabel.text = f"validation {metric}"
        self._draw()

    def _draw(self) -> None:
        theme = appearance.theme
        for plot, which in ((self.loss, 0), (self.accuracy, 1)):
            plot.setBackground(theme.panel)
            for side in ("left", "bottom"):
                plot.getAxis(side).setPen(theme.border)
                plot.getAxis(side).setTextPen(theme.muted)
            plot.getPlotItem().titleLabel.setAttr("color", theme.muted)
            plot.getPlotItem().setTitle(plot.getPlotItem().titleLabel.text)
            plot.clear()
            for place, curves in enumerate(self._curves):
                pen = pg.mkPen(color_of(place), width=1.6)
                series = curves[which]
                plot.plot(series.steps, series.values, pen=pen, symbol="o", symbolSize=4, symbolPen=None,
                          symbolBrush=color_of(place), connect="finite")  # fmt: skip
            plot.autoRange()
