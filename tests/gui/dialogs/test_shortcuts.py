"""The shortcut sheet: it lists what the window really has, and can be searched."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit

from gui.canvas.gestures import GESTURES
from gui.dialogs.shortcuts import ShortcutSheet, all_groups
from gui.main_window import MainWindow


@pytest.fixture
def sheet(window: MainWindow, hand) -> ShortcutSheet:
    window.canvas.setFocus()
    hand.key(Qt.Key.Key_F1)
    (found,) = window.findChildren(ShortcutSheet)
    return found  # it belongs to the window and goes with it


def shown(sheet: ShortcutSheet) -> list[str]:
    return [row.shortcut.text for box in sheet.boxes for row in box.rows if row.isVisible()]


def test_every_shortcut_of_the_window_is_on_the_sheet(window):
    listed = {"+".join(way) for group in all_groups(window.menuBar()) for row in group.rows for way in row.ways}
    for action in window.findChildren(QAction):
        assert {sequence.toString() for sequence in action.shortcuts()} <= listed, action.objectName()


def test_every_gesture_is_on_the_sheet(sheet):
    texts = shown(sheet)
    assert all(gesture.text in texts for group in GESTURES.values() for gesture in group)


def test_rows_say_what_the_action_does_whatever_it_would_undo(window):
    window.open_preset("lenet5")
    rows = {row.text: row.ways for group in all_groups(window.menuBar()) for row in group.rows}
    assert rows["Undo"] == (("Ctrl", "Z"),)
    assert rows["Zoom in"] == (("Ctrl", "+"), ("Ctrl", "="))
    assert rows["Keyboard and mouse"] == (("F1",), ("?",))


def test_the_sheet_is_searched_by_text_keys_and_group(sheet, qtbot):
    qtbot.keyClicks(sheet.field, "undo")
    assert shown(sheet) == ["Undo"]
    sheet.field.clear()
    qtbot.keyClicks(sheet.field, "ctrl+shift+z")
    assert shown(sheet) == ["Redo"]
    sheet.field.clear()
    qtbot.keyClicks(sheet.field, "selecting rectangle")
    assert len(shown(sheet)) == 2
    sheet.field.clear()
    qtbot.keyClicks(sheet.field, "zzz")
    assert shown(sheet) == []


def test_escape_closes(sheet, window, qtbot):
    qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    assert not sheet.isVisible()


def test_a_question_mark_opens_it_but_can_be_typed_into_a_field(window, hand):
    search = window.palette_.search
    hand.enter(search, "a?")
    assert search.text() == "a?"
    assert window.findChildren(ShortcutSheet) == []
    window.canvas.setFocus()
    hand.type("?")
    (sheet,) = window.findChildren(ShortcutSheet)
    assert sheet.isVisible()
    assert isinstance(sheet.focusWidget(), QLineEdit)
