"""File > Open recent."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from gui.keeping import recent_files
from gui.keeping.leftovers_bar import where


class RecentMenu(QMenu):
    """Lists the recent files anew each time it is shown; those that are gone are greyed.

    Signals:
        chosen(Path): the file to open.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Open &recent", parent)
        self.setObjectName("recentFiles")
        self.setToolTipsVisible(True)
        self.aboutToShow.connect(self._fill)

    def _fill(self) -> None:
        self.clear()
        files = recent_files.paths()
        for number, path in enumerate(files, start=1):
            is_there = path.is_file()
            action = self.addAction(f"{_key(number)}  {_plain(path.stem)}\t{where(path) if is_there else 'is gone'}")
            action.setObjectName(f"recent:{path.name}")
            action.setToolTip(str(path))
            action.setEnabled(is_there)
            action.triggered.connect(partial(self._choose, path))
        if not files:
            self.addAction("No project was opened yet").setEnabled(False)
            return
        self.addSeparator()
        clear = self.addAction("&Clear this list")
        clear.setObjectName("clearRecent")
        clear.triggered.connect(recent_files.clear)

    def _choose(self, path: Path, checked: bool = False) -> None:
        self.chosen.emit(path)


def _key(number: int) -> str:
    """Return a menu's number with its key underlined: 1 to 9, then 0."""
    return f"&{number}" if number < 10 else f"{number // 10}&{number % 10}"


def _plain(text: str) -> str:
    """Return a text as a menu shows it: an ampersand would underline the next letter."""
    return text.replace("&", "&&")
