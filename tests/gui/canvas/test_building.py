"""Building a network with the mouse and keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QSpinBox

from engine.analysis.inference import Severity
from gui.main_window import MainWindow
from presets.lenet import lenet5

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def pair(window: MainWindow, hand):
    """An Input above a Conv2d, not connected."""
    hand.place("Input", QPointF(0, -120))
    hand.place("Conv2d", QPointF(0, 0))
    return window


def names(window: MainWindow) -> set[str]:
    return {node.name for node in window.session.graph.nodes.values()}


def edges(window: MainWindow) -> set[tuple[str, str, str]]:
    nodes = window.session.graph.nodes
    return {(nodes[edge.source].name, nodes[edge.target].name, edge.port) for edge in window.session.graph.edges}


def test_a_layer_dragged_from_the_palette_lands_where_it_is_dropped(window, hand):
    node = hand.place("MaxPool2d", QPointF(48, -96))
    assert (node.type, node.name, node.position) == ("MaxPool2d", "pool1", (48.0, -96.0))
    assert [item.node.id for item in window.canvas.selected_nodes()] == [node.id]


def test_a_layer_dropped_outside_the_canvas_is_not_added(window, hand):
    entry = window.palette_.entries[0]
    hand.drag(hand.at(entry), hand.at(window.inspector))
    assert not window.session.graph.nodes
    assert window.session.history.undo_label is None


def test_escape_cancels_the_drag_of_a_layer(window, hand):
    entry = window.palette_.entries[0]
    start, end = hand.at(entry), hand.on_canvas(QPointF(0, 0))
    hand.move(start)
    hand.press(start)
    hand.move((start + end) / 2)
    hand.move(end)
    hand.key(Qt.Key.Key_Escape)
    hand.release(end)
    assert not window.session.graph.nodes
    assert len(window.canvas.scene().items()) == 0


def test_dragging_from_port_to_port_connects(pair, hand):
    hand.connect("input", "conv1")
    assert edges(pair) == {("input", "conv1", "input")}
    assert hand.node("conv1").look.footer_text == "8 × 30 × 30"
    assert hand.node("conv1").look.params_text == "80 params"


def test_dragging_backwards_from_an_input_connects_too(pair, hand):
    hand.drag(hand.port("conv1", "input"), hand.card("input"))
    assert edges(pair) == {("input", "conv1", "input")}


def test_letting_go_anywhere_on_the_card_is_near_enough(pair, hand):
    hand.drag(hand.port("input", "output"), hand.card("conv1") + QPoint(30, 8))
    assert edges(pair) == {("input", "conv1", "input")}


def test_an_edge_let_go_in_empty_space_changes_nothing(pair, hand):
    before = pair.session.document
    hand.drag(hand.port("input", "output"), hand.on_canvas(QPointF(250, 120)))
    assert pair.session.document == before


def test_an_impossible_edge_says_why_and_changes_nothing(pair, hand):
    hand.place("ReLU", QPointF(0, 120))
    hand.connect("conv1", "relu1")
    before = pair.session.document
    hand.connect("relu1", "conv1")
    assert pair.session.document == before
    assert pair.canvas.notice.isVisible()
    assert pair.canvas.notice.text() == "conv1 already feeds relu1: an edge back would close a cycle."


def test_an_occupied_port_says_why_while_hovering(pair, hand):
    hand.connect("input", "conv1")
    hand.place("Input", QPointF(-240, -120))
    start, end = hand.port("input2", "output"), hand.port("conv1", "input")
    hand.move(start)
    hand.press(start)
    hand.move((start + end) / 2)
    hand.move(end)
    assert pair.canvas.notice.text().startswith("conv1 already has an edge at input.")
    hand.release(end)
    assert edges(pair) == {("input", "conv1", "input")}


def test_escape_cancels_an_edge_and_leaves_no_trace(pair, hand):
    before, num_items = pair.session.document, len(pair.canvas.scene().items())
    start, end = hand.port("input", "output"), hand.port("conv1", "input")
    hand.move(start)
    hand.press(start)
    hand.move(end)
    hand.key(Qt.Key.Key_Escape)
    hand.release(end)
    assert pair.session.document == before
    assert len(pair.canvas.scene().items()) == num_items


def test_the_end_of_an_edge_can_be_moved_to_another_node_in_one_step(pair, hand):
    hand.connect("input", "conv1")
    hand.place("ReLU", QPointF(240, 0))
    hand.drag(hand.port("conv1", "input"), hand.port("relu1", "input"))
    assert edges(pair) == {("input", "relu1", "input")}
    hand.key(Qt.Key.Key_Z, CONTROL)
    assert edges(pair) == {("input", "conv1", "input")}


def test_the_end_of_an_edge_dropped_in_empty_space_removes_it(pair, hand):
    hand.connect("input", "conv1")
    hand.drag(hand.port("conv1", "input"), hand.on_canvas(QPointF(250, 120)))
    assert edges(pair) == set()


def test_a_merging_layer_offers_a_further_port_each_time(window, hand):
    for place, x in enumerate((-240, 0, 240), start=1):
        hand.place("Input", QPointF(x, -200))
        assert place == len(window.session.graph.nodes)
    hand.place("Add", QPointF(0, 0))
    for slot, source in enumerate(("input", "input2", "input3")):
        hand.connect(source, "add1", f"input{slot}")
    assert edges(window) == {("input", "add1", "input0"), ("input2", "add1", "input1"), ("input3", "add1", "input2")}
    assert hand.node("add1").look.ports == ("input0", "input1", "input2", "input3")


def test_dragging_a_node_moves_it_in_one_step_and_its_edges_follow(pair, hand):
    hand.connect("input", "conv1")
    (edge_item,) = pair.canvas.items_by_graph.edges.values()
    hand.drag(hand.card("conv1"), hand.card("conv1") + QPoint(120, 48))
    assert pair.session.graph.by_name["conv1"].position == (120.0, 48.0)
    x, y = hand.node("conv1").ports(outputs=False)["input"]
    assert (edge_item.path().currentPosition().x(), edge_item.path().currentPosition().y()) == (x, y)
    assert pair.session.history.undo_label == "Move conv1"
    hand.key(Qt.Key.Key_Z, CONTROL)
    assert pair.session.graph.by_name["conv1"].position == (0.0, 0.0)
    assert hand.node("conv1").pos() == QPointF(0, 0)


def test_escape_puts_a_dragged_node_back(pair, hand):
    before = pair.session.document
    start = hand.card("conv1")
    hand.press(start)
    hand.move(start + QPoint(100, 60))
    assert hand.node("conv1").pos() != QPointF(0, 0)
    hand.key(Qt.Key.Key_Escape)
    hand.release(start + QPoint(100, 60))
    assert hand.node("conv1").pos() == QPointF(0, 0)
    assert pair.session.document == before


def test_a_rectangle_selects_what_it_touches_and_delete_removes_it_in_one_step(pair, hand):
    hand.connect("input", "conv1")
    full = pair.session.document
    hand.drag(hand.on_canvas(QPointF(-200, -200)), hand.on_canvas(QPointF(200, 60)))
    assert len(pair.canvas.selected_nodes()) == 2
    hand.key(Qt.Key.Key_Delete)
    assert not pair.session.graph.nodes
    hand.key(Qt.Key.Key_Z, CONTROL)
    assert pair.session.document == full


def test_clicks_select_one_add_with_shift_and_clear_in_empty_space(pair, hand):
    hand.click(hand.card("input"))
    assert [item.node.name for item in pair.canvas.selected_nodes()] == ["input"]
    hand.click(hand.card("conv1"), SHIFT)
    assert {item.node.name for item in pair.canvas.selected_nodes()} == {"input", "conv1"}
    hand.click(hand.card("conv1"))
    assert [item.node.name for item in pair.canvas.selected_nodes()] == ["conv1"]
    hand.click(hand.on_canvas(QPointF(300, 200)))
    assert pair.canvas.selected_nodes() == []


def test_an_edge_is_selected_by_a_click_and_deleted_by_key(pair, hand):
    hand.connect("input", "conv1")
    (edge_item,) = pair.canvas.items_by_graph.edges.values()
    hand.click(hand.on_canvas(edge_item.path().pointAtPercent(0.5)))
    assert edge_item.isSelected()
    hand.key(Qt.Key.Key_Delete)
    assert edges(pair) == set()
    assert names(pair) == {"input", "conv1"}


def test_a_double_click_in_the_palette_appends_behind_the_selected_node(window, hand, qtbot):
    hand.place("Input", QPointF(0, 0))
    entry = next(entry for entry in window.palette_.entries if entry.spec.type == "Conv2d")
    qtbot.mouseDClick(entry, Qt.MouseButton.LeftButton)
    assert edges(window) == {("input", "conv1", "input")}
    assert [item.node.name for item in window.canvas.selected_nodes()] == ["conv1"]


def test_the_palette_search_and_enter_append_the_first_match(window, hand):
    window.palette_.search.setFocus()
    hand.type("global av")
    shown = [entry.spec.type for entry in window.palette_.entries if entry.isVisible()]
    assert shown == ["AdaptiveAvgPool2d"]
    hand.key(Qt.Key.Key_Return)
    assert names(window) == {"avgpool1"}


def test_badges_and_sentences_follow_each_keystroke_and_waiting_nodes_name_the_cause(pair, hand):
    hand.connect("input", "conv1")
    hand.place("ReLU", QPointF(0, 120))
    hand.connect("conv1", "relu1")
    hand.click(hand.card("conv1"))
    field = pair.inspector.findChild(QSpinBox, "param:kernel_size.H")
    hand.enter(field, "5")
    assert hand.node("conv1").look.footer_text == "8 × 28 × 28"
    assert "floor((32 + 2·0 − 5) / 1) + 1 = 28" in hand.node("conv1").toolTip()
    hand.enter(field, "40")
    look = hand.node("conv1").look
    assert look.severity is Severity.ERROR
    assert look.bubble_text == (
        "kernel_size 40 is larger than the padded input 32 × 32. Reduce kernel_size to 32 or less, or set padding "
        "to 19."
    )
    assert hand.node("relu1").look.footer_text == "waiting for conv1"


def test_typing_into_one_field_is_one_undo_step(pair, hand):
    hand.click(hand.card("conv1"))
    field = pair.inspector.findChild(QSpinBox, "param:out_channels")
    hand.enter(field, "128")
    hand.key(Qt.Key.Key_Return)
    assert pair.session.graph.by_name["conv1"].params["out_channels"] == 128
    hand.key(Qt.Key.Key_Z, CONTROL)
    assert pair.session.graph.by_name["conv1"].params["out_channels"] == 8
    assert field.value() == 8
    hand.key(Qt.Key.Key_Z, CONTROL | SHIFT)
    assert field.value() == 128


def test_an_unfinished_network_cannot_be_trained_and_says_why(pair, hand):
    hand.connect("input", "conv1")
    button = pair.settings.train_button
    assert not button.isEnabled()
    hand.key(Qt.Key.Key_R, CONTROL)
    assert pair.canvas.notice.text() == "The network has no Output. Drag one from the palette to its end."


def test_the_empty_canvas_offers_a_preset_and_undo_takes_it_back(window, hand, qtbot):
    from PySide6.QtWidgets import QPushButton

    button = window.canvas.findChild(QPushButton, "startFromPreset")
    assert button.isVisible()
    hand.click(hand.at(button))
    assert names(window) == {node.name for node in lenet5().nodes.values()}
    assert len(window.canvas.items_by_graph.nodes) == 14
    assert len(window.canvas.items_by_graph.edges) == 13
    assert not button.isVisible()
    assert window.session.inference.num_params == 61_706
    hand.key(Qt.Key.Key_Z, CONTROL)
    assert button.isVisible()
    assert not window.canvas.items_by_graph.nodes


def test_the_wheel_zooms_around_the_pointer_and_fit_shows_everything(window, hand, qtbot):
    window.open_preset("lenet5")
    canvas = window.canvas
    anchor = QPoint(200, 150)
    fixed = canvas.mapToScene(anchor)
    canvas.zoom_by(1.5, anchor)
    moved = canvas.mapToScene(anchor) - fixed
    assert moved.manhattanLength() < 2
    canvas.zoom_to_fit()
    visible = canvas.mapToScene(canvas.viewport().rect()).boundingRect()
    assert visible.contains(canvas.contents())


def test_a_renamed_node_keeps_its_edges_and_a_bad_name_is_refused_in_place(pair, hand):
    from PySide6.QtWidgets import QLineEdit

    hand.connect("input", "conv1")
    hand.click(hand.card("conv1"))
    field = pair.inspector.findChild(QLineEdit, "nodeName")
    hand.enter(field, "features.0")
    hand.key(Qt.Key.Key_Return)
    assert edges(pair) == {("input", "features.0", "input")}
    hand.enter(field, "not a name")
    hand.key(Qt.Key.Key_Return)
    assert names(pair) == {"input", "features.0"}
    assert field.text() == "features.0"
