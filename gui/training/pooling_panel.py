"""The live view of a pooling layer."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from engine.graph.model import Graph
from engine.probes.frames import FrameKind
from gui.plots.pooling import PoolingPlot
from gui.training.node_panel import NodePanel
from gui.training.run_session import RunSession
from gui.training.shown_nodes import Selection, Shown, shown_pooling


class PoolingPanel(NodePanel):
    """What a pooling layer near the selected node takes in and hands on."""

    kind = FrameKind.POOLING

    def __init__(self, session: RunSession, parent: QWidget | None = None) -> None:
        self.plot = PoolingPlot()
        sentence = "Press Train to see what a pooling layer keeps of its input."
        super().__init__(session, self.plot, "Pooling", "shrink", sentence, parent)

    def _choose(self, graph: Graph, selection: Selection) -> Shown:
        return shown_pooling(graph, selection)
