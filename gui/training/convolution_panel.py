"""The live view that explains a convolution in numbers."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from engine.graph.model import Graph, Node
from engine.layers.shapes import text
from engine.probes.frames import Ask, Channel, ConvolutionFrame, Frame, FrameKey, FrameKind, MapFrame
from gui.plots.convolution import ConvolutionPlot
from gui.training.node_panel import NodePanel
from gui.training.shown_nodes import Selection, Shown, shown_convolution
from gui.xray.looking import Looking


class ConvolutionPanel(NodePanel):
    """How the selected convolution comes by the value under the mouse."""

    kind = FrameKind.CONVOLUTION

    def __init__(self, looking: Looking, parent: QWidget | None = None) -> None:
        self.plot = ConvolutionPlot()
        sentence = "Build a network that works, or open one, to see how each value comes about."
        super().__init__(looking, self.plot, "Convolution", "grid-3x3", sentence, parent)
        self.plot.needs_changed.connect(self._ask_again)

    def _choose(self, graph: Graph, selection: Selection) -> Shown:
        return shown_convolution(graph, selection)

    def _ask(self) -> Ask | None:
        return self.plot.unit

    def _source_id(self, node: Node) -> str | None:
        """Return the node that the convolution reads, in the run's own network."""
        graph = self._looking.graph
        return (
            next((edge.source for edge in graph.edges if edge.target == node.id), None) if graph is not None else None
        )

    def _further_keys(self, node: Node) -> frozenset[FrameKey]:
        keys = {self._output_key(node)}
        if (key := self._input_key(node)) is not None:
            keys.add(key)
        return frozenset(keys)

    def _output_key(self, node: Node) -> FrameKey:
        return FrameKey(FrameKind.MAP, node.id, Channel(self.plot.unit.channel))

    def _input_key(self, node: Node) -> FrameKey | None:
        source_id, channel = self._source_id(node), self.plot.source
        return FrameKey(FrameKind.MAP, source_id, Channel(channel)) if source_id and channel is not None else None

    def _take_further(self, key: FrameKey, frame: Frame) -> None:
        if self._node is None or not isinstance(frame, MapFrame):
            return
        if key == self._output_key(self._node):
            self.plot.show_output(frame)
        if key == self._input_key(self._node):
            self.plot.show_input(frame)

    def _shape_text(self, frame: Frame) -> str:
        assert isinstance(frame, ConvolutionFrame)
        return f"{text(frame.input_shape)} → {text(frame.output_shape)}"
