"""The panels around the canvas: which there are and where they dock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDockWidget, QMainWindow, QScrollArea, QStackedWidget, QWidget

from gui.insights import InsightDocks
from gui.network_tab import NetworkTab

if TYPE_CHECKING:
    from gui.training.live_views import LiveViews

_PALETTE_WIDTH = 204
_INSPECTOR_WIDTH = 330
_INSPECTOR_HEIGHT, _TRAINING_HEIGHT = 340, 400
_LIVE_WIDTH = 460
_CANVAS_LEFT = 230
"""Of the canvas beside a maximized view: one still selects nodes there."""


class Docks(QObject):
    """Palette to the left; live views, inspector and training settings to the right.

    Inspector and settings belong to a network; their docks show those of the current one.

    Signals:
        live_visibility_changed(bool): the live views are on the screen now, or no more.
    """

    live_visibility_changed = Signal(bool)

    def __init__(self, window: QMainWindow, palette: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._inspectors = QStackedWidget()
        self._settings = QStackedWidget()
        self._live_views: LiveViews | None = None
        self._live_width = _LIVE_WIDTH
        left, right = Qt.DockWidgetArea.LeftDockWidgetArea, Qt.DockWidgetArea.RightDockWidgetArea
        window.setDockNestingEnabled(True)
        palette_dock = self._dock("Layers", palette, left, _PALETTE_WIDTH)
        self._inspector_dock = self._dock("Inspector", self._inspectors, right, _INSPECTOR_WIDTH)
        training_dock = self._dock("Training", self._settings, right, _INSPECTOR_WIDTH)
        self._live_dock = self._dock("Live views", None, right, 0)
        window.splitDockWidget(self._live_dock, self._inspector_dock, Qt.Orientation.Horizontal)
        window.splitDockWidget(self._inspector_dock, training_dock, Qt.Orientation.Vertical)
        self._live_dock.hide()
        self.insights = InsightDocks(window)
        heights = [_INSPECTOR_HEIGHT, _TRAINING_HEIGHT]
        window.resizeDocks([self._inspector_dock, training_dock], heights, Qt.Orientation.Vertical)
        self.toggles: list[QAction] = [
            dock.toggleViewAction() for dock in (palette_dock, self._inspector_dock, training_dock)
        ]
        self.toggles += self.insights.toggles
        self._live_dock.visibilityChanged.connect(self._announce_live)

    def add(self, tab: NetworkTab) -> None:
        """Take in the panels of a new network."""
        self._inspectors.addWidget(tab.inspector)
        self._settings.addWidget(tab.settings)

    def remove(self, tab: NetworkTab) -> None:
        """Drop the panels of a network that was closed."""
        self.insights.forget(tab)
        for stack, panel in ((self._inspectors, tab.inspector), (self._settings, tab.settings)):
            stack.removeWidget(panel)
            panel.deleteLater()

    def show(self, tab: NetworkTab) -> None:
        """Show the panels of the current network."""
        self._inspectors.setCurrentWidget(tab.inspector)
        self._settings.setCurrentWidget(tab.settings)
        self.insights.show(tab)

    def set_live_views(self, live_views: LiveViews) -> None:
        """Put the live views into their dock; they are scrolled where the docks below leave them too little height."""
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setMinimumWidth(live_views.minimumWidth())
        area.setWidget(live_views)
        self._live_dock.setWidget(area)
        live_views.area.maximizing.changed.connect(self._make_room)
        self._live_views = live_views

    def show_live_views(self, shown: bool) -> None:
        """Show or hide the live views; the room comes from the canvas and goes back to it."""
        if shown == self._live_dock.isVisible():
            return
        inspector_width = self._inspectors.width()
        self._live_dock.setVisible(shown)
        if shown:
            self._widen(inspector_width)
        else:  # Otherwise Qt gives the room of a hidden dock to its neighbour and not to the canvas.
            self._window.resizeDocks([self._inspector_dock], [inspector_width], Qt.Orientation.Horizontal)

    def leave_maximized(self) -> bool:
        """Bring back all live views where one stack has all the room; return whether it had."""
        if self._live_views is None or not self._live_dock.isVisible():
            return False
        maximizing = self._live_views.area.maximizing
        was_on = maximizing.is_on
        maximizing.restore()
        return was_on

    def _make_room(self, is_maximized: bool) -> None:
        """Give a maximized view most of the canvas's room as well, and take it back."""
        if is_maximized:
            self._live_width = self._live_dock.width()
        if self._live_dock.isVisible():
            self._widen(self._inspectors.width())

    def _widen(self, inspector_width: int) -> None:
        is_maximized = self._live_views is not None and self._live_views.area.maximizing.is_on
        middle = self._window.centralWidget()
        room = self._live_dock.width() + (middle.width() if middle is not None else 0) - _CANVAS_LEFT
        width = max(self._live_width, room) if is_maximized else self._live_width
        docks = [self._live_dock, self._inspector_dock]
        self._window.resizeDocks(docks, [width, inspector_width], Qt.Orientation.Horizontal)

    def _dock(self, title: str, widget: QWidget | None, area: Qt.DockWidgetArea, width: int) -> QDockWidget:
        dock = QDockWidget(title, self._window)
        dock.setObjectName(title)
        if widget is not None:
            widget.setMinimumWidth(width)
            dock.setWidget(widget)
        self._window.addDockWidget(area, dock)
        return dock

    def _announce_live(self, visible: bool) -> None:
        self.live_visibility_changed.emit(self._live_dock.isVisible())
