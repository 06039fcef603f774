"""Sentences about problems over the canvas, with the buttons that put them right."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from engine.graph import edits
from gui.canvas.problem_bubble import ProblemBubble
from gui.main_window import MainWindow

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def broken(window: MainWindow, qtbot: QtBot) -> MainWindow:
    """LeNet-5 with a kernel that is too large, and its Flatten missing."""
    window.open_preset("lenet5")
    spoil(window, "conv2", "kernel_size", (40, 40))
    wait_for_buttons(window, qtbot)
    return window


def spoil(window: MainWindow, name: str, param: str, value: object) -> None:
    node_id = window.session.graph.by_name[name].id
    assert window.session.edit("Spoil", lambda graph: edits.set_param(graph, node_id, param, value))


def bubble(window: MainWindow) -> ProblemBubble:
    (found,) = window.workspace.current.problems.bubbles.values()
    return found


def wait_for_buttons(window: MainWindow, qtbot: QtBot) -> list[QPushButton]:
    qtbot.waitUntil(lambda: bool(bubble(window).fixes.buttons))
    return bubble(window).fixes.buttons


def is_in_view(window: MainWindow, widget: ProblemBubble) -> bool:
    return widget.isVisible() and window.canvas.viewport().rect().contains(widget.geometry())


def test_the_bubble_says_what_is_wrong_and_its_button_mends_it_in_one_undo_step(broken, hand, qtbot):
    assert bubble(broken).text == hand.node("conv2").look.bubble_text
    assert is_in_view(broken, bubble(broken))
    button = bubble(broken).fixes.buttons[0]
    title = button.text().strip()
    hand.click(hand.at(button))
    assert broken.session.history.undo_label == title
    assert broken.workspace.current.problems.bubbles == {}
    hand.key(Qt.Key.Key_Z, CONTROL)
    assert broken.session.graph.by_name["conv2"].params["kernel_size"] == (40, 40)
    assert wait_for_buttons(broken, qtbot)[0].text().strip() == title


def test_by_keyboard_alone(broken, hand, qtbot):
    title = bubble(broken).fixes.buttons[0].text().strip()
    hand.key(Qt.Key.Key_F8)
    assert [item.node.name for item in broken.canvas.selected_nodes()] == ["conv2"]
    qtbot.waitUntil(lambda: bubble(broken).fixes.buttons[0].hasFocus())
    hand.key(Qt.Key.Key_Escape)
    assert broken.canvas.hasFocus()
    hand.key(Qt.Key.Key_F8)
    hand.key(Qt.Key.Key_Return)
    assert broken.session.history.undo_label == title
    assert broken.canvas.hasFocus()
    hand.key(Qt.Key.Key_F8)
    assert broken.canvas.notice.text() == "Nothing is wrong: no layer has a problem."


def test_next_problem_goes_from_one_to_the_next_and_brings_it_into_view(broken, hand):
    hand.place("Add", QPointF(0, 0))
    broken.canvas.session.edit(
        "Move", lambda graph: edits.move_nodes(graph, {graph.by_name["conv2"].id: (9000.0, 9000.0)})
    )
    spoil(broken, "conv1", "kernel_size", (50, 50))
    seen = []
    for _ in range(3):
        hand.key(Qt.Key.Key_F8)
        (item,) = broken.canvas.selected_boxes()
        seen.append(item.look.title)
        assert is_in_view(broken, broken.workspace.current.problems.bubbles[item])
    assert seen[0] == seen[2] or len(set(seen)) == 3
    assert "conv1" in seen


@pytest.mark.parametrize("size", [(1360, 850), (900, 520), (1360, 420)])
def test_it_stays_in_view_whatever_the_view_is(broken, hand, size):
    broken.resize(*size)
    broken.show_live_views(True)
    for zoom in (0.5, 1.0, 2.0):
        broken.canvas.zoom_by(zoom / broken.canvas.zoom())
        broken.canvas.look_at(hand.node("conv2").pos() + QPointF(60, 10))
        shown, room = bubble(broken).geometry(), broken.canvas.viewport().rect()
        assert room.contains(shown.topLeft())
        if shown.width() < room.width() - 16 and shown.height() < room.height() - 16:
            assert room.contains(shown)


def test_it_follows_its_card_and_goes_where_the_card_goes_out_of_view(broken, hand):
    before = bubble(broken).pos()
    hand.drag(hand.card("conv2") - QPoint(0, 12), hand.card("conv2") + QPoint(-90, 48))
    assert bubble(broken).pos() != before
    shown = bubble(broken)
    broken.canvas.look_at(QPointF(9000, 9000))
    assert broken.workspace.current.problems.bubbles == {}
    assert not shown.isVisible()


def test_from_afar_only_the_selected_card_says_what_is_wrong(broken, hand):
    broken.canvas.zoom_by(0.3)
    assert broken.workspace.current.problems.bubbles == {}
    broken.canvas.select([broken.session.graph.by_name["conv2"].id])
    assert is_in_view(broken, bubble(broken))


def test_a_closed_group_offers_what_mends_the_layer_inside(broken, hand, qtbot):
    titles = [button.text() for button in bubble(broken).fixes.buttons]
    broken.canvas.select(broken.session.graph.by_name[name].id for name in ("conv2", "tanh2"))
    hand.key(Qt.Key.Key_G, CONTROL)
    hand.key(Qt.Key.Key_B, CONTROL)
    assert bubble(broken).text.startswith("Inside: kernel_size 40")
    assert [button.text() for button in wait_for_buttons(broken, qtbot)] == titles
