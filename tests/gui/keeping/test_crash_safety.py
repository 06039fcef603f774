"""Autosaves in the window, and what it offers after a crash."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QFileDialog, QLabel, QMessageBox, QPushButton

from engine.project import files
from engine.project.autosave import Autosaves
from engine.project.document import Document
from gui.keeping import autosave as autosave_module
from gui.keeping.crash_safety import CrashSafety
from gui.keeping.leftovers_bar import when, where
from gui.main_window import MainWindow
from presets.lenet import lenet5
from tests.gui.test_project_files import answer
from tests.networks import small

CONTROL = Qt.KeyboardModifier.ControlModifier
LENET, SMALL = Document(lenet5()), Document(small())


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "data" / "autosave"


@pytest.fixture
def keep(window: MainWindow, root: Path, monkeypatch) -> Iterator[Callable[[], CrashSafety]]:
    """Connects the window to autosaves that are written at once."""
    monkeypatch.setattr(autosave_module, "INTERVAL_MS", 20)
    made: list[CrashSafety] = []

    def make() -> CrashSafety:
        made.append(CrashSafety(window, Autosaves(root)))
        made[-1].offer_leftovers()
        return made[-1]

    yield make
    for safety in made:
        safety.autosave.close()


def crash(root: Path, title: str, path: Path | None, document: Document) -> None:
    """Leave what a program leaves that is killed with an unsaved document."""
    autosaves = Autosaves(root)
    autosaves.write("a1", title, path, document)
    os.close(autosaves._lock._descriptor)


def autosaved(folder: Path) -> list[Document]:
    return [files.load(path) for path in folder.rglob("*.autosave")]


def press(window: MainWindow, hand, name: str) -> None:
    hand.click(hand.at(window.findChild(QPushButton, name)))


def texts(safety: CrashSafety) -> list[str]:
    return [label.text() for label in safety.bar.findChildren(QLabel) if label.text()]


class TestAutosave:
    def test_an_untitled_network_is_kept_and_a_saved_one_needs_no_keeping(
        self, window, hand, qtbot, keep, root, tmp_path, monkeypatch
    ):
        keep()
        hand.place("Conv2d", QPointF(0, 0))
        qtbot.waitUntil(lambda: autosaved(root) == [window.session.document])
        path = tmp_path / "net.convcanvas"
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *args: (str(path), ""))
        hand.key(Qt.Key.Key_S, CONTROL)
        qtbot.waitUntil(lambda: autosaved(tmp_path) == [])
        hand.place("ReLU", QPointF(0, 150))
        qtbot.waitUntil(lambda: autosaved(tmp_path) == [window.session.document])
        assert autosaved(root) == []
        assert len(files.load(path).graph.nodes) == 1
        hand.key(Qt.Key.Key_Z, CONTROL)
        qtbot.waitUntil(lambda: autosaved(tmp_path) == [])

    def test_every_tab_is_kept_until_it_is_closed(self, window, hand, qtbot, keep, root):
        keep()
        hand.place("Conv2d", QPointF(0, 0))
        hand.key(Qt.Key.Key_N, CONTROL)
        hand.place("ReLU", QPointF(0, 0))
        qtbot.waitUntil(lambda: len(autosaved(root)) == 2)
        answer(QMessageBox.StandardButton.Discard, [])
        hand.key(Qt.Key.Key_W, CONTROL)
        qtbot.waitUntil(lambda: autosaved(root) == [window.session.document])
        assert [node.type for node in window.session.graph.nodes.values()] == ["Conv2d"]

    def test_a_restless_person_is_kept_too(self, window, qtbot, keep, root, monkeypatch):
        """The time runs from the first change, not from the last."""
        monkeypatch.setattr(autosave_module, "INTERVAL_MS", 200)
        keep()
        window.open_preset("lenet5")
        begun = time.monotonic()
        while not autosaved(root):
            assert time.monotonic() < begun + 10
            window.session.set_training("epochs", int(time.monotonic() * 1000) % 90 + 1)
            qtbot.wait(20)

    def test_the_window_does_not_wait_for_a_slow_disk(self, window, hand, qtbot, keep, root, monkeypatch):
        begun, go_on = Event(), Event()

        def wait(_: int) -> None:
            begun.set()
            assert go_on.wait(20)

        keep()
        with monkeypatch.context() as context:
            context.setattr(os, "fsync", wait)
            hand.place("Conv2d", QPointF(0, 0))
            qtbot.waitUntil(begun.is_set)
            hand.place("ReLU", QPointF(0, 150))
            qtbot.wait(50)
            assert len(window.session.graph.nodes) == 2
            assert autosaved(root) == []
            go_on.set()
            qtbot.waitUntil(lambda: autosaved(root) == [window.session.document])

    def test_the_window_and_its_autosaves_end_and_leave_nothing(self, window, hand, qtbot, keep, tmp_path, root):
        safety = keep()
        window.open_preset("lenet5")
        window.session.save(tmp_path / "net.convcanvas")
        window.session.set_training("epochs", 3)
        qtbot.waitUntil(lambda: len(autosaved(tmp_path)) == 1)
        answer(QMessageBox.StandardButton.Discard, [])
        assert window.close()
        safety.autosave.close()
        assert [path.name for path in tmp_path.rglob("*.convcanvas*")] == ["net.convcanvas"]
        assert list(root.iterdir()) == []

    def test_says_once_when_it_cannot_write(self, window, qtbot, keep, root, monkeypatch):
        safety = keep()
        said: list[str] = []
        safety.autosave.failed.connect(said.append)

        def fail(_: int) -> None:
            raise OSError(28, "No space left on device")

        with monkeypatch.context() as context:
            context.setattr(os, "fsync", fail)
            window.open_preset("lenet5")
            qtbot.waitUntil(lambda: bool(said))
            assert window.canvas.notice.text() == said[0]
            qtbot.wait(200)
        qtbot.waitUntil(lambda: autosaved(root) == [window.session.document])
        assert said == [
            "The latest changes would not outlive a crash: no autosave can be written. The system says: No space "
            "left on device. Save the project, or free some space."
        ]


class TestAfterACrash:
    def test_without_one_nothing_is_offered(self, keep):
        assert not keep().bar.isVisible()

    def test_what_was_there_is_offered_and_opens_unsaved(self, window, hand, qtbot, keep, root, tmp_path):
        path = tmp_path / "lenet5.convcanvas"
        files.save(path, SMALL)
        crash(root, "lenet5", path, LENET)
        safety = keep()
        now = datetime.now()
        assert texts(safety) == [
            "A network was not saved when ConvCanvas ended unexpectedly",
            "lenet5",
            f"today, {now.hour}:{now:%M}  ·  {tmp_path}",
        ]
        press(window, hand, "open:lenet5")
        assert window.session.document == LENET
        assert len(window.canvas.items_by_graph.nodes) == 14
        assert (window.session.path, window.isWindowModified()) == (path, True)
        assert not safety.bar.isVisible()
        assert autosaved(tmp_path) == [LENET], "it is this program's own autosave now"
        hand.key(Qt.Key.Key_S, CONTROL)
        assert files.load(path) == LENET
        assert files.load(files.backup_of(path)) == SMALL
        qtbot.waitUntil(lambda: autosaved(tmp_path) == [])

    def test_several_go_into_tabs_and_one_is_discarded(self, window, hand, keep, root):
        crash(root, "one", None, LENET)
        crash(root, "two", None, SMALL)
        crash(root, "three", None, SMALL)
        safety = keep()
        assert texts(safety)[0] == "3 networks were not saved when ConvCanvas ended unexpectedly"
        press(window, hand, "open:one")
        press(window, hand, "open:two")
        assert [tab.title for tab in window.workspace.tabs] == ["one*", "two*"]
        seen: list[str] = []
        answer(QMessageBox.StandardButton.Cancel, seen)
        press(window, hand, "discard:three")
        assert seen == ["Discard the unsaved changes to three? They cannot be brought back."]
        assert safety.bar.isVisible()
        answer(QMessageBox.StandardButton.Discard, seen)
        press(window, hand, "discard:three")
        assert not safety.bar.isVisible()
        assert autosaved(root) in ([LENET, SMALL], [SMALL, LENET])

    def test_later_means_the_next_start(self, window, hand, keep, root):
        crash(root, "one", None, LENET)
        safety = keep()
        press(window, hand, "later")
        assert not safety.bar.isVisible()
        safety.autosave.close()
        other = Autosaves(root)
        assert [leftover.load() for leftover in other.leftovers()] == [LENET]
        other.leftovers()[0].discard()
        other.close()

    def test_its_file_is_open_already(self, window, hand, keep, root, tmp_path):
        path = tmp_path / "net.convcanvas"
        files.save(path, SMALL)
        crash(root, "net", path, LENET)
        window.open_path(path)
        keep()
        press(window, hand, "open:net")
        assert [tab.title for tab in window.workspace.tabs] == ["net*"]
        assert window.session.document == LENET

    def test_its_file_is_open_and_has_changes_of_its_own(self, window, hand, keep, root, tmp_path):
        path = tmp_path / "net.convcanvas"
        files.save(path, SMALL)
        crash(root, "net", path, LENET)
        window.open_path(path)
        window.session.set_training("epochs", 3)
        keep()
        press(window, hand, "open:net")
        assert [tab.title for tab in window.workspace.tabs] == ["net*", "net (recovered)*"]
        assert window.session.document == LENET
        assert window.session.path is None

    def test_an_autosave_that_was_damaged_is_refused_in_a_sentence(self, window, hand, keep, root, tmp_path):
        crash(root, "one", None, LENET)
        next(root.rglob("*.autosave")).write_text("{", encoding="utf-8")
        safety = keep()
        press(window, hand, "open:one")
        assert "cannot be opened" in window.canvas.notice.text()
        assert safety.bar.isVisible()


@pytest.mark.parametrize(
    ("time", "said"),
    [
        (datetime(2025, 3, 9, 8, 5), "today, 8:05"),
        (datetime(2025, 3, 8, 23, 59), "yesterday, 23:59"),
        (datetime(2025, 1, 2, 14, 0), "2 January, 14:00"),
        (datetime(2024, 12, 31, 14, 0), "31 December 2024, 14:00"),
    ],
)
def test_times_are_said_as_one_says_them(time, said):
    assert when(time, datetime(2025, 3, 9, 20, 0)) == said


def test_places_are_said_as_one_says_them():
    assert where(None) == "never saved to a file"
    assert where(Path.home() / "nets" / "a.convcanvas") == "~/nets"
    assert where(Path.home() / "a.convcanvas") == "~"
    assert where(Path("/data/a.convcanvas")) == str(Path("/data"))
