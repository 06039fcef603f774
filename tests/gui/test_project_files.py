"""Saving, opening and closing in the window: nothing is lost without a question."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from engine.project import files
from gui.main_window import MainWindow
from tests.gui.modal import when_a_dialog_opens

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def chosen(monkeypatch, tmp_path) -> Path:
    """The file that the desktop's file dialogs return; they are not Qt's own and cannot be clicked here."""
    path = tmp_path / "net.convcanvas"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *args: (str(path), ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *args: (str(path), ""))
    return path


def answer(button: QMessageBox.StandardButton, seen: list[str]) -> None:
    """Press a button of the next message box, and note what it said."""

    def press(box: QWidget) -> None:
        assert isinstance(box, QMessageBox)
        seen.append(f"{box.text()} {box.informativeText()}")
        box.button(button).click()

    when_a_dialog_opens(press)


def test_a_saved_project_opens_again_equal(window: MainWindow, hand, chosen):
    window.open_preset("lenet5")
    window.session.set_training("epochs", 3)
    document = window.session.document
    assert window.isWindowModified()
    hand.key(Qt.Key.Key_S, CONTROL)
    assert not window.isWindowModified()
    assert "net" in window.windowTitle()
    hand.key(Qt.Key.Key_W, CONTROL)
    assert not window.session.graph.nodes
    assert window.session.path is None
    hand.key(Qt.Key.Key_O, CONTROL)
    assert window.session.document == document
    assert len(window.canvas.items_by_graph.nodes) == 14
    assert window.session.history.undo_label is None


@pytest.mark.parametrize("content", [b"", b"{", b"[" * 10_000_000, b'{"format": "other"}', b"\xff\xfe"])
def test_a_broken_file_is_refused_in_a_sentence_and_the_document_stays(window, chosen, hand, content):
    window.open_preset("lenet5")
    window.session.save(chosen.with_name("mine.convcanvas"))
    document = window.session.document
    chosen.write_bytes(content)
    seen: list[str] = []
    answer(QMessageBox.StandardButton.Ok, seen)
    hand.key(Qt.Key.Key_O, CONTROL)
    assert seen
    assert seen[0].startswith("net.convcanvas was not opened")
    assert seen[0].rstrip().endswith(".")
    assert window.session.document is document
    assert len(window.canvas.items_by_graph.nodes) == 14


@pytest.mark.parametrize(
    ("button", "closes"),
    [
        (QMessageBox.StandardButton.Cancel, False),
        (QMessageBox.StandardButton.Discard, True),
        (QMessageBox.StandardButton.Save, True),
    ],
)
def test_closing_asks_about_unsaved_changes(window, chosen, button, closes):
    window.open_preset("lenet5")
    document = window.session.document
    seen: list[str] = []
    answer(button, seen)
    assert window.close() is closes
    assert seen == ["Save the changes to LeNet-5? Otherwise they are lost."]
    assert chosen.exists() is (button is QMessageBox.StandardButton.Save)
    if chosen.exists():
        assert files.load(chosen) == document


def test_a_save_that_fails_says_so_and_the_document_stays_unsaved(window, hand, chosen, tmp_path):
    window.open_preset("lenet5")
    chosen.mkdir()  # a folder where the file should go
    seen: list[str] = []
    answer(QMessageBox.StandardButton.Ok, seen)
    hand.key(Qt.Key.Key_S, CONTROL)
    assert seen[0].startswith("net.convcanvas was not saved")
    assert window.isWindowModified()
    assert window.session.path is None
