"""The live view of what a layer has learned."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from engine.graph.model import Graph, Node
from engine.probes.explained import is_explained
from engine.probes.frames import FiltersFrame, Frame, FrameKey, FrameKind, WeightsFrame
from gui.plots.filters import FiltersPlot
from gui.training.node_panel import NodePanel
from gui.training.shown_nodes import Selection, Shown, shown_weights
from gui.xray.looking import Looking


class FiltersPanel(NodePanel):
    """Kernels and weights of the selected layer, or of the last one before it that has weights."""

    kind = FrameKind.WEIGHTS

    def __init__(self, looking: Looking, parent: QWidget | None = None) -> None:
        self.plot = FiltersPlot()
        sentence = "Build a network that works, or open one, to see the filters of its layers."
        super().__init__(looking, self.plot, "Filters", "grid-3x3", sentence, parent)
        self.plot.needs_changed.connect(self._ask_again)

    def _choose(self, graph: Graph, selection: Selection) -> Shown:
        return shown_weights(graph, selection)

    def _further_keys(self, node: Node) -> frozenset[FrameKey]:
        return (
            frozenset({FrameKey(FrameKind.FILTERS, node.id, self.plot.filters)}) if is_explained(node) else frozenset()
        )

    def _take_further(self, key: FrameKey, frame: Frame) -> None:
        if isinstance(frame, FiltersFrame):
            self.plot.show_filters(frame)

    def _shape_text(self, frame: Frame) -> str:
        assert isinstance(frame, WeightsFrame)
        return f"{frame.num_weights:,} weights"
