"""File > Open recent: what was opened and saved last, by real keys."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog

from engine.project import files
from engine.project.document import Document
from gui.keeping import recent_files
from gui.main_window import MainWindow
from presets.lenet import lenet5

CONTROL = Qt.KeyboardModifier.ControlModifier


def projects(folder: Path, *names: str) -> list[Path]:
    paths = [folder / f"{name}.convcanvas" for name in names]
    for path in paths:
        files.save(path, Document(lenet5()))
    return paths


def listed(window: MainWindow) -> list[QAction]:
    window.menus.recent.aboutToShow.emit()
    return [action for action in window.menus.recent.actions() if not action.isSeparator()]


def test_opened_and_saved_files_are_listed_the_latest_first(window, hand, tmp_path, monkeypatch):
    one, two = projects(tmp_path, "one", "two")
    three = tmp_path / "three.convcanvas"
    window.open_path(one)
    window.open_path(two)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *args: (str(three), ""))
    hand.key(Qt.Key.Key_S, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    assert recent_files.paths() == [three, two, one]
    window.open_path(one)
    names = [action.text().partition("\t")[0] for action in listed(window)]
    assert names[:2] == ["&1  three", "&2  two"], "a file that is open already is only shown"
    assert names[-1] == "&Clear this list"


def test_the_menu_opens_a_file_by_its_number(window, hand, qtbot, tmp_path):
    one, two = projects(tmp_path, "one", "two")
    for path in (one, two):
        recent_files.add(path)
    recent = window.menus.recent
    recent.popup(window.mapToGlobal(window.rect().center()))
    qtbot.waitUntil(recent.isVisible)
    qtbot.keyClick(recent, Qt.Key.Key_2)
    assert window.session.path == one
    assert window.session.document == Document(lenet5())


def test_a_file_that_is_gone_is_greyed(window, tmp_path):
    one, two = projects(tmp_path, "one", "two")
    for path in (one, two):
        recent_files.add(path)
    one.unlink()
    there, gone, _ = listed(window)
    assert there.isEnabled()
    assert not gone.isEnabled()
    assert gone.text() == "&2  one\tis gone"


def test_clear_forgets_all(window, tmp_path):
    recent_files.add(*projects(tmp_path, "one"))
    listed(window)[-1].trigger()
    assert recent_files.paths() == []
    (empty,) = listed(window)
    assert not empty.isEnabled()


def test_it_is_remembered_and_has_an_end(tmp_path):
    for number in range(15):
        recent_files.add(tmp_path / f"{number}.convcanvas")
    assert recent_files.paths() == [tmp_path / f"{number}.convcanvas" for number in range(14, 4, -1)]


def test_one_alone_is_read_back(tmp_path):
    recent_files.add(tmp_path / "a.convcanvas")
    recent_files._store(recent_files.paths())
    assert recent_files.paths() == [tmp_path / "a.convcanvas"]


@pytest.mark.parametrize(("name", "shown"), [("a & b", "&1  a && b"), ("net", "&1  net")])
def test_names_are_shown_as_they_are(window, tmp_path, name, shown):
    recent_files.add(*projects(tmp_path, name))
    assert listed(window)[0].text().partition("\t")[0] == shown
