"""The live view of a node on PyTorch's three levels."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from engine.graph.model import Graph
from engine.probes.frames import FrameKind
from gui.plots.levels import LevelsPlot
from gui.training.node_panel import NodePanel
from gui.training.shown_nodes import Selection, Shown, shown_activations
from gui.xray.looking import Looking


class LevelsPanel(NodePanel):
    """The selected node as Module, as autograd sees it, and as Tensor."""

    kind = FrameKind.LEVELS

    def __init__(self, looking: Looking, parent: QWidget | None = None) -> None:
        self.plot = LevelsPlot()
        sentence = "Build a network that works, or open one, to see a node as Module, autograd and Tensor."
        super().__init__(looking, self.plot, "Levels", "boxes", sentence, parent)

    def _choose(self, graph: Graph, selection: Selection) -> Shown:
        return shown_activations(graph, selection)
