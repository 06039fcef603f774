"""The program as a person has it, edited without rest until somebody kills it: `test_kills.py` does.

    python -m tests.integration.restless_program SEED FOLDER

Edits two networks by mouse and keys, one of them in FOLDER/net.convcanvas and saved now and then. Writes a line to
FOLDER/states for each state that a network was in: when, which network, and a digest of its project file.
"""

from __future__ import annotations

import hashlib
import os
import sys
import time
from functools import partial
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QSettings, Qt, QTimer

from engine.project import format as project_format
from engine.project.autosave import Autosaves
from engine.project.document import Document
from gui.application import make_application
from gui.keeping.crash_safety import CrashSafety
from gui.main_window import MainWindow
from gui.network_tab import NetworkTab
from presets.lenet import lenet5
from tests.restless import CONTROL, Restless


def digest(document: Document) -> str:
    """Return a short stand-in for a document, the same for equal ones."""
    return hashlib.sha1(project_format.dumps(document).encode()).hexdigest()


class Editing:
    """Acts as often as Qt has nothing else to do."""

    def __init__(self, window: MainWindow, seed: int, folder: Path) -> None:
        self._window = window
        self._person = Restless(window, seed)
        self._number = 0
        self._states = os.open(folder / "states", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        window.session.open_unsaved(Document(lenet5()))  # nothing of it is in a file: without an autosave it is lost
        self._watch("untitled", window.workspace.current)
        titled = window.workspace.open_tab()
        titled.session.save(folder / "net.convcanvas")
        self._watch("titled", titled)
        self._timer = QTimer(window)
        self._timer.timeout.connect(self._act)
        self._timer.start(0)

    def _watch(self, name: str, tab: NetworkTab) -> None:
        tab.session.document_changed.connect(partial(self._note, name))
        self._note(name, tab.session.document, tab.session.document)

    def _note(self, name: str, before: Document, after: Document) -> None:
        os.write(self._states, f"{time.time()} {name} {digest(after)}\n".encode())

    def _act(self) -> None:
        chance, window = self._person.chance, self._window
        if chance.random() < 0.03:
            window.workspace.show_tab(chance.choice(window.workspace.tabs))
        if chance.random() < 0.02 and window.session.path is not None:
            self._person.hand.key(Qt.Key.Key_S, CONTROL)
        self._person.act()
        self._number += 1
        window.session.set_training("seed", self._number)  # so that no state is like an earlier one


def main() -> int:
    """Edit until killed."""
    seed, folder = int(sys.argv[1]), Path(sys.argv[2])
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(folder))
    application = make_application()
    window = MainWindow()
    window.resize(1360, 850)
    window.show()
    safety = CrashSafety(window, Autosaves(folder / "autosave"))
    editing = Editing(window, seed, folder)
    print("ready", flush=True)
    application.exec()
    del safety, editing
    return 0


if __name__ == "__main__":
    sys.exit(main())
