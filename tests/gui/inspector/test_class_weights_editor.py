from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from engine.training.settings import SETTINGS
from gui.inspector.editors import make_editor

PARAM = next(param for param in SETTINGS if param.name == "class_weights")


def test_words_are_chosen_and_numbers_typed(qtbot: QtBot) -> None:
    editor = make_editor(PARAM)
    qtbot.addWidget(editor)
    editor.show_value("none")
    edits: list[object] = []
    editor.edited.connect(edits.append)
    editor.show()
    box = editor.findChild(QComboBox)
    assert box.currentText() == "All alike"
    field = box.lineEdit()
    qtbot.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(field, "1, 2.5")
    assert edits[-1] == "1, 2.5"
    qtbot.keyClicks(field, ", -3")
    assert box.property("invalid")
    assert "Received" in box.toolTip()
    editor.show_value(edits[-1])
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert box.currentText() == editor.param.validate(edits[-1])
    assert not box.property("invalid")
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Down)
    editor.show_value("balanced")
    assert box.currentText() == "Balanced"
