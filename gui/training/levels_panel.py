"""The live view of a node on PyTorch's three levels."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from engine.graph.model import Graph
from engine.probes.frames import FrameKind
from gui.plots.levels import LevelsPlot
from gui.training.node_panel import NodePanel
from gui.training.run_session import RunSession
from gui.training.shown_nodes import Selection, Shown, shown_activations


class LevelsPanel(NodePanel):
    """The selected node as Module, as autograd sees it, and as Tensor."""

    kind = FrameKind.LEVELS

    def __init__(self, session: RunSession, parent: QWidget | None = None) -> None:
        self.plot = LevelsPlot()
        sentence = "Press Train to see a node as Module, autograd and Tensor."
        super().__init__(session, self.plot, "Levels", "boxes", sentence, parent)

    def _choose(self, graph: Graph, selection: Selection) -> Shown:
        return shown_activations(graph, selection)
