"""A live view of one node: which one it is, what is asked for, and what is said while nothing has come."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from engine.graph.model import Graph, Node
from engine.probes.frames import Ask, Frame, FrameKey, FrameKind
from gui.training.panel import LivePanel
from gui.training.shown_nodes import Selection, Shown
from gui.xray.looking import Looking

_PATIENCE_MS = 400
"""A picture mostly comes within a step: a sentence that says so would only flicker before this long."""


class NodePlot(Protocol):
    """What a panel of one node needs of its plot, beside being a widget."""

    frame: Any
    """What is on show; None for nothing."""

    def show_frame(self, frame: Any) -> None:
        """Show a frame in place of what was shown."""

    def clear(self) -> None:
        """Show nothing."""


class NodePanel(LivePanel):
    """Shows the frames of the node that the selection leads to."""

    kind: FrameKind

    def __init__(
        self,
        looking: Looking,
        plot: QWidget,
        name: str,
        icon_name: str,
        idle_text: str,
        parent: QWidget | None = None,
    ) -> None:
        """Make a panel that shows nothing yet.

        Args:
            looking: what is looked into.
            plot: what draws the frames.
            name: the panel's title.
            icon_name: drawn above a sentence.
            idle_text: the sentence before the first run.
            parent: Qt's.
        """
        super().__init__(name, icon_name, idle_text, parent=parent)
        self._looking = looking
        self._plot: NodePlot = plot  # type: ignore[assignment] # no class can be both in PySide: widgets have a metaclass
        self.set_picture(plot)
        self._selection = Selection()
        self._node: Node | None = None
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE_MS)
        self._patience.timeout.connect(self._say_waiting)
        looking.frames_received.connect(self._take_frames)

    @property
    def key(self) -> FrameKey | None:
        return FrameKey(self.kind, self._node.id, self._ask()) if self._node is not None else None

    @property
    def keys(self) -> frozenset[FrameKey]:
        return super().keys | (self._further_keys(self._node) if self._node is not None else frozenset())

    def begin(self) -> None:
        graph = self._looking.graph
        if self._looking.has_run or not self._is_in(graph):
            self._node = None
            self._empty()
        if graph is None:
            self.show_idle()
        else:
            self._choose_node(graph)

    def set_selection(self, selection: Selection) -> None:
        self._selection = selection
        if (graph := self._looking.graph) is not None:
            self._choose_node(graph)

    def show_state(self) -> None:
        if self._node is not None and self._plot.frame is None:
            self._wait()

    def _choose(self, graph: Graph, selection: Selection) -> Shown:
        raise NotImplementedError

    def _ask(self) -> Ask | None:
        """Return what else the frames' kind must know."""
        return None

    def _further_keys(self, node: Node) -> frozenset[FrameKey]:
        """Return what is needed beside the frames of the panel's own kind."""
        return frozenset()

    def _take_further(self, key: FrameKey, frame: Frame) -> None:
        """Show one of these."""

    def _shape_text(self, frame: Frame) -> str:
        return ""

    def _ask_again(self) -> None:
        """Ask for what is needed now; what others watch already is there at once."""
        self.keys_changed.emit()
        self._take_frames({key: frame for key in self.keys if (frame := self._looking.latest(key)) is not None})

    def _choose_node(self, graph: Graph) -> None:
        shown = self._choose(graph, self._selection)
        if shown.node is None and not self._looking.has_run and not _knows(graph, self._selection):
            shown = Shown(None, self._looking.waiting_text)  # added just now: it will be looked into
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
        if self._looking.is_starting:
            self._say_waiting()
        else:
            self.show_notice("")
            self._patience.start()

    def _say_waiting(self) -> None:
        self.show_notice(self._looking.waiting_text)

    def _take_frames(self, frames: Mapping[FrameKey, Frame]) -> None:
        if self._node is None:
            return
        if self.key is not None and (frame := frames.get(self.key)) is not None:
            self._show(self._node, frame)
        for key in self._further_keys(self._node):
            if (further := frames.get(key)) is not None:
                self._take_further(key, further)

    def _is_in(self, graph: Graph | None) -> bool:
        """Whether what is shown is part of a network as it was: an edit elsewhere does not make it blink."""
        return graph is not None and self._node is not None and graph.nodes.get(self._node.id) is self._node

    def _show(self, node: Node, frame: Frame) -> None:
        self._patience.stop()
        self._plot.show_frame(frame)
        self.title_row.set_detail(node.name, self._shape_text(frame))
        self.title_row.set_moment(frame.step)
        self.show_picture()


def _knows(graph: Graph, selection: Selection) -> bool:
    return selection.node_id is None or selection.node_id in graph.nodes
