"""The tool bar's undo and redo: they follow their actions, and cost nothing for it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QToolButton

from gui.action_button import ActionButton
from tests import memory

NUM_CHANGES = 3_000


def button(window, name: str) -> QToolButton:
    return window.findChild(QToolButton, name)


def test_undo_in_the_tool_bar_says_what_it_would_undo_and_does_it(window, hand):
    undo, redo = button(window, "undoButton"), button(window, "redoButton")
    assert not undo.isEnabled()
    hand.place("Conv2d", QPointF(0, 0))
    assert undo.isEnabled()
    assert undo.toolTip() == "Undo Add Conv2d (Ctrl+Z)"
    keyboard = QApplication.focusWidget()
    hand.click(hand.at(undo))
    assert not window.session.graph.nodes
    assert not undo.isEnabled()
    assert redo.toolTip() == "Redo Add Conv2d (Ctrl+Shift+Z)"
    hand.click(hand.at(redo))
    assert len(window.session.graph.nodes) == 1
    assert QApplication.focusWidget() is keyboard


def test_it_looks_as_its_action_in_each_theme(window):
    undo = button(window, "undoButton")
    before = undo.icon().cacheKey()
    window.actions_.theme.trigger()
    assert undo.icon().cacheKey() == window.actions_.undo.icon().cacheKey() != before
    window.actions_.theme.trigger()


@pytest.mark.skipif(not memory.can_be_measured(), reason="asks glibc for its counts")
def test_changes_leave_nothing_behind(window):
    action = QAction("Undo", window)
    action.setShortcut(Qt.Key.Key_F9)
    follower = ActionButton(action)
    _change(action, 200)
    before = memory.measure().handed_out_mb
    _change(action, NUM_CHANGES)
    grown_by = (memory.measure().handed_out_mb - before) * 2**20 / NUM_CHANGES
    assert grown_by < 20, "bytes for each three changes; a button made by Qt keeps 432"
    follower.deleteLater()


def _change(action: QAction, times: int) -> None:
    for number in range(times):
        action.setText(f"Undo {number % 7}")
        action.setToolTip(f"Undo {number % 7}")
        action.setEnabled(number % 2 == 0)
