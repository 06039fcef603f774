"""Copy, cut, paste and duplicate by key, also between windows, and what is no network on the clipboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from gui.main_window import MainWindow
from tests.gui.canvas.test_building import edges, names

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def lenet(window: MainWindow, hand) -> MainWindow:
    window.open_preset("lenet5")
    hand.click(hand.card("conv1"))
    hand.click(hand.card("tanh1"), SHIFT)
    return window


def test_duplicate_keeps_inner_edges_takes_fresh_names_and_is_one_step(lenet, hand):
    before = lenet.session.document
    hand.key(Qt.Key.Key_D, CONTROL)
    assert names(lenet) - {node.name for node in before.graph.nodes.values()} == {"conv3", "tanh5"}
    assert ("conv3", "tanh5", "input") in edges(lenet)
    assert {item.node.name for item in lenet.canvas.selected_nodes()} == {"conv3", "tanh5"}
    assert lenet.session.graph.by_name["conv3"].params == lenet.session.graph.by_name["conv1"].params
    hand.key(Qt.Key.Key_Z, CONTROL)
    assert lenet.session.document == before


def test_copied_parts_are_pasted_into_another_network(lenet, hand):
    hand.key(Qt.Key.Key_C, CONTROL)
    hand.key(Qt.Key.Key_N, CONTROL)
    hand.key(Qt.Key.Key_V, CONTROL)
    assert names(lenet) == {"conv1", "tanh1"}
    assert edges(lenet) == {("conv1", "tanh1", "input")}
    hand.key(Qt.Key.Key_V, CONTROL)
    assert names(lenet) == {"conv1", "tanh1", "conv2", "tanh2"}
    assert len({node.position for node in lenet.session.graph.nodes.values()}) == 4


def test_cut_closes_the_chain_and_paste_brings_the_parts_back(lenet, hand):
    hand.key(Qt.Key.Key_X, CONTROL)
    assert ("input", "pool1", "input") in edges(lenet)
    assert not names(lenet) & {"conv1", "tanh1"}
    hand.key(Qt.Key.Key_V, CONTROL)
    assert names(lenet) >= {"conv1", "tanh1"}
    assert lenet.session.history.undo_label == "Paste"


@pytest.mark.parametrize("text", ["", "hello", "[1, 2]", '{"format": "convcanvas"}', "[" * 100_000])
def test_what_is_no_network_is_refused_in_a_sentence(lenet, hand, text):
    before = lenet.session.document
    QGuiApplication.clipboard().setText(text)
    hand.key(Qt.Key.Key_V, CONTROL)
    assert lenet.session.document is before
    assert lenet.canvas.notice.text().endswith((".", "?"))


def covered(window: MainWindow) -> list[tuple[str, str]]:
    nodes = list(window.session.graph.nodes.values())
    return [
        (one.name, other.name)
        for place, one in enumerate(nodes)
        for other in nodes[place + 1 :]
        if abs(one.position[0] - other.position[0]) < 204 and abs(one.position[1] - other.position[1]) < 56
    ]


def test_copies_cover_nothing_however_many_there_are(lenet, hand):
    for _ in range(4):
        hand.key(Qt.Key.Key_D, CONTROL)
        assert covered(lenet) == []
    hand.key(Qt.Key.Key_C, CONTROL)
    for _ in range(3):
        hand.key(Qt.Key.Key_V, CONTROL)
        assert covered(lenet) == []


def test_deleting_closes_the_gap_in_the_same_step(lenet, hand):
    before = lenet.session.document
    x, y = before.graph.by_name["pool1"].position
    hand.key(Qt.Key.Key_Delete)
    assert lenet.session.graph.by_name["pool1"].position == (x, y - 2 * 84)
    assert lenet.session.history.undo_label == "Delete 2 parts"
    hand.key(Qt.Key.Key_Z, CONTROL)
    assert lenet.session.document == before
