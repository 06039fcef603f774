"""Connects the switches of the window with what they show on the canvas."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QDockWidget

from engine.probes.frames import ThumbnailStyle
from engine.probes.picture import FilePicture
from gui.network_tab import NetworkTab
from gui.xray.looking import Looking
from gui.xray.remembered import remember, remembered
from gui.xray.switches import Switches

if TYPE_CHECKING:
    from pathlib import Path

    from gui.main_window import MainWindow
    from gui.xray.canvas_live import CanvasLive
    from gui.xray.picture_panel import PicturePanel


class XrayWiring(QObject):
    """Makes the canvas live when something of it is first switched on.

    Attributes:
        looking: asks for frames on behalf of the canvas and the picture chooser.
        canvas_live, picture_panel: None until they are needed, as they load what the first paint can do without.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.looking = Looking(window.run_session, self)
        self.canvas_live: CanvasLive | None = None
        self.picture_panel: PicturePanel | None = None
        self._is_restoring = False
        self._dock = _dock(window)
        self._dock.visibilityChanged.connect(self._show_picture_dock)
        window.actions_.picture.toggled.connect(self._dock.setVisible)
        window.drop.image_dropped.connect(self.look_at_file)
        actions = window.actions_
        for switch in (actions.thumbnails, actions.backprop):
            switch.toggled.connect(self._switch)
        actions.mosaic.toggled.connect(self._switch_mosaic)
        window.menus.colors.chosen.connect(self._switch)
        window.workspace.opened.connect(self._welcome)
        window.workspace.closed.connect(self._follow)
        window.workspace.current_changed.connect(self._follow)
        window.run_session.run_started.connect(self._follow)
        window.run_session.state_changed.connect(self._follow)
        self.looking.failed.connect(window.say)
        window.painted.connect(
            self._restore, Qt.ConnectionType.QueuedConnection
        )  # it loads what the paint does without
        for tab in window.workspace.tabs:
            self._welcome(tab)
        self._follow()

    @property
    def switches(self) -> Switches:
        """What is switched on."""
        actions = self._window.actions_
        style = ThumbnailStyle.MOSAIC if actions.mosaic.isChecked() else ThumbnailStyle.MOST_VARIED
        thumbnails = style if actions.thumbnails.isChecked() else None
        return Switches(thumbnails, self._window.menus.colors.quantity, actions.backprop.isChecked())

    def look_at_file(self, path: Path) -> None:
        """Have all views look at an image file, and show it."""
        self.looking.show_picture(FilePicture(str(path)))
        self._window.actions_.picture.setChecked(True)

    def close(self) -> None:
        """Look no more."""
        self.looking.close()

    def _welcome(self, tab: NetworkTab) -> None:
        tab.session.document_changed.connect(partial(self._take_edit, tab))

    def _take_edit(self, tab: NetworkTab, *documents: object) -> None:
        if tab is self._tab:
            self._tell_network()

    @property
    def _tab(self) -> NetworkTab:
        return self._window.running.tab or self._window.workspace.current

    def _follow(self, *news: object) -> None:
        self._tell_network()
        if self.canvas_live is not None:
            self.canvas_live.set_tab(self._tab)

    def _tell_network(self) -> None:
        session = self._tab.session
        can_be_computed = bool(session.graph.nodes) and not session.inference.problems
        config = session.document.training
        self.looking.set_network(session.graph if can_be_computed else None, config)
        if self.picture_panel is not None:
            self.picture_panel.set_data(config)

    def _show_picture_dock(self, *news: object) -> None:
        self._window.actions_.picture.setChecked(not self._dock.isHidden())
        if self.picture_panel is None and self._dock.isVisible():
            from gui.xray.picture_panel import PicturePanel

            self.picture_panel = PicturePanel(self.looking)
            self._dock.setWidget(self.picture_panel)
            self._tell_network()

    def _switch_mosaic(self, wanted: bool) -> None:
        if wanted:
            self._window.actions_.thumbnails.setChecked(True)
        self._switch()

    def _switch(self, *news: object) -> None:
        if self.canvas_live is None:
            from gui.xray.canvas_live import CanvasLive

            self.canvas_live = CanvasLive(self.looking, self._window.workspace, self)
            self.canvas_live.set_tab(self._tab)
        self.canvas_live.set_switches(self.switches)
        if not self._is_restoring:
            remember(self.switches)

    def _restore(self) -> None:
        """Switch on what was on when the window was closed."""
        last, actions = remembered(), self._window.actions_
        if not last.any_on:
            return
        self._is_restoring = True  # half of it is no state to keep
        actions.mosaic.setChecked(last.thumbnails is ThumbnailStyle.MOSAIC)
        actions.thumbnails.setChecked(last.thumbnails is not None)
        actions.backprop.setChecked(last.backprop)
        self._window.menus.colors.choose(last.quantity)
        self._is_restoring = False


def _dock(window: MainWindow) -> QDockWidget:
    """Return the picture's dock, below the palette."""
    dock = QDockWidget("Watched picture", window)
    dock.setObjectName("Watched picture")
    window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, dock)
    dock.hide()
    return dock
