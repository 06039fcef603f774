"""Everything that can be done from menus, the tool bar and by shortcut, named once."""

from __future__ import annotations

from dataclasses import dataclass, fields

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence

from engine.project.history import History
from gui.theme import motion
from gui.theme.appearance import appearance
from gui.theme.icons import icon


@dataclass(frozen=True)
class _Declared:
    text: str
    icon: str = ""
    shortcut: str = ""
    tip: str = ""


_DECLARED = {
    "new": _Declared("&New", "file-plus", "Ctrl+N", "Begin an empty project"),
    "open": _Declared("&Open…", "folder-open", "Ctrl+O", "Open a project"),
    "close_tab": _Declared("&Close", "", "Ctrl+W", "Close the network"),
    "save": _Declared("&Save", "save", "Ctrl+S", "Save the project"),
    "save_as": _Declared("Save &as…", "", "Ctrl+Shift+S", "Save the project under another name"),
    "export": _Declared("&Export as a picture…", "", "Ctrl+E", "Export the network as PNG, SVG or PDF"),
    "quit": _Declared("&Quit", "", "Ctrl+Q"),
    "undo": _Declared("&Undo", "undo-2", "Ctrl+Z"),
    "redo": _Declared("&Redo", "redo-2", "Ctrl+Shift+Z"),
    "cut": _Declared("Cu&t", "", "Ctrl+X", "Cut what is selected"),
    "copy": _Declared("&Copy", "", "Ctrl+C", "Copy what is selected"),
    "paste": _Declared("&Paste", "", "Ctrl+V", "Paste layers and notes"),
    "duplicate": _Declared("D&uplicate", "", "Ctrl+D", "Put a copy of what is selected beside it"),
    "delete": _Declared("&Delete", "trash-2", "", "Delete what is selected (Del)"),
    "select_all": _Declared("Select &all", "", "Ctrl+A"),
    "group": _Declared("&Group", "", "Ctrl+G", "Put what is selected into a group"),
    "ungroup": _Declared("&Dissolve group", "", "Ctrl+Shift+G", "Take the walls of a group away"),
    "rename_group": _Declared("&Rename group…", "", "F2", "Give the selected group another name"),
    "toggle_group": _Declared("&Open or close", "", "Ctrl+B", "Open a closed group in place, or close an open one"),
    "fold": _Declared("&Fold equal groups", "", "Ctrl+Shift+B", "Draw a row of equal groups as one box"),
    "enter_group": _Declared("Go &inside", "", "Ctrl+Shift+I", "Show only what is in the group; Esc goes up again"),
    "freeze": _Declared("Free&ze or thaw", "", "Ctrl+Shift+F", "Have training leave what is selected as it is"),
    "tidy_down": _Declared("Tidy up, top &down", "", "Ctrl+Shift+L", "Lay out what is selected, or everything"),
    "tidy_right": _Declared("Tidy up, &left to right", "", "", "Lay out what is selected, or everything"),
    "add_note": _Declared("Add &note", "", "Ctrl+Shift+N", "Write a note on the canvas"),
    "search": _Declared("Add by &searching…", "search", "Tab", "Search layers and presets"),
    "find": _Declared("&Find node…", "", "Ctrl+F", "Find nodes by name, type, shape or parameter"),
    "next_problem": _Declared("Next &problem", "", "F8", "Go to what is wrong; Enter presses the button that mends it"),
    "shortcuts": _Declared("&Keyboard and mouse", "", "F1; ?", "All shortcuts and gestures"),
    "fit": _Declared("Zoom to &fit", "maximize", "Ctrl+1", "Show the whole network"),
    "actual_size": _Declared("&100%", "", "Ctrl+0", "Show the network at its real size"),
    "zoom_in": _Declared("Zoom &in", "", "Ctrl++; Ctrl+="),
    "zoom_out": _Declared("Zoom &out", "", "Ctrl+-"),
    "minimap": _Declared("&Minimap", "", "Alt+M", "Show all of a large network in a corner"),
    "animations": _Declared("&Animations", "", "", "Let boxes glide to their places when the layout changes"),
    "fit_selection": _Declared("Zoom to &selection", "", "Ctrl+2", "Show what is selected"),
    "split": _Declared("&Side by side", "columns-2", "Ctrl+\\", "Show two networks side by side, or one again"),
    "live_views": _Declared("&Live views", "gallery-thumbnails", "Ctrl+L", "Show what happens inside while it trains"),
    "thumbnails": _Declared("&Thumbnails", "scan-eye", "Ctrl+T", "Show on each card what its layer computes"),
    "mosaic": _Declared("Thumbnails of &many maps", "", "Ctrl+Shift+T", "Show 16 maps on a card, not only one"),
    "backprop": _Declared("&Backprop", "arrow-up-to-line", "Ctrl+K", "Show on the wires the gradient that flows back"),
    "picture": _Declared("Watched p&icture", "image", "Ctrl+I", "Choose the picture that all views look at"),
    "gallery": _Declared("&Gallery…", "library", "Ctrl+Shift+P", "Look through the classic networks and open one"),
    "complexity": _Declared("Accuracy against &cost…", "", "Ctrl+Shift+C", "Compare the network with published ones"),
    "theme": _Declared("Light or &dark", "sun-moon", "", "Change between the light and the dark theme"),
    "train": _Declared("&Train", "play", "Ctrl+R", "Train the network as it is now"),
    "pause": _Declared("&Pause or resume", "pause", "Ctrl+P"),
    "stop": _Declared("&Stop", "square", "Ctrl+."),
    "more": _Declared("&More steps or epochs…", "", "Ctrl+Shift+M", "Have the run go on for longer"),
}


@dataclass(frozen=True)
class Actions:
    """The window's actions; each is connected where it is carried out."""

    new: QAction
    open: QAction
    close_tab: QAction
    save: QAction
    save_as: QAction
    export: QAction
    quit: QAction
    undo: QAction
    redo: QAction
    cut: QAction
    copy: QAction
    paste: QAction
    duplicate: QAction
    delete: QAction
    select_all: QAction
    group: QAction
    ungroup: QAction
    rename_group: QAction
    toggle_group: QAction
    fold: QAction
    enter_group: QAction
    freeze: QAction
    tidy_down: QAction
    tidy_right: QAction
    add_note: QAction
    search: QAction
    find: QAction
    next_problem: QAction
    shortcuts: QAction
    fit: QAction
    actual_size: QAction
    zoom_in: QAction
    zoom_out: QAction
    fit_selection: QAction
    minimap: QAction
    animations: QAction
    split: QAction
    live_views: QAction
    thumbnails: QAction
    mosaic: QAction
    backprop: QAction
    picture: QAction
    gallery: QAction
    complexity: QAction
    theme: QAction
    train: QAction
    pause: QAction
    stop: QAction
    more: QAction

    @classmethod
    def make(cls, parent: QObject) -> Actions:
        """Return new actions that belong to a window."""
        actions = cls(**{field.name: _make(parent, field.name) for field in fields(cls)})
        switches = (actions.live_views, actions.thumbnails, actions.mosaic, actions.backprop, actions.picture)
        for switch in switches:
            switch.setCheckable(True)
            switch.setIconVisibleInMenu(False)  # there it would stand in the tick's place
        actions.search.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)  # elsewhere Tab goes to the next field
        actions.minimap.setCheckable(True)
        actions.minimap.setChecked(True)
        actions.animations.setCheckable(True)
        actions.animations.setChecked(motion.wanted())
        actions.recolor()
        return actions

    def show_history(self, history: History) -> None:
        """Name what undo and redo would do."""
        for action, verb, label in (
            (self.undo, "Undo", history.undo_label),
            (self.redo, "Redo", history.redo_label),
        ):
            action.setEnabled(label is not None)
            action.setText(f"&{verb} {label}" if label else f"&{verb}")
            action.setToolTip(f"{verb} {label or ''} ({action.shortcut().toString()})".replace("  ", " "))

    def recolor(self) -> None:
        """Draw the icons in the theme's colours."""
        theme = appearance.theme
        for field in fields(self):
            declared = _DECLARED[field.name]
            if declared.icon:
                getattr(self, field.name).setIcon(icon(declared.icon, theme.text, theme.border))


def _make(parent: QObject, name: str) -> QAction:
    declared = _DECLARED[name]
    action = QAction(declared.text, parent)
    action.setObjectName(name)
    if declared.shortcut:
        action.setShortcuts(QKeySequence.listFromString(declared.shortcut))
    action.setIconText(declared.text.replace("&", ""))  # for the shortcut sheet: "Undo" stays, whatever it would undo
    plain = declared.tip or declared.text.replace("&", "")
    action.setToolTip(f"{plain} ({declared.shortcut.partition('; ')[0]})" if declared.shortcut else plain)
    return action
