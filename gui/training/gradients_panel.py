"""The live view of the gradients."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QWidget

from engine.probes.frames import (
    Frame,
    FrameKey,
    FrameKind,
    GradientFrame,
    GradientHistogramFrame,
    GradientHistoryFrame,
)
from gui.plots.gradients import GradientsPlot
from gui.plots.gradients_view import Aspect, GradientsView
from gui.plots.legend import Legend
from gui.training.panel import LivePanel
from gui.training.shown_nodes import Selection
from gui.xray.looking import Looking

_KEY = FrameKey(FrameKind.GRADIENTS)
_HISTORY = FrameKey(FrameKind.GRADIENT_HISTORY)


class GradientsPanel(LivePanel):
    """Shows how large the gradient of every learnable parameter is, and was; and how one layer's is distributed."""

    def __init__(self, looking: Looking, parent: QWidget | None = None) -> None:
        self._bars_legend = Legend("weight", "bias", is_of_bars=True)
        super().__init__(
            "Gradients",
            "chart-column",
            "Build a network that works, or open one, to see how strongly each layer is pulled.",
            self._bars_legend,
            parent,
        )
        self._looking = looking
        self._names: dict[str, str] = {}
        self._learning: tuple[str, ...] = ()
        self._selection = Selection()
        self.view = GradientsView()
        self.set_picture(self.view)
        self.view.turned.connect(self._turn)
        looking.frames_received.connect(self._take_frames)

    @property
    def plot(self) -> GradientsPlot:
        """The bars."""
        return self.view.bars

    @property
    def key(self) -> FrameKey | None:
        return _KEY

    @property
    def keys(self) -> frozenset[FrameKey]:
        if self.view.aspect is Aspect.TIME:
            return frozenset({_KEY, _HISTORY})
        if self.view.aspect is Aspect.VALUES and (node_id := self._node_id) is not None:
            return frozenset({_KEY, FrameKey(FrameKind.GRADIENT_HISTOGRAM, node_id)})
        return frozenset({_KEY})

    def begin(self) -> None:
        graph = self._looking.graph
        self._names = {node.id: node.name for node in graph.nodes.values()} if graph is not None else {}
        self._learning = ()
        self.view.clear()
        self.show_idle()

    def show_state(self) -> None:
        if self._looking.graph is not None and not self._learning:
            self.show_notice(self._looking.waiting_text)

    def set_selection(self, selection: Selection) -> None:
        self._selection = selection
        if self.view.aspect is Aspect.VALUES:
            self._turn()

    @property
    def _node_id(self) -> str | None:
        """The node whose values are shown: the selected one, or the first where it does not learn."""
        first = self._learning[0] if self._learning else None
        return self._selection.node_id if self._selection.node_id in self._learning else first

    def _turn(self) -> None:
        self.view.histogram.clear()
        self._say_what()
        self._bars_legend.setVisible(self.view.aspect is Aspect.LAYERS and not self.notice)
        self.keys_changed.emit()

    def _say_what(self) -> None:
        if self._learning:
            details = {
                Aspect.LAYERS: f"{self.view.measure.value} of each layer",
                Aspect.TIME: "norm of each layer",
                Aspect.VALUES: self._names.get(self._node_id or "", ""),
            }
            self.title_row.set_detail(details[self.view.aspect])

    def _take_frames(self, frames: Mapping[FrameKey, Frame]) -> None:
        frame = frames.get(_KEY)
        if isinstance(frame, GradientFrame):
            self._take_bars(frame)
        history = frames.get(_HISTORY)
        if isinstance(history, GradientHistoryFrame):
            self.view.show_history(history, self._names)
        values = frames.get(FrameKey(FrameKind.GRADIENT_HISTOGRAM, self._node_id))
        if isinstance(values, GradientHistogramFrame):
            self.view.show_values(values)

    def _take_bars(self, frame: GradientFrame) -> None:
        is_first = not self._learning
        self._learning = tuple(dict.fromkeys(frame.node_ids))
        self.view.show_bars(frame, self._names)
        self.title_row.set_moment(frame.step)
        if is_first:
            self.show_picture()
            self._turn()
