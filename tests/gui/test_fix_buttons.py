"""Suggested fixes as buttons: they appear beside the problem, make an undoable edit, and go with the problem."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from engine.analysis.fixes import fixes
from engine.graph import edits
from gui.main_window import MainWindow


def buttons(window: MainWindow) -> list[QPushButton]:
    found = window.inspector.findChildren(QPushButton)
    return [button for button in found if button.objectName().startswith("fix:") and button.isVisible()]


@pytest.fixture
def broken(window: MainWindow) -> MainWindow:
    """A window of 3 over maps of one pixel: an error with several remedies."""
    window.open_preset("lenet5")
    conv2 = window.session.graph.by_name["conv2"].id
    window.session.edit("Break", lambda graph: edits.set_param(graph, conv2, "kernel_size", 31))
    return window


def test_the_selected_nodes_problem_is_solved_by_a_button_and_undone(broken, hand, qtbot: QtBot):
    session = broken.session
    conv2 = session.graph.by_name["conv2"].id
    hand.click(hand.card("conv2"))
    qtbot.waitUntil(lambda: len(buttons(broken)) > 0)
    offered = [fix.title for fix in fixes(session.graph, session.inference, conv2)]
    assert [button.text().strip() for button in buttons(broken)] == offered[:4]
    before = session.document
    hand.click(hand.at(buttons(broken)[0]))
    assert session.inference.nodes[conv2].diagnostic is None
    assert session.history.undo_label == offered[0]
    assert buttons(broken) == []
    session.undo()
    assert session.document == before
    qtbot.waitUntil(lambda: len(buttons(broken)) > 0)


def test_the_networks_page_offers_them_under_each_problem(broken, hand, qtbot: QtBot):
    broken.canvas.select([])
    qtbot.waitUntil(lambda: len(buttons(broken)) > 0)
    hand.click(hand.at(buttons(broken)[0]))
    assert broken.session.inference.problems == ()
    qtbot.waitUntil(lambda: buttons(broken) == [])


def test_a_missing_output_is_added_from_the_networks_page(window, hand, qtbot: QtBot):
    hand.place("Input", QPointF(0, 0))
    window.canvas.select([])
    qtbot.waitUntil(lambda: any("Output" in button.text() for button in buttons(window)))
    button = next(button for button in buttons(window) if "Output" in button.text())
    hand.click(hand.at(button))
    assert {node.type for node in window.session.graph.nodes.values()} == {"Input", "Output"}


def test_a_node_without_a_problem_has_no_buttons(broken, hand, qtbot: QtBot):
    hand.click(hand.card("conv2"))
    qtbot.waitUntil(lambda: len(buttons(broken)) > 0)
    hand.click(hand.card("conv1"))
    qtbot.wait(200)
    assert buttons(broken) == []


def test_buttons_of_the_same_problem_stay_where_they_are_while_one_types(broken, hand, qtbot: QtBot):
    hand.click(hand.card("conv2"))
    qtbot.waitUntil(lambda: len(buttons(broken)) > 0)
    before = buttons(broken)
    conv2 = broken.session.graph.by_name["conv2"].id
    broken.session.edit("Rename", lambda graph: edits.rename(graph, conv2, "other"))
    qtbot.wait(200)
    assert buttons(broken) == before
