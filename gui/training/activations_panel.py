"""The live view of a node's activations."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from engine.analysis.analysis import Analysis, analyse
from engine.graph.model import Graph, Node
from engine.layers.shapes import text
from engine.probes.frames import (
    ActivationFrame,
    Channel,
    ChannelGradientFrame,
    Frame,
    FrameKey,
    FrameKind,
    MapFrame,
    PictureFrame,
)
from gui.plots.activations import ActivationsPlot
from gui.plots.ordering import Order
from gui.receptive.units import sight
from gui.training.node_panel import NodePanel
from gui.training.shown_nodes import Selection, Shown, shown_activations
from gui.xray.looking import Looking

_PICTURE = FrameKey(FrameKind.PICTURE)


class ActivationsPanel(NodePanel):
    """What the selected node makes of the watched picture.

    Signals:
        unit_hovered(str, tuple[int, ...] | None): the node and its unit under the mouse, or that there is none.
        unit_clicked(str, tuple[int, ...]): the node and the unit that was clicked.
    """

    unit_hovered = Signal(str, object)
    unit_clicked = Signal(str, object)
    kind = FrameKind.ACTIVATIONS

    def __init__(self, looking: Looking, parent: QWidget | None = None) -> None:
        self.plot = ActivationsPlot()
        self._analysis: Analysis | None = None
        sentence = "Build a network that works, or open one, to see the maps of its layers."
        super().__init__(looking, self.plot, "Activations", "grid-3x3", sentence, parent)
        self.plot.unit_hovered.connect(self._announce_hover)
        self.plot.unit_clicked.connect(self._announce_click)
        self.plot.unit_pointed.connect(self._show_sight)
        self.plot.needs_changed.connect(self._ask_again)

    def begin(self) -> None:
        self._analysis = None
        super().begin()

    def _choose(self, graph: Graph, selection: Selection) -> Shown:
        return shown_activations(graph, selection)

    def _further_keys(self, node: Node) -> frozenset[FrameKey]:
        keys = set()
        if self.plot.ordered.order is Order.GRADIENT:
            keys.add(FrameKey(FrameKind.CHANNEL_GRADIENTS, node.id))
        if self.plot.channel is not None:
            keys |= {FrameKey(FrameKind.MAP, node.id, Channel(self.plot.channel)), _PICTURE}
        return frozenset(keys)

    def _take_further(self, key: FrameKey, frame: Frame) -> None:
        if isinstance(frame, ChannelGradientFrame):
            self.plot.ordered.show_gradients(frame)
        elif isinstance(frame, MapFrame):
            self.plot.show_map(frame)
        elif isinstance(frame, PictureFrame):
            self.plot.enlarged.show_picture(frame)

    def _shape_text(self, frame: Frame) -> str:
        assert isinstance(frame, ActivationFrame)
        is_vector = frame.values.ndim == 1
        shape = f"{frame.num_channels:,} values" if is_vector else text((frame.num_channels, *frame.values.shape[1:]))
        if len(frame.values) < frame.num_channels:
            shape = f"{shape}, first {len(frame.values):,}"
        return f"{shape}, loss of its own answer" if self.plot.ordered.is_by_own_answer else shape

    def _show_sight(self, unit: tuple[int, ...]) -> None:
        """Draw what a unit sees, in the run's own network: the canvas may have moved on."""
        if self._node is None or self._looking.graph is None:
            return
        if self._analysis is None:
            self._analysis = analyse(self._looking.graph)
        self.plot.show_sight(sight(self._analysis, self._node.id, unit))

    def _announce_hover(self, unit: object) -> None:
        if self._node is not None:
            self.unit_hovered.emit(self._node.id, unit)

    def _announce_click(self, unit: object) -> None:
        if self._node is not None:
            self.unit_clicked.emit(self._node.id, unit)
