"""The docks below the canvas: the analysis table and the receptive field; each is made when it is first shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDockWidget, QMainWindow

from gui.network_tab import NetworkTab

if TYPE_CHECKING:
    from gui.analysis.panel import AnalysisPanel
    from gui.receptive.panel import ReceptivePanel
    from gui.training.live_views import LiveViews
    from gui.training.run_session import RunSession
    from gui.xray.looking import Looking

_HEIGHT = 270
_TABLE_WIDTH, _FIELD_WIDTH = 1008, 352


class InsightDocks(QObject):
    """Both follow the network that is worked in.

    Signals:
        said(str): a sentence for the person.
    """

    said = Signal(str)

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._run: RunSession | None = None
        self._looking: Looking | None = None
        self._tab: NetworkTab | None = None
        self.analysis: AnalysisPanel | None = None
        self.receptive: ReceptivePanel | None = None
        self._analysis_dock = self._dock("Analysis", "Ctrl+Shift+A")
        self._receptive_dock = self._dock("Receptive field", "Ctrl+Shift+R")
        window.splitDockWidget(self._analysis_dock, self._receptive_dock, Qt.Orientation.Horizontal)
        self._analysis_dock.visibilityChanged.connect(self._show_analysis)
        self._receptive_dock.visibilityChanged.connect(self._show_receptive)
        self.toggles: list[QAction] = [self._analysis_dock.toggleViewAction(), self._receptive_dock.toggleViewAction()]

    def set_run(self, run: RunSession, looking: Looking) -> None:
        """Take the image and the gradients of this run; without one the image that is looked at."""
        self._run, self._looking = run, looking

    def connect_live_views(self, live_views: LiveViews) -> None:
        """Show the field of what is under the mouse in the activation maps."""
        live_views.activations.unit_hovered.connect(self._hover)
        live_views.activations.unit_clicked.connect(self._pin)

    def show(self, tab: NetworkTab) -> None:
        """Follow the network that is worked in."""
        if self._tab is not None:
            self._tab.canvas.selection_changed.disconnect(self._follow_selection)
        self._tab = tab
        tab.canvas.selection_changed.connect(self._follow_selection)
        self._show_network()

    def forget(self, tab: NetworkTab) -> None:
        """Let go of a network that is closed."""
        if tab is self._tab:
            tab.canvas.selection_changed.disconnect(self._follow_selection)
            self._tab = None

    def _dock(self, title: str, shortcut: str) -> QDockWidget:
        dock = QDockWidget(title, self._window)
        dock.setObjectName(title)
        dock.hide()
        self._window.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, dock)
        action = dock.toggleViewAction()
        action.setShortcut(QKeySequence(shortcut))
        action.setIconText(title)
        return dock

    def _show_analysis(self) -> None:
        if self.analysis is None and self._analysis_dock.isVisible():
            from gui.analysis.panel import AnalysisPanel

            self.analysis = AnalysisPanel()
            self.analysis.said.connect(self.said)
            self.analysis.table.nodes_selected.connect(self._show_chosen)
            self._analysis_dock.setWidget(self.analysis)
            self._show_network()
            self._share_room()

    def _show_receptive(self) -> None:
        if self.receptive is None and self._receptive_dock.isVisible() and self._run is not None:
            from gui.receptive.panel import ReceptivePanel

            assert self._looking is not None
            self.receptive = ReceptivePanel(self._run, self._looking)
            self._receptive_dock.setWidget(self.receptive)
            self._show_network()
            self._share_room()

    def _share_room(self) -> None:
        docks = [dock for dock in (self._analysis_dock, self._receptive_dock) if dock.isVisible()]
        self._window.resizeDocks(docks, [_HEIGHT] * len(docks), Qt.Orientation.Vertical)
        if len(docks) == 2:
            self._window.resizeDocks(docks, [_TABLE_WIDTH, _FIELD_WIDTH], Qt.Orientation.Horizontal)

    def _show_network(self) -> None:
        if self._tab is None:
            return
        if self.analysis is not None:
            self.analysis.show_network(self._tab.session, self._tab.canvas)
        if self.receptive is not None:
            self.receptive.show_network(self._tab.session)
            self._follow_selection(self._tab.canvas.selected_ids())

    def _follow_selection(self, node_ids: tuple[str, ...]) -> None:
        if self.receptive is not None:
            self.receptive.show_node(node_ids[0] if len(node_ids) == 1 else None)

    def _show_chosen(self, node_ids: list[str]) -> None:
        """Show the node of a single row, also where the canvas shows a closed group in its place."""
        if self.receptive is not None and len(node_ids) == 1:
            self.receptive.show_node(node_ids[0])

    def _hover(self, node_id: str, unit: object) -> None:
        if self.receptive is not None:
            self.receptive.hover(node_id, *(_place(unit) if isinstance(unit, tuple) else (None, 0)))

    def _pin(self, node_id: str, unit: object) -> None:
        if self.receptive is not None and isinstance(unit, tuple):
            self.receptive.pin(node_id, *_place(unit))


def _place(unit: tuple[int, ...]) -> tuple[tuple[int, ...], int]:
    """Return a unit's place in its map or vector, and which map it is."""
    return (unit[1:], unit[0]) if len(unit) == 3 else (unit, 0)
