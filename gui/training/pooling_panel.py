"""The live view of a pooling layer."""

from __future__ import annotations

import math

from PySide6.QtWidgets import QWidget

from engine.graph.model import Graph, Node
from engine.probes.frames import Frame, FrameKey, FrameKind, PoolingFrame, ShiftFrame
from gui.plots.pooling import PoolingPlot
from gui.training.node_panel import NodePanel
from gui.training.shown_nodes import Selection, Shown, shown_pooling
from gui.xray.looking import Looking


class PoolingPanel(NodePanel):
    """What a pooling layer near the selected node takes in and hands on."""

    kind = FrameKind.POOLING

    def __init__(self, looking: Looking, parent: QWidget | None = None) -> None:
        self.plot = PoolingPlot()
        sentence = "Build a network that works, or open one, to see what its pooling layers keep."
        super().__init__(looking, self.plot, "Pooling", "shrink", sentence, parent)
        self.plot.needs_changed.connect(self._ask_again)

    def _choose(self, graph: Graph, selection: Selection) -> Shown:
        return shown_pooling(graph, selection)

    def _shape_text(self, frame: Frame) -> str:
        assert isinstance(frame, PoolingFrame)
        return "" if math.isnan(frame.kept_share) else f"{frame.kept_share:.1%} of its input kept"

    def _further_keys(self, node: Node) -> frozenset[FrameKey]:
        shift = self.plot.shift
        return frozenset({FrameKey(FrameKind.SHIFT, node.id, shift)}) if shift is not None else frozenset()

    def _take_further(self, key: FrameKey, frame: Frame) -> None:
        if isinstance(frame, ShiftFrame):
            self.plot.show_shift(frame)
