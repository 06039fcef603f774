"""The dialogs about data, with a hand at each."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from engine.data.published.place import VARIABLE
from gui.main_window import MainWindow
from tests.gui.conftest import Hand


@pytest.fixture(autouse=True)
def nothing_is_downloaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "sets"))


@pytest.fixture
def dialog_of(qtbot: QtBot, window: MainWindow) -> Callable[[str], tuple[QDialog, Hand]]:
    """Return the open dialog of a name, and a hand at it."""

    def find(name: str) -> tuple[QDialog, Hand]:
        def open_dialogs() -> list[QDialog]:
            found = [widget for widget in QApplication.topLevelWidgets() if widget.objectName() == name]
            return [widget for widget in found if isinstance(widget, QDialog) and widget.isVisible()]

        qtbot.waitUntil(lambda: len(open_dialogs()) == 1)
        (dialog,) = open_dialogs()
        qtbot.waitExposed(dialog)
        return dialog, Hand(dialog)  # type: ignore[arg-type]  # it has windows' events as well

    return find


@pytest.fixture
def pets(tmp_path: Path) -> Path:
    """Two classes in a folder each, and a file that is none."""
    rng = np.random.default_rng(0)
    for name, count in (("cats", 8), ("dogs", 12)):
        for number in range(count):
            path = tmp_path / "pets" / name / f"{number}.png"
            path.parent.mkdir(parents=True, exist_ok=True)
            Image.fromarray(rng.integers(256, size=(20, 24, 3)).astype(np.uint8)).save(path)
    (tmp_path / "pets" / "cats" / "notes.txt").write_text("mine")
    return tmp_path / "pets"
