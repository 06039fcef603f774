"""Into a chain and out of it by hand: drop on an edge, delete, Alt-drag, and the keys that move."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt

from gui.main_window import MainWindow
from tests.gui.canvas.test_building import edges

CONTROL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def chain(window: MainWindow, hand) -> MainWindow:
    """Input, Conv2d and ReLU, one below the other, with room between."""
    for type_, y in (("Input", -240), ("Conv2d", -60), ("ReLU", 120)):
        hand.place(type_, QPointF(0, y))
    hand.connect("input", "conv1")
    hand.connect("conv1", "relu1")
    return window


def test_a_layer_dropped_on_an_edge_is_inserted_in_one_step(chain, hand):
    before = chain.session.document
    hand.place("BatchNorm2d", QPointF(0, 30))
    assert edges(chain) == {("input", "conv1", "input"), ("conv1", "bn1", "input"), ("bn1", "relu1", "input")}
    assert chain.session.history.undo_label == "Insert BatchNorm2d"
    assert hand.node("bn1").look.footer_text == "8 × 30 × 30"
    hand.key(Qt.Key.Key_Z, CONTROL)
    assert chain.session.document == before


def test_an_input_dropped_on_an_edge_is_only_placed(chain, hand):
    before = edges(chain)
    hand.place("Input", QPointF(0, 30))
    assert edges(chain) == before


def test_a_loose_node_moved_onto_an_edge_goes_into_it_and_the_edge_shows_it_first(chain, hand):
    hand.place("Tanh", QPointF(250, 30))
    start, end = hand.card("tanh1"), hand.on_canvas(QPointF(0, 30))
    hand.press(start)
    hand.move((start + end) / 2)
    hand.move(end)
    edge_item = chain.canvas.items_by_graph.edges[
        chain.session.graph.incoming(chain.session.graph.by_name["relu1"].id)["input"]
    ]
    assert edge_item._is_hot
    hand.release(end)
    assert ("conv1", "tanh1", "input") in edges(chain)
    assert ("tanh1", "relu1", "input") in edges(chain)


def test_a_wired_node_moved_over_an_edge_stays_where_it_is_wired(chain, hand):
    before = edges(chain)
    hand.drag(hand.card("relu1"), hand.on_canvas(QPointF(0, -150)))
    assert edges(chain) == before


def test_deleting_a_node_closes_the_chain(chain, hand):
    hand.click(hand.card("conv1"))
    hand.key(Qt.Key.Key_Delete)
    assert edges(chain) == {("input", "relu1", "input")}
    hand.key(Qt.Key.Key_Z, CONTROL)
    assert edges(chain) == {("input", "conv1", "input"), ("conv1", "relu1", "input")}


def alt_drag(hand, start: QPoint, end: QPoint) -> None:
    hand.move(start)
    hand.press(start, ALT)
    hand.move((start + end) / 2)
    hand.move(end)
    hand.release(end, ALT)


def test_alt_drag_pulls_a_node_out_and_the_chain_closes_in_one_step(chain, hand):
    before = chain.session.document
    alt_drag(hand, hand.card("conv1"), hand.on_canvas(QPointF(252, -60)))
    assert edges(chain) == {("input", "relu1", "input")}
    assert chain.session.graph.by_name["conv1"].position == (252.0, -60.0)
    hand.key(Qt.Key.Key_Z, CONTROL)
    assert chain.session.document == before


def test_an_alt_drag_that_is_cancelled_leaves_no_trace(chain, hand):
    before = chain.session.document
    start = hand.card("conv1")
    hand.press(start, ALT)
    hand.move(start + QPoint(160, 0))
    assert not all(item.isVisible() for item in chain.canvas.items_by_graph.edges.values())
    hand.key(Qt.Key.Key_Escape)
    hand.release(start + QPoint(160, 0))
    assert chain.session.document == before
    assert all(item.isVisible() for item in chain.canvas.items_by_graph.edges.values())
    assert hand.node("conv1").pos() == QPointF(0, -60)


def test_arrow_keys_nudge_the_selection_and_are_one_undo_step(chain, hand):
    hand.click(hand.card("conv1"))
    hand.key(Qt.Key.Key_Right)
    hand.key(Qt.Key.Key_Right)
    hand.key(Qt.Key.Key_Down, SHIFT)
    assert chain.session.graph.by_name["conv1"].position == (24.0, -59.0)
    hand.key(Qt.Key.Key_Z, CONTROL)
    assert chain.session.graph.by_name["conv1"].position == (0.0, -60.0)


def test_an_edge_shows_its_shape_on_hover_and_is_thicker_for_more_values(chain, hand):
    items = {item.edge.target: item for item in chain.canvas.items_by_graph.edges.values()}
    graph = chain.session.graph
    into_conv, into_relu = (items[graph.by_name[name].id] for name in ("conv1", "relu1"))
    assert into_conv.toolTip() == "1 × 32 × 32  ·  1,024 values"
    assert into_relu.toolTip() == "8 × 30 × 30  ·  7,200 values"
    assert into_relu._width > into_conv._width
