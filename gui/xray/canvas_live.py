"""Keeps one canvas live: asks for what can be seen of it, and lays over it what comes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import islice

from PySide6.QtCore import QObject, QTimer

from engine.probes.frames import Frame, FrameKey, FrameKind, Quantity, Thumbnails
from gui.network_tab import NetworkTab
from gui.theme.appearance import appearance
from gui.workspace import Workspace
from gui.xray.legend import Legend
from gui.xray.looking import Looking
from gui.xray.painting import Painting, shown_node
from gui.xray.switches import Switches

_SIZE = 44
"""Values along a thumbnail: its pixels on a card at 100%."""
_SHOW_MS, _CARD_MS = 66, 4
"""Between two repaints of cards: 15 a second, and fewer where many cards change, so that the window has time left."""
_AT_A_TIME = 120
"""Cards and wires that are changed before the window has its turn: 2 ms, and some more while a run trains beside it."""
_VIEWER = "canvas"


class CanvasLive(QObject):
    """Follows the network of the run, or the one that is worked in where there is none."""

    def __init__(self, looking: Looking, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._looking = looking
        self._tab: NetworkTab | None = None
        self._switches = Switches()
        self.painting = Painting()
        self.legend: Legend | None = None
        self._showing = _timer(self, _SHOW_MS)
        self._showing.timeout.connect(self._show_next)
        self._laying: Iterator[int] = iter(())
        self._num_changed = 0
        self._rest = _timer(self, 0)
        self._rest.timeout.connect(self._lay)
        looking.frames_received.connect(self._take)
        looking.begun.connect(self._forget)
        appearance.changed.connect(self._showing.start)
        workspace.opened.connect(self._welcome)
        workspace.closed.connect(self._lose)
        for tab in workspace.tabs:
            self._welcome(tab)

    def set_switches(self, switches: Switches) -> None:
        """Show something else."""
        self._switches = switches
        self.painting.set_switches(switches)
        self._ask()
        self._show()

    def set_tab(self, tab: NetworkTab) -> None:
        """Follow another network; the former one's canvas is as it always was."""
        if tab is self._tab:
            return
        self._leave()
        self._tab = tab
        self.legend = Legend(tab.canvas)
        self._ask()
        self._show()

    def _leave(self) -> None:
        if self._tab is None:
            return
        self._rest.stop()
        self.painting.forget()
        self.painting.lay_over(self._tab.canvas)
        if self.legend is not None:
            self.legend.hide()
            self.legend.deleteLater()
        self._tab = self.legend = None

    def _welcome(self, tab: NetworkTab) -> None:
        follow = partial(self._follow, tab)
        tab.canvas.looked_elsewhere.connect(follow)
        tab.canvas.inside_changed.connect(follow)
        tab.session.document_changed.connect(follow)

    def _lose(self, tab: NetworkTab) -> None:
        if tab is self._tab:
            self._rest.stop()
            self._tab = self.legend = None
            self._ask()

    def _follow(self, tab: NetworkTab, *news: object) -> None:
        """See to what has come into view, or is there anew."""
        if tab is self._tab and self._switches.any_on:
            self._showing.start()

    def _forget(self) -> None:
        self.painting.forget()
        self._ask()
        self._show()

    def _take(self, frames: dict[FrameKey, Frame]) -> None:
        kinds = {key.kind for key in self._keys()}
        own = [frame for key, frame in frames.items() if key.kind in kinds]
        for frame in own:
            self.painting.take(frame)
        if own and not self._showing.isActive():
            self._showing.start()

    def _show_next(self) -> None:
        """Show what has come, once all cards and wires show what came before: else the last ones would never."""
        if self._rest.isActive():
            self._showing.start()
        else:
            self._show()

    def _show(self) -> None:
        if self._tab is None:
            return
        self._ask()
        self._laying, self._num_changed = self.painting.laying_over(self._tab.canvas), 0
        self._lay()
        if self.legend is not None:
            self.legend.show_painting(self._switches, self.painting)

    def _lay(self) -> None:
        """Change some cards and wires, and leave the rest for when the window has had its turn."""
        some = list(islice(self._laying, _AT_A_TIME))
        self._num_changed += sum(some)
        if len(some) == _AT_A_TIME:
            self._rest.start()
        else:
            self._rest.stop()
            self._showing.setInterval(max(_SHOW_MS, _CARD_MS * self._num_changed))

    def _ask(self) -> None:
        self._looking.watch(_VIEWER, self._keys())

    def _keys(self) -> set[FrameKey]:
        keys: set[FrameKey] = set()
        switches = self._switches
        if self._tab is None:
            return keys
        if switches.backprop or switches.quantity not in (None, Quantity.TIME):
            keys.add(FrameKey(FrameKind.COLOURS))
        if switches.quantity is Quantity.TIME:
            keys.add(FrameKey(FrameKind.TIMES))
        if switches.thumbnails is not None and (node_ids := self._nodes_in_view()):
            keys.add(FrameKey(FrameKind.THUMBNAILS, None, Thumbnails(node_ids, switches.thumbnails, _SIZE)))
        return keys

    def _nodes_in_view(self) -> tuple[str, ...]:
        """Return the nodes whose thumbnails can be seen: none from afar."""
        assert self._tab is not None
        canvas = self._tab.canvas
        if canvas.is_far:
            return ()
        area = canvas.visible_area()
        boxes = canvas.items_by_graph.boxes.values()
        return tuple(sorted({shown_node(box) for box in boxes if area.intersects(box.sceneBoundingRect())}))


def _timer(parent: QObject, interval_ms: int) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(interval_ms)
    return timer
