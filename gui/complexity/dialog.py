"""The window with the chart: it stays open beside the network and follows it."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QLabel, QVBoxLayout, QWidget

from engine.analysis.published import FAMILIES, OTHERS
from gui.complexity.chart import ComplexityChart
from gui.complexity.legend import FamilyLegend
from gui.complexity.loading import PublishedFigures
from gui.complexity.points import LivePoint
from gui.wrapped_label import WrappedLabel

_SIZE = (860, 620)
_LOADING = "Reading the figures of torchvision's weights…"


class ComplexityDialog(QDialog):
    """Accuracy against cost.

    Signals:
        preset_chosen(str): name of a preset whose circle was clicked.
    """

    preset_chosen = Signal(str)

    def __init__(self, figures: PublishedFigures, preset_names: Collection[str], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("complexityDialog")
        self.setWindowTitle("Accuracy against cost")
        self._figures = figures
        self._preset_names = frozenset(preset_names)
        self.chart = ComplexityChart(preset_names)
        self.chart.chosen.connect(self._choose)
        self.legend = FamilyLegend()
        self.legend.hovered.connect(self.chart.highlight)
        self._state = QLabel(_LOADING)
        self._state.setProperty("role", "muted")
        self._live = WrappedLabel()
        self._source = WrappedLabel("small")
        self._source.show_text(
            "Each circle is a network of torchvision with its first ImageNet weights (IMAGENET1K_V1): figures from the "
            "metadata of the weights. torchvision calls multiply-adds FLOPS."
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(10)
        for widget in (self.legend, self._state, self.chart, self._live, self._source):
            layout.addWidget(widget, 1 if widget is self.chart else 0)
        self.resize(min(_SIZE[0], parent.width() - 40), min(_SIZE[1], parent.height() - 40))
        figures.loaded.connect(self._show_figures)
        figures.failed.connect(self._state.setText)
        figures.ask()

    def show_live(self, point: LivePoint) -> None:
        """Show the open network as it is now."""
        self.chart.show_live(point)
        self._live.show_text(point.sentence)

    def _show_figures(self) -> None:
        models = self._figures.models
        self._state.hide()
        self.chart.show_models(models)
        present = {model.family for model in models}
        self.legend.show_families([family for family in (*FAMILIES, OTHERS) if family in present])

    def _choose(self, name: str) -> None:
        if name in self._preset_names:
            self.preset_chosen.emit(name)
