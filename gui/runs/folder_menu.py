"""The choice of where runs are kept."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QFileDialog, QMenu, QToolButton, QWidget

from gui.runs.places import want_root, wanted_root


class FolderMenu(QToolButton):
    """A button with two choices: beside each document, or all in one folder.

    Signals:
        changed(): new runs are kept elsewhere from now on.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("runFolder")
        self.setText("Kept ▾")
        self.setToolTip("Where new runs are kept")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self)
        self._group = QActionGroup(self)
        self.beside = self._group.addAction("Beside each document")
        self.elsewhere = self._group.addAction("In one folder…")
        for action in (self.beside, self.elsewhere):
            action.setCheckable(True)
            menu.addAction(action)
        self.beside.triggered.connect(self._keep_beside)
        self.elsewhere.triggered.connect(self._choose)
        menu.aboutToShow.connect(self._show_choice)
        self.setMenu(menu)

    def _show_choice(self) -> None:
        root = wanted_root()
        (self.beside if root is None else self.elsewhere).setChecked(True)
        self.elsewhere.setText("In one folder…" if root is None else f"In {root}…")

    def _keep_beside(self) -> None:
        want_root(None)
        self.changed.emit()

    def _choose(self) -> None:
        name = QFileDialog.getExistingDirectory(self.window(), "Keep runs in", str(wanted_root() or Path.home()))
        if name:
            want_root(Path(name))
            self.changed.emit()
