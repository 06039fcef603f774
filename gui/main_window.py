"""The window: puts networks, palette, inspector, training and live views together and connects them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSize, Signal
from PySide6.QtGui import QCloseEvent, QPaintEvent
from PySide6.QtWidgets import QInputDialog, QMainWindow

from engine.graph.arranging import Alignment, Orientation
from gui.actions import Actions
from gui.canvas.commands import CanvasCommands
from gui.canvas.group_commands import GroupCommands
from gui.canvas.interactions.place_layer import PlaceLayer
from gui.canvas.view import CanvasView
from gui.dialogs.shortcuts import ShortcutSheet, all_groups
from gui.docks import Docks
from gui.exporting.dialog import ExportDialog
from gui.inspector.inspector import Inspector
from gui.keeping.file_drop import FileDrop
from gui.menus import Menus
from gui.network_tab import NetworkTab
from gui.palette.palette import Palette
from gui.project_files import ProjectFiles, choose_project
from gui.session import Session
from gui.theme.appearance import appearance
from gui.training.run_bar import RunBar
from gui.training.run_session import RunSession, RunState
from gui.training.settings import TrainingSettings
from gui.workspace import Workspace

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
        self.menus = Menus(self, self.actions_, self.docks.toggles)
        self.drop = FileDrop(self)
        self.statusBar().setSizeGripEnabled(False)
        self.statusBar().addPermanentWidget(self.run_bar, 1)
        self.workspace.opened.connect(self._welcome)
        self.workspace.closed.connect(self.docks.remove)
        self.workspace.current_changed.connect(self._show_tab)
        self.workspace.open_tab()
        self._connect_actions()
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

    def _connect_actions(self) -> None:
        actions = self.actions_
        for action, act in (
            (actions.new, self.workspace.open_tab),
            (actions.open, self._open),
            (actions.close_tab, self._close_tab),
            (actions.save, self._save),
            (actions.save_as, self._save_as),
            (actions.export, self._export),
            (actions.quit, self.close),
            (actions.undo, self._undo),
            (actions.redo, self._redo),
            (actions.cut, partial(self._command, CanvasCommands.cut)),
            (actions.copy, partial(self._command, CanvasCommands.copy)),
            (actions.paste, partial(self._command, CanvasCommands.paste)),
            (actions.duplicate, partial(self._command, CanvasCommands.duplicate)),
            (actions.delete, partial(self._command, CanvasCommands.delete)),
            (actions.group, partial(self._group_command, GroupCommands.group)),
            (actions.ungroup, partial(self._group_command, GroupCommands.ungroup)),
            (actions.rename_group, self._rename_group),
            (actions.toggle_group, partial(self._group_command, GroupCommands.toggle)),
            (actions.fold, partial(self._group_command, GroupCommands.fold)),
            (actions.enter_group, partial(self._group_command, GroupCommands.go_inside)),
            (actions.tidy_down, partial(self._group_command, GroupCommands.tidy_down)),
            (actions.tidy_right, partial(self._group_command, GroupCommands.tidy_right)),
            (actions.add_note, partial(self._command, CanvasCommands.add_note)),
            (actions.select_all, self._select_all),
            (actions.search, self._search),
            (actions.find, self._find),
            (actions.shortcuts, self._show_shortcuts),
            (actions.fit, self._fit),
            (actions.fit_selection, self._fit_selection),
            (actions.minimap, self._show_minimap),
            (actions.actual_size, self._actual_size),
            (actions.zoom_in, partial(self._zoom_by, 1.25)),
            (actions.zoom_out, partial(self._zoom_by, 0.8)),
            (actions.split, self.workspace.toggle_split),
            (actions.theme, appearance.toggle),
            (actions.train, self.train),
            (actions.pause, self._pause_or_resume),
            (actions.stop, self.run_session.stop),
        ):
            action.triggered.connect(partial(_call, act))
        actions.live_views.toggled.connect(self.show_live_views)

    def _connect_panels(self) -> None:
        palette = self.palette_
        palette.drag_started.connect(self._begin_placing)
        palette.drag_moved.connect(self._move_placing)
        palette.drag_ended.connect(self._end_placing)
        palette.drag_cancelled.connect(self._cancel_placing)
        palette.chosen.connect(self._append_layer)
        self.menus.preset_chosen.connect(self.open_preset)
        self.menus.alignment_chosen.connect(self._align)
        self.menus.orientation_chosen.connect(self._distribute)
        self.menus.recent.chosen.connect(self.open_path)
        self.drop.dropped.connect(self._open_all)
        self.drop.refused.connect(self._say)
        self.docks.live_visibility_changed.connect(self.actions_.live_views.setChecked)
        self.run_session.state_changed.connect(self._show_run_state)

    def _welcome(self, tab: NetworkTab) -> None:
        """Connect a new tab to the window."""
        self.docks.add(tab)
        tab.canvas.viewport().setAcceptDrops(False)  # files are for the window
        tab.canvas.selection_changed.connect(partial(self._show_selection, tab))
        tab.session.history_changed.connect(partial(self._show_history_of, tab))
        tab.settings.train_requested.connect(self.train)
        tab.settings.show_running(self._is_running)
        tab.minimap.set_wanted(self.actions_.minimap.isChecked())
        tab.canvas.addAction(self.actions_.search)

    # Placing layers from the palette

    def _begin_placing(self, type_: str) -> None:
        self.canvas.begin(PlaceLayer(self.canvas, type_))

    def _move_placing(self, point: QPoint) -> None:
        self.canvas.move_to(self.canvas.scene_point(point))

    def _end_placing(self, point: QPoint) -> None:
        self.canvas.finish(self.canvas.scene_point(point))
        self.canvas.setFocus()

    def _cancel_placing(self) -> None:
        self.canvas.cancel()

    def _append_layer(self, type_: str) -> None:
        self.canvas.commands.append_layer(type_)

    # What the actions do

    def open_preset(self, name: str) -> None:
        """Put a preset in place of the current network, as an edit that can be undone."""
        self.workspace.current.open_preset(name)

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
            self.canvas.notice.show_text(self.session.sentence(problems[0]), passing=True)
            return
        self.show_live_views(True)
        self.run_session.start(self.session.graph, self.session.document.training)

    def show_live_views(self, shown: bool) -> None:
        """Show or hide the live views; they are made when they are first shown."""
        if shown and self.live_views is None:
            from gui.training.live_views import LiveViews

            self.live_views = LiveViews(self.run_session)
            self.docks.set_live_views(self.live_views)
            self._show_selection(self.workspace.current, self.canvas.selected_ids())
        self.docks.show_live_views(shown)

    def _open(self) -> None:
        path = choose_project(self, self.session)
        if path is not None:
            self.open_path(path)

    def _open_all(self, paths: list[Path]) -> None:
        for path in paths:
            self.open_path(path)

    def _export(self) -> None:
        if not self.session.graph.nodes:
            self._say("There is nothing to export yet. Put a layer on the canvas first.")
            return
        dialog = ExportDialog(self.canvas, self)
        if dialog.exec() and dialog.exported is not None:
            self._say(f"Exported to {dialog.exported.name}.")
        dialog.deleteLater()

    def _say(self, sentence: str) -> None:
        self.canvas.notice.show_text(sentence, passing=True)

    def _close_tab(self) -> None:
        self.workspace.close_tab(self.workspace.current)

    def _save(self) -> None:
        self.files.save()

    def _save_as(self) -> None:
        self.files.save_as()

    def _undo(self) -> None:
        self.session.undo()

    def _redo(self) -> None:
        self.session.redo()

    def _group_command(self, command: Callable[[GroupCommands], None]) -> None:
        command(self.canvas.groups)

    def _rename_group(self) -> None:
        groups = self.canvas.groups
        path = groups.selected_path()
        if not path:
            self.canvas.notice.show_text("Select a group, or layers of one group, to rename it.", passing=True)
            return
        new_path, accepted = QInputDialog.getText(self, "Rename group", f"New name of {path}:", text=path)
        if accepted:
            groups.rename(path, new_path.strip())

    def _align(self, alignment: Alignment) -> None:
        self.canvas.commands.align(alignment)

    def _distribute(self, orientation: Orientation) -> None:
        self.canvas.commands.distribute(orientation)

    def _command(self, command: Callable[[CanvasCommands], None]) -> None:
        command(self.canvas.commands)

    def _select_all(self) -> None:
        self.canvas.select_all()

    def _search(self) -> None:
        self.workspace.current.search.open_by_key()

    def _find(self) -> None:
        self.workspace.current.find_bar.open_bar()

    def _show_shortcuts(self) -> None:
        ShortcutSheet(self, all_groups(self.menuBar())).open()

    def _fit(self) -> None:
        self.canvas.zoom_to_fit()

    def _fit_selection(self) -> None:
        self.canvas.zoom_to(self.canvas.selected_area())

    def _show_minimap(self) -> None:
        for tab in self.workspace.tabs:
            tab.minimap.set_wanted(self.actions_.minimap.isChecked())

    def _actual_size(self) -> None:
        self.canvas.zoom_to_actual_size()

    def _zoom_by(self, factor: float) -> None:
        self.canvas.zoom_by(factor)

    def _pause_or_resume(self) -> None:
        if self.run_session.state is RunState.PAUSED:
            self.run_session.resume()
        else:
            self.run_session.pause()

    # What the window shows

    def _show_tab(self, tab: NetworkTab) -> None:
        self.docks.show(tab)
        self._show_selection(tab, tab.canvas.selected_ids())
        self._show_history_of(tab)

    def _show_selection(self, tab: NetworkTab, node_ids: tuple[str, ...]) -> None:
        if self.live_views is None or tab is not self.workspace.current:
            return
        if len(node_ids) == 1:
            self.live_views.set_selection(node_ids[0], tab.session.graph.nodes[node_ids[0]].name)
        else:
            self.live_views.set_selection(None)

    def _show_history_of(self, tab: NetworkTab) -> None:
        if tab is not self.workspace.current:
            return
        self.actions_.show_history(tab.session.history)
        self.setWindowTitle(f"{tab.session.title}[*] – ConvCanvas")
        self.setWindowModified(not tab.session.history.is_saved)

    @property
    def _is_running(self) -> bool:
        return self.run_session.state in (RunState.STARTING, RunState.RUNNING, RunState.PAUSED)

    def _show_run_state(self, state: RunState) -> None:
        is_running = self._is_running
        self.actions_.pause.setEnabled(is_running)
        self.actions_.stop.setEnabled(is_running)
        for tab in self.workspace.tabs:
            tab.settings.show_running(is_running)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            self.painted.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        for tab in self.workspace.tabs:
            if not tab.session.history.is_saved:
                self.workspace.show_tab(tab)  # so that one sees what is asked about
            if not tab.files.may_discard():
                event.ignore()
                return
        self.run_session.close()
        event.accept()


def _call(act: object, checked: bool = False) -> None:
    """Call what an action does, without the state that Qt hands over with it."""
    assert callable(act)
    act()
