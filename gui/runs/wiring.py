"""The list of runs as a dock of the window, made when it is first shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDockWidget, QMainWindow

from engine.training.events import EpochFinished, RunNotice
from gui.plots.pace import Pace
from gui.running import Running
from gui.training.run_session import RunSession
from gui.workspace import Workspace

if TYPE_CHECKING:
    from gui.runs.panel import RunsPanel

_HEIGHT = 300
_REFRESH_MS = 1000
"""A list of many runs takes some milliseconds to read; short epochs come faster than that is worth."""


class RunsDock(QObject):
    """Shows the runs of the open networks, and has one go on when the person wants it.

    Signals:
        said(str): a sentence for the person.
    """

    said = Signal(str)

    def __init__(self, window: QMainWindow, session: RunSession, running: Running, workspace: Workspace) -> None:
        super().__init__(window)
        self._window, self._running, self._workspace = window, running, workspace
        self.panel: RunsPanel | None = None
        self.dock = QDockWidget("Runs", window)
        self.dock.setObjectName("Runs")
        self.dock.hide()
        window.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, self.dock)
        self.toggle: QAction = self.dock.toggleViewAction()
        self.toggle.setShortcut(QKeySequence("Ctrl+Shift+U"))
        self.toggle.setIconText("Runs")
        self.dock.visibilityChanged.connect(self._show)
        self._pace = Pace(_REFRESH_MS, self)
        self._pace.due.connect(self.refresh)
        session.state_changed.connect(self.refresh)
        session.event_received.connect(self._take)
        workspace.current_changed.connect(self.refresh)

    def refresh(self, *news: object) -> None:
        """Look again what runs there are."""
        if self.panel is not None:
            self.panel.refresh([tab.session.path for tab in self._workspace.tabs if tab.session.path is not None])

    def _show(self) -> None:
        if self.panel is None and self.dock.isVisible():
            from gui.runs.panel import RunsPanel

            self.panel = RunsPanel(self._running.places)
            self.panel.said.connect(self.said)
            self.panel.go_on_requested.connect(self._running.go_on)
            self.dock.setWidget(self.panel)
            self._window.resizeDocks([self.dock], [_HEIGHT], Qt.Orientation.Vertical)
            self.refresh()

    def _take(self, event: object) -> None:
        if isinstance(event, RunNotice):
            self.said.emit(event.message)
        elif isinstance(event, EpochFinished) and self.dock.isVisible():
            self._pace.request()
