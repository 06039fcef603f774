"""A crash costs no work: the window's networks are autosaved, and what a killed program has left is offered."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths
from PySide6.QtWidgets import QMessageBox

from engine.errors import FormatError
from engine.project.autosave import Autosaves, Leftover
from gui.keeping.autosave import Autosave
from gui.keeping.leftovers_bar import LeftoversBar
from gui.main_window import MainWindow
from gui.network_tab import NetworkTab


def autosave_folder() -> Path:
    """Return the folder in which all programs of this person keep their autosaves."""
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppDataLocation)) / "autosave"


class CrashSafety(QObject):
    """Connects a window to its autosaves."""

    def __init__(self, window: MainWindow, autosaves: Autosaves) -> None:
        super().__init__(window)
        self._window = window
        self._autosaves = autosaves
        self.bar = LeftoversBar()
        self.autosave = Autosave(autosaves, self)
        workspace = window.workspace
        workspace.put_above(self.bar)
        for tab in workspace.tabs:
            self._watch(tab)
        workspace.opened.connect(self._watch)
        workspace.closed.connect(self._unwatch)
        self.autosave.failed.connect(self._say)
        self.bar.open_requested.connect(self._open)
        self.bar.discard_requested.connect(self._discard)

    def offer_leftovers(self) -> None:
        """Show what killed programs have left, if there is anything."""
        self.bar.show_leftovers(self._autosaves.leftovers())

    def _watch(self, tab: NetworkTab) -> None:
        self.autosave.watch(tab.session)

    def _unwatch(self, tab: NetworkTab) -> None:
        self.autosave.unwatch(tab.session)

    def _open(self, leftover: Leftover) -> None:
        try:
            document = leftover.load()
        except FormatError as error:
            self._say(str(error))
            return
        tab = self._tab_for(leftover)
        other = self._window.workspace.tab_of(leftover.path) if leftover.path is not None else None
        if other in (None, tab):
            tab.session.open_unsaved(document, leftover.path, leftover.title)
        else:  # its file is open and has changes of its own, which must not replace each other
            tab.session.open_unsaved(document, title=f"{leftover.title} (recovered)")
        tab.canvas.zoom_to_fit()
        try:
            self.autosave.take_over(leftover, tab.session)
        except OSError as error:
            self._say(f"{leftover.title} is open, but was left where it was. The system says: {error.strerror}.")
        self.bar.remove(leftover)

    def _tab_for(self, leftover: Leftover) -> NetworkTab:
        """Return the tab to open a leftover in: that of its file if that has no changes."""
        workspace = self._window.workspace
        tab = workspace.tab_of(leftover.path) if leftover.path is not None else None
        if tab is None or not tab.session.history.is_saved:
            return workspace.tab_for_opening()
        workspace.show_tab(tab)
        return tab

    def _discard(self, leftover: Leftover) -> None:
        buttons = QMessageBox.StandardButton
        box = QMessageBox(QMessageBox.Icon.Question, "ConvCanvas", f"Discard the unsaved changes to {leftover.title}?")
        box.setParent(self._window, box.windowFlags())
        box.setInformativeText("They cannot be brought back.")
        box.setStandardButtons(buttons.Discard | buttons.Cancel)
        box.setDefaultButton(buttons.Cancel)
        if box.exec() == buttons.Discard:
            leftover.discard()
            self.bar.remove(leftover)

    def _say(self, sentence: str) -> None:
        self._window.canvas.notice.show_text(sentence, passing=True)
