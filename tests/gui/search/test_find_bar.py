"""Find node, by keys: what is selected, what is counted, where the view goes."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton

from engine.graph import edits
from gui.main_window import MainWindow
from gui.search.find_bar import FindBar

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def lenet(window: MainWindow) -> MainWindow:
    window.open_preset("lenet5")
    return window


def bar(window: MainWindow) -> FindBar:
    return window.workspace.current.find_bar


def selected(window: MainWindow) -> list[str]:
    return sorted(item.node.name for item in window.canvas.selected_nodes())


def test_what_is_typed_selects_all_matches(lenet, hand):
    hand.key(Qt.Key.Key_F, CONTROL)
    assert bar(lenet).isVisible()
    hand.type("conv")
    assert selected(lenet) == ["conv1", "conv2"]
    assert bar(lenet).count.text() == "2 found"
    hand.key(Qt.Key.Key_Escape)
    assert not bar(lenet).isVisible()
    assert lenet.focusWidget() is lenet.canvas
    assert selected(lenet) == ["conv1", "conv2"]


def test_enter_walks_on_and_shift_enter_back_round(lenet, hand):
    hand.key(Qt.Key.Key_F, CONTROL)
    hand.type("tanh")
    for key, modifier, name, count in (
        (Qt.Key.Key_Return, None, "tanh1", "1 of 4"),
        (Qt.Key.Key_Return, None, "tanh2", "2 of 4"),
        (Qt.Key.Key_Return, SHIFT, "tanh1", "1 of 4"),
        (Qt.Key.Key_Return, SHIFT, "tanh4", "4 of 4"),
        (Qt.Key.Key_Return, None, "tanh1", "1 of 4"),
    ):
        hand.key(key, modifier or Qt.KeyboardModifier.NoModifier)
        assert (selected(lenet), bar(lenet).count.text()) == ([name], count)


def test_shift_enter_begins_with_the_last(lenet, hand):
    hand.key(Qt.Key.Key_F, CONTROL)
    hand.type("kernel_size=5")
    hand.key(Qt.Key.Key_Return, SHIFT)
    assert selected(lenet) == ["conv2"]


def test_the_buttons_walk_too(lenet, hand):
    hand.key(Qt.Key.Key_F, CONTROL)
    hand.type("tanh")
    hand.click(hand.at(bar(lenet).findChild(QToolButton, "findNext")))
    hand.click(hand.at(bar(lenet).findChild(QToolButton, "findNext")))
    hand.click(hand.at(bar(lenet).findChild(QToolButton, "findPrevious")))
    assert selected(lenet) == ["tanh1"]
    hand.click(hand.at(bar(lenet).findChild(QToolButton, "findClose")))
    assert not bar(lenet).isVisible()


def test_by_shape_there_is_one_and_it_comes_into_view(lenet, hand):
    pool2 = lenet.session.graph.by_name["pool2"]
    lenet.session.edit("Move", lambda graph: edits.move_nodes(graph, {pool2.id: (5000.0, 5000.0)}))
    hand.key(Qt.Key.Key_F, CONTROL)
    hand.type("16x5x5")
    assert (selected(lenet), bar(lenet).count.text()) == (["pool2"], "1 of 1")
    assert lenet.canvas.is_in_view(hand.node("pool2").pos())


def test_a_match_under_the_bar_counts_as_not_seen(lenet, hand):
    lenet.canvas.zoom_to_actual_size()
    hand.key(Qt.Key.Key_F, CONTROL)
    middle = lenet.canvas.mapToScene(bar(lenet).geometry().center())
    fc1 = lenet.session.graph.by_name["fc1"]
    lenet.session.edit("Move", lambda graph: edits.move_nodes(graph, {fc1.id: (middle.x(), middle.y())}))
    hand.type("fc1")
    assert not bar(lenet).geometry().contains(lenet.canvas.mapFromScene(hand.node("fc1").pos()))


def test_nothing_found_is_said_and_selects_nothing(lenet, hand):
    hand.key(Qt.Key.Key_F, CONTROL)
    hand.type("zzz")
    assert (selected(lenet), bar(lenet).count.text()) == ([], "none")
    assert bar(lenet).field.property("invalid")
    hand.key(Qt.Key.Key_Return)
    assert selected(lenet) == []


def test_an_empty_search_leaves_the_selection_alone(lenet, hand):
    hand.click(hand.card("fc1"))
    hand.key(Qt.Key.Key_F, CONTROL)
    assert selected(lenet) == ["fc1"]
    assert bar(lenet).count.text() == ""


def test_the_count_follows_an_edit(lenet, hand):
    hand.key(Qt.Key.Key_F, CONTROL)
    hand.type("conv")
    lenet.session.undo()
    assert bar(lenet).count.text() == "none"
    hand.key(Qt.Key.Key_Return)
    lenet.session.redo()
    assert bar(lenet).count.text() == "2 found"


def test_tab_in_the_bar_does_not_open_the_search(lenet, hand):
    hand.key(Qt.Key.Key_F, CONTROL)
    hand.key(Qt.Key.Key_Tab)
    assert lenet.workspace.current.search.popup is None
