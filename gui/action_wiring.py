"""What each action does: to the network that is worked in, or to the window."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QInputDialog

from engine.graph.arranging import Alignment, Orientation
from gui.canvas.commands import CanvasCommands
from gui.canvas.group_commands import GroupCommands
from gui.canvas.problem_bubbles import ProblemBubbles
from gui.canvas.view import CanvasView
from gui.dialogs.shortcuts import ShortcutSheet, all_groups
from gui.exporting.dialog import ExportDialog
from gui.network_tab import NetworkTab
from gui.project_files import ProjectFiles, choose_project
from gui.session import Session
from gui.theme import motion
from gui.theme.appearance import appearance
from gui.training.run_session import RunState

if TYPE_CHECKING:
    from gui.main_window import MainWindow

Part = Callable[[NetworkTab], Any]
"""Takes from the current tab what an action acts on."""


class ActionWiring:
    """Connects the actions of a window; those on a network act on the tab that is current when they are chosen."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._connect_edits()
        self._connect_views()
        self._connect_window()

    def _connect_edits(self) -> None:
        actions = self._window.actions_
        self._bind(_session, [(actions.undo, Session.undo), (actions.redo, Session.redo)])
        self._bind(_files, [(actions.save, ProjectFiles.save), (actions.save_as, ProjectFiles.save_as)])
        self._bind(
            _commands,
            [
                (actions.cut, CanvasCommands.cut),
                (actions.copy, CanvasCommands.copy),
                (actions.paste, CanvasCommands.paste),
                (actions.duplicate, CanvasCommands.duplicate),
                (actions.delete, CanvasCommands.delete),
                (actions.add_note, CanvasCommands.add_note),
            ],
        )
        self._bind(
            _groups,
            [
                (actions.group, GroupCommands.group),
                (actions.ungroup, GroupCommands.ungroup),
                (actions.toggle_group, GroupCommands.toggle),
                (actions.fold, GroupCommands.fold),
                (actions.enter_group, GroupCommands.go_inside),
                (actions.tidy_down, GroupCommands.tidy_down),
                (actions.tidy_right, GroupCommands.tidy_right),
                (actions.rename_group, self._rename_group),
            ],
        )
        self._window.menus.alignment_chosen.connect(self._align)
        self._window.menus.orientation_chosen.connect(self._distribute)

    def _connect_views(self) -> None:
        actions = self._window.actions_
        self._bind(
            _canvas,
            [
                (actions.select_all, CanvasView.select_all),
                (actions.fit, CanvasView.zoom_to_fit),
                (actions.fit_selection, CanvasView.zoom_to_selection),
                (actions.actual_size, CanvasView.zoom_to_actual_size),
                (actions.zoom_in, partial(CanvasView.zoom_by, factor=1.25)),
                (actions.zoom_out, partial(CanvasView.zoom_by, factor=0.8)),
            ],
        )
        self._bind(_tab, [(actions.search, NetworkTab.open_search), (actions.find, NetworkTab.open_find_bar)])
        self._bind(_problems, [(actions.next_problem, ProblemBubbles.go_to_next)])

    def _connect_window(self) -> None:
        window, actions = self._window, self._window.actions_
        for action, act in (
            (actions.new, window.workspace.open_tab),
            (actions.open, self._open),
            (actions.close_tab, self._close_tab),
            (actions.export, self._export),
            (actions.quit, window.close),
            (actions.shortcuts, self._show_shortcuts),
            (actions.minimap, self._show_minimap),
            (actions.gallery, window.gallery.open),
            (actions.complexity, window.complexity.open),
            (actions.split, window.workspace.toggle_split),
            (actions.theme, appearance.toggle),
            (actions.train, window.train),
            (actions.pause, self._pause_or_resume),
            (actions.stop, window.run_session.stop),
        ):
            action.triggered.connect(partial(_call, act))
        actions.live_views.toggled.connect(window.show_live_views)
        actions.animations.toggled.connect(motion.set_wanted)

    def _bind(self, part: Part, acts: Iterable[tuple[QAction, Callable[[Any], object]]]) -> None:
        for action, act in acts:
            action.triggered.connect(partial(self._act, part, act))

    def _act(self, part: Part, act: Callable[[Any], object], checked: bool = False) -> None:
        act(part(self._window.workspace.current))

    def _open(self) -> None:
        path = choose_project(self._window, self._window.session)
        if path is not None:
            self._window.open_path(path)

    def _close_tab(self) -> None:
        self._window.workspace.close_tab(self._window.workspace.current)

    def _export(self) -> None:
        window = self._window
        if not window.session.graph.nodes:
            window.say("There is nothing to export yet. Put a layer on the canvas first.")
            return
        dialog = ExportDialog(window.canvas, window)
        if dialog.exec() and dialog.exported is not None:
            window.say(f"Exported to {dialog.exported.name}.")
        dialog.deleteLater()

    def _show_shortcuts(self) -> None:
        ShortcutSheet(self._window, all_groups(self._window.menuBar())).open()

    def _show_minimap(self) -> None:
        is_wanted = self._window.actions_.minimap.isChecked()
        for tab in self._window.workspace.tabs:
            tab.minimap.set_wanted(is_wanted)
        if is_wanted and not self._window.workspace.current.minimap.isVisible():
            self._window.say("The minimap appears as soon as a part of the network is out of view.")

    def _pause_or_resume(self) -> None:
        run = self._window.run_session
        if run.state is RunState.PAUSED:
            run.resume()
        else:
            run.pause()

    def _rename_group(self, groups: GroupCommands) -> None:
        path = groups.selected_path()
        if not path:
            self._window.say("Select a group, or layers of one group, to rename it.")
            return
        new_path, accepted = QInputDialog.getText(self._window, "Rename group", f"New name of {path}:", text=path)
        if accepted:
            groups.rename(path, new_path.strip())

    def _align(self, alignment: Alignment) -> None:
        self._window.canvas.commands.align(alignment)

    def _distribute(self, orientation: Orientation) -> None:
        self._window.canvas.commands.distribute(orientation)


def _tab(tab: NetworkTab) -> NetworkTab:
    return tab


def _session(tab: NetworkTab) -> Session:
    return tab.session


def _files(tab: NetworkTab) -> ProjectFiles:
    return tab.files


def _canvas(tab: NetworkTab) -> CanvasView:
    return tab.canvas


def _problems(tab: NetworkTab) -> ProblemBubbles:
    return tab.problems


def _commands(tab: NetworkTab) -> CanvasCommands:
    return tab.canvas.commands


def _groups(tab: NetworkTab) -> GroupCommands:
    return tab.canvas.groups


def _call(act: Callable[[], object], checked: bool = False) -> None:
    """Call what an action does, without the state that Qt hands over with it."""
    act()
