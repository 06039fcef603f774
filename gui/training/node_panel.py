"""A live view of one node: its activations, or its pooling."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from engine.graph.model import Graph, Node
from engine.layers.shapes import text
from engine.probes.frames import ActivationFrame, Frame, FrameKey, FrameKind
from gui.plots.activations import ActivationsPlot
from gui.plots.pooling import PoolingPlot
from gui.training.panel import LivePanel
from gui.training.run_session import RunSession, RunState
from gui.training.shown_nodes import Selection, Shown, shown_activations, shown_pooling
from gui.training.waiting import waiting_text

_PATIENCE_MS = 400
"""A picture mostly comes within a step: a sentence that says so would only flicker before this long."""


class NodePanel(LivePanel):
    """Shows the frames of the node that the selection leads to."""

    kind: FrameKind

    def __init__(
        self,
        session: RunSession,
        plot: ActivationsPlot | PoolingPlot,
        name: str,
        icon_name: str,
        idle_text: str,
        parent: QWidget | None = None,
    ) -> None:
        """Make a panel that shows nothing yet.

        Args:
            session: whose run is shown.
            plot: what draws the frames.
            name: the panel's title.
            icon_name: drawn above a sentence.
            idle_text: the sentence before the first run.
            parent: Qt's.
        """
        super().__init__(name, icon_name, idle_text, parent=parent)
        self._session = session
        self._plot: Any = plot  # takes the frames of this panel's kind, and the session promises no others for its key
        self.set_picture(plot)
        self._selection = Selection()
        self._node: Node | None = None
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE_MS)
        self._patience.timeout.connect(self._say_waiting)
        session.frames_received.connect(self._take_frames)

    @property
    def key(self) -> FrameKey | None:
        return FrameKey(self.kind, self._node.id) if self._node is not None else None

    def begin(self) -> None:
        self._node = None
        self._empty()
        if self._session.graph is None:
            self.show_idle()
        else:
            self._choose_node(self._session.graph)

    def set_selection(self, selection: Selection) -> None:
        self._selection = selection
        if self._session.graph is not None:
            self._choose_node(self._session.graph)

    def show_state(self) -> None:
        if self._node is not None and self._plot.frame is None:
            self._wait()

    def _choose(self, graph: Graph, selection: Selection) -> Shown:
        raise NotImplementedError

    def _shape_text(self, frame: Frame) -> str:
        return ""

    def _choose_node(self, graph: Graph) -> None:
        shown = self._choose(graph, self._selection)
        if shown.node is None:
            self._node = None
            self._empty()
            self.title_row.set_detail()
            self.show_notice(shown.reason)
        elif shown.node is not self._node:
            self._node = shown.node
            self._empty()
            self.title_row.set_detail(shown.node.name)
            self._wait()

    def _empty(self) -> None:
        self._patience.stop()
        self._plot.clear()
        self.title_row.set_moment(None)

    def _wait(self) -> None:
        """Leave the panel empty for a moment: the picture comes with the next step."""
        if self._session.state is RunState.STARTING:
            self._say_waiting()
        else:
            self.show_notice("")
            self._patience.start()

    def _say_waiting(self) -> None:
        self.show_notice(waiting_text(self._session))

    def _take_frames(self, frames: Mapping[FrameKey, Frame]) -> None:
        frame = frames.get(self.key) if self.key is not None else None
        if frame is None or self._node is None:
            return
        self._patience.stop()
        self._plot.show_frame(frame)
        self.title_row.set_detail(self._node.name, self._shape_text(frame))
        self.title_row.set_moment(frame.step)
        self.show_picture()


class ActivationsPanel(NodePanel):
    """What the selected node makes of the probe image.

    Signals:
        unit_hovered(str, tuple[int, ...] | None): the node and its unit under the mouse, or that there is none.
        unit_clicked(str, tuple[int, ...]): the node and the unit that was clicked.
    """

    unit_hovered = Signal(str, object)
    unit_clicked = Signal(str, object)
    kind = FrameKind.ACTIVATIONS

    def __init__(self, session: RunSession, parent: QWidget | None = None) -> None:
        self.plot = ActivationsPlot()
        sentence = "Press Train, then select a node to see its maps."
        super().__init__(session, self.plot, "Activations", "grid-3x3", sentence, parent)
        self.plot.unit_hovered.connect(self._announce_hover)
        self.plot.unit_clicked.connect(self._announce_click)

    def _announce_hover(self, unit: object) -> None:
        if self._node is not None:
            self.unit_hovered.emit(self._node.id, unit)

    def _announce_click(self, unit: object) -> None:
        if self._node is not None:
            self.unit_clicked.emit(self._node.id, unit)

    def _choose(self, graph: Graph, selection: Selection) -> Shown:
        return shown_activations(graph, selection)

    def _shape_text(self, frame: Frame) -> str:
        assert isinstance(frame, ActivationFrame)
        is_vector = frame.values.ndim == 1
        shape = f"{frame.num_channels:,} values" if is_vector else text((frame.num_channels, *frame.values.shape[1:]))
        return f"{shape}, first {len(frame.values):,}" if len(frame.values) < frame.num_channels else shape


class PoolingPanel(NodePanel):
    """What a pooling layer near the selected node takes in and hands on."""

    kind = FrameKind.POOLING

    def __init__(self, session: RunSession, parent: QWidget | None = None) -> None:
        self.plot = PoolingPlot()
        sentence = "Press Train to see what a pooling layer keeps of its input."
        super().__init__(session, self.plot, "Pooling", "shrink", sentence, parent)

    def _choose(self, graph: Graph, selection: Selection) -> Shown:
        return shown_pooling(graph, selection)
