"""What each action does: to the network that is worked in, or to the window."""

from __future__ import annotations

from collections.abc import Callable
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
        self._bind(_session, undo=Session.undo, redo=Session.redo)
        self._bind(_files, save=ProjectFiles.save, save_as=ProjectFiles.save_as)
        self._bind(
            _commands,
            cut=CanvasCommands.cut,
            copy=CanvasCommands.copy,
            paste=CanvasCommands.paste,
            duplicate=CanvasCommands.duplicate,
            delete=CanvasCommands.delete,
            add_note=CanvasCommands.add_note,
        )
        self._bind(
            _groups,
            group=GroupCommands.group,
            ungroup=GroupCommands.ungroup,
            toggle_group=GroupCommands.toggle,
            fold=GroupCommands.fold,
            enter_group=GroupCommands.go_inside,
            freeze=GroupCommands.toggle_frozen,
            tidy_down=GroupCommands.tidy_down,
            tidy_right=GroupCommands.tidy_right,
            rename_group=self._rename_group,
        )
        self._window.menus.alignment_chosen.connect(self._align)
        self._window.menus.orientation_chosen.connect(self._distribute)

    def _connect_views(self) -> None:
        self._bind(
            _canvas,
            select_all=CanvasView.select_all,
            fit=CanvasView.zoom_to_fit,
            fit_selection=CanvasView.zoom_to_selection,
            actual_size=CanvasView.zoom_to_actual_size,
            zoom_in=partial(CanvasView.zoom_by, factor=1.25),
            zoom_out=partial(CanvasView.zoom_by, factor=0.8),
        )
        self._bind(_tab, search=NetworkTab.open_search, find=NetworkTab.open_find_bar)
        self._bind(_problems, next_problem=ProblemBubbles.go_to_next)

    def _connect_window(self) -> None:
        window, actions = self._window, self._window.actions_
        self._bind_window(
            new=window.workspace.open_tab,
            open=self._open,
            close_tab=self._close_tab,
            export=self._export,
            quit=window.close,
            shortcuts=self._show_shortcuts,
            minimap=self._show_minimap,
            gallery=window.gallery.open,
            complexity=window.complexity.open,
            split=window.workspace.toggle_split,
            theme=appearance.toggle,
            train=window.train,
            pause=self._pause_or_resume,
            stop=window.run_session.stop,
            more=window.run_bar.open_more,
        )
        actions.live_views.toggled.connect(window.show_live_views)
        actions.animations.toggled.connect(motion.set_wanted)

    def _bind(self, part: Part, **acts: Callable[[Any], object]) -> None:
        """Have actions, by their names, do something with a part of the current tab."""
        for name, act in acts.items():
            self._action(name).triggered.connect(partial(self._act, part, act))

    def _bind_window(self, **acts: Callable[[], object]) -> None:
        """Have actions, by their names, do something with the window."""
        for name, act in acts.items():
            self._action(name).triggered.connect(partial(_call, act))

    def _action(self, name: str) -> QAction:
        action = getattr(self._window.actions_, name)
        assert isinstance(action, QAction)
        return action

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
