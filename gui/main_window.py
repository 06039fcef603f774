"""The window: puts networks, palette, inspector, training and live views together and connects them."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QMainWindow

from gui.action_wiring import ActionWiring
from gui.actions import Actions
from gui.canvas.view import CanvasView
from gui.complexity.wiring import ComplexityWiring
from gui.docks import Docks
from gui.gallery.wiring import GalleryWiring
from gui.inspector.inspector import Inspector
from gui.keeping.file_drop import FileDrop
from gui.menus import Menus
from gui.network_tab import NetworkTab
from gui.palette.palette import Palette
from gui.palette_wiring import PaletteWiring
from gui.project_files import ProjectFiles
from gui.running import Running
from gui.runs.wiring import RunsDock
from gui.session import Session
from gui.training.run_bar import RunBar
from gui.training.run_scores import RunScores
from gui.training.run_session import RunSession, RunState, can_go_on
from gui.training.settings import TrainingSettings
from gui.workspace import Workspace
from gui.xray.wiring import XrayWiring

if TYPE_CHECKING:
    from gui.training.live_views import LiveViews

_SIZE = QSize(1440, 900)
_FRAME = QSize(4, 28)
"""Room for the frame that the desktop draws around the window."""


class MainWindow(QMainWindow):
    """Networks in tabs, and one run at a time.

    Signals:
        painted(): the window is on the screen for the first time.
    """

    painted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.run_session = RunSession()
        self.actions_ = Actions.make(self)
        self.workspace = Workspace()
        self.palette_ = Palette()
        self.run_bar = RunBar(self.run_session)
        self.live_views: LiveViews | None = None
        self._was_painted = False
        self.setCentralWidget(self.workspace)
        self.docks = Docks(self, self.palette_)
        self.docks.insights.said.connect(self.say)
        self.drop = FileDrop(self)
        self.statusBar().setSizeGripEnabled(False)
        self.statusBar().addPermanentWidget(self.run_bar, 1)
        self.workspace.opened.connect(self._welcome)
        self.workspace.closed.connect(self.docks.remove)
        self.workspace.current_changed.connect(self._show_tab)
        self.running = Running(self.run_session, self.workspace)
        self.running.said.connect(self.say)
        self.run_bar.longer_wanted.connect(self.running.lengthen)
        self.run_bar.resume_wanted.connect(self.running.resume)
        self.run_bar.fixes.setting_wanted.connect(self.running.take_setting)
        self.running.resumed.connect(partial(self.show_live_views, True))
        self.runs = RunsDock(self, self.run_session, self.running, self.workspace)
        self.runs.said.connect(self.say)
        self.menus = Menus(self, self.actions_, [*self.docks.toggles, self.runs.toggle])
        self.gallery = GalleryWiring(self, self.open_preset_in_tab)
        self.complexity = ComplexityWiring(self.workspace, RunScores(self.run_session, self), self.open_preset_in_tab)
        self.workspace.open_tab()
        self.xray = XrayWiring(self)
        self.docks.insights.set_run(self.run_session, self.xray.looking)
        self._wiring = ActionWiring(self)
        PaletteWiring(self.palette_, self.workspace)
        self._connect_panels()
        self.resize((self.screen().availableSize() - _FRAME).boundedTo(_SIZE))
        self._show_run_state(self.run_session.state)

    # The network that is worked in

    @property
    def session(self) -> Session:
        """The current network's session."""
        return self.workspace.current.session

    @property
    def canvas(self) -> CanvasView:
        """The current network's canvas."""
        return self.workspace.current.canvas

    @property
    def inspector(self) -> Inspector:
        """The current network's inspector."""
        return self.workspace.current.inspector

    @property
    def settings(self) -> TrainingSettings:
        """The current network's training settings."""
        return self.workspace.current.settings

    @property
    def files(self) -> ProjectFiles:
        """The current network's file."""
        return self.workspace.current.files

    # Building

    def _connect_panels(self) -> None:
        self.menus.preset_chosen.connect(self.open_preset)
        self.menus.recent.chosen.connect(self.open_path)
        self.drop.dropped.connect(self._open_all)
        self.drop.data_dropped.connect(self._learn_from)
        self.drop.refused.connect(self.say)
        self.docks.live_visibility_changed.connect(self.actions_.live_views.setChecked)
        self.run_session.state_changed.connect(self._show_run_state)

    def _welcome(self, tab: NetworkTab) -> None:
        """Connect a new tab to the window."""
        self.docks.add(tab)
        tab.canvas.viewport().setAcceptDrops(False)  # files are for the window
        tab.session.history_changed.connect(partial(self._show_history_of, tab))
        tab.settings.train_requested.connect(self.train)
        tab.minimap.set_wanted(self.actions_.minimap.isChecked())
        tab.canvas.addAction(self.actions_.search)
        tab.gallery_requested.connect(self.actions_.gallery.trigger)

    # What it does

    def open_preset(self, name: str) -> None:
        """Put a preset in place of the current network, as an edit that can be undone."""
        self.workspace.current.open_preset(name)

    def open_preset_in_tab(self, name: str, num_classes: int | None = None, input_size: int | None = None) -> None:
        """Open a preset beside what is open, or in its place where nothing was done yet."""
        self.workspace.tab_for_opening().open_preset(name, num_classes, input_size)

    def open_path(self, path: Path) -> bool:
        """Open a project file in a tab of its own; return whether it is open."""
        if (tab := self.workspace.tab_of(path)) is not None:
            self.workspace.show_tab(tab)
            return True
        current = self.workspace.current
        tab = self.workspace.tab_for_opening()
        if tab.files.open_path(path):
            tab.canvas.zoom_to_fit()
            return True
        if tab is not current:
            self.workspace.close_tab(tab)
            self.workspace.show_tab(current)
        return False

    def train(self) -> None:
        """Start a run of the current network and settings as they are now."""
        problems = self.session.inference.problems
        if problems:
            self.say(self.session.sentence(problems[0]))
            return
        self.show_live_views(True)
        self.running.start(self.workspace.current)

    def show_live_views(self, shown: bool) -> None:
        """Show or hide the live views; they are made when they are first shown."""
        if shown and self.live_views is None:
            from gui.training.live_views import LiveViews

            self.live_views = LiveViews(self.run_session, self.xray.looking)
            self.docks.set_live_views(self.live_views)
            self.live_views.picture_wanted.connect(self.xray.looking.show_picture)
            self.running.set_views(self.live_views)
            self.docks.insights.connect_live_views(self.live_views)
        self.docks.show_live_views(shown)

    def _open_all(self, paths: list[Path]) -> None:
        for path in paths:
            self.open_path(path)

    def _learn_from(self, path: Path) -> None:
        self.settings.data.set_source(str(path.absolute()))
        self.settings.data.open_chooser()  # so that one sees what is in it

    def say(self, sentence: str) -> None:
        """Say something at the foot of the current canvas."""
        self.canvas.notice.show_text(sentence, passing=True)

    # What the window shows

    def _show_tab(self, tab: NetworkTab) -> None:
        self.docks.show(tab)
        self._show_history_of(tab)

    def _show_history_of(self, tab: NetworkTab) -> None:
        if tab is not self.workspace.current:
            return
        self.actions_.show_history(tab.session.history)
        self.setWindowTitle(f"{tab.session.title}[*] – ConvCanvas")
        self.setWindowModified(not tab.session.history.is_saved)

    def _show_run_state(self, state: RunState) -> None:
        self.actions_.pause.setEnabled(self.run_session.is_under_way)
        self.actions_.stop.setEnabled(self.run_session.is_under_way)
        self.actions_.more.setEnabled(self.run_session.is_under_way or can_go_on(self.run_session))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            self.painted.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape or not self.docks.leave_maximized():  # an Esc that nobody else had use for
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        for tab in self.workspace.tabs:
            if not tab.session.history.is_saved:
                self.workspace.show_tab(tab)  # so that one sees what is asked about
            if not self.workspace.may_close(tab):
                event.ignore()
                return
        self.xray.close()
        self.run_session.close()
        self.complexity.close()
        self.gallery.close()
        event.accept()
