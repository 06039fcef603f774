"""Search anywhere, by mouse and keys: what is found, where it goes, what it is wired to."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from gui.main_window import MainWindow
from gui.search.popup import SearchPopup


def popup(window: MainWindow) -> SearchPopup:
    found = window.workspace.current.search.popup
    assert found is not None, "no search is open"
    return found


def is_open(window: MainWindow) -> bool:
    return window.workspace.current.search.popup is not None


def titles(window: MainWindow) -> list[str]:
    model = popup(window).list.model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def current(window: MainWindow) -> str:
    return popup(window).list.currentIndex().data()


def names(window: MainWindow) -> set[str]:
    return {node.name for node in window.session.graph.nodes.values()}


def edges(window: MainWindow) -> set[tuple[str, str, str]]:
    nodes = window.session.graph.nodes
    return {(nodes[edge.source].name, nodes[edge.target].name, edge.port) for edge in window.session.graph.edges}


def double_click(window: MainWindow, place: QPoint) -> None:
    QTest.mouseDClick(window.windowHandle(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    QApplication.processEvents()


@pytest.fixture
def pair(window: MainWindow, hand) -> MainWindow:
    """An Input above a Conv2d, not connected."""
    hand.place("Input", QPointF(0, -120))
    hand.place("Conv2d", QPointF(0, 0))
    return window


def test_a_double_click_types_a_layer_onto_the_canvas(window, hand):
    double_click(window, hand.on_canvas(QPointF(-156, -204)))
    assert window.focusWidget() is popup(window).field
    hand.type("max")
    assert current(window) == "MaxPool2d"
    hand.key(Qt.Key.Key_Return)
    assert not is_open(window)
    (node,) = window.session.graph.nodes.values()
    assert (node.type, node.position) == ("MaxPool2d", (-156.0, -204.0))
    assert window.canvas.selected_ids() == (node.id,)
    assert window.focusWidget() is window.canvas
    window.session.undo()
    assert not window.session.graph.nodes


def test_a_double_click_on_the_words_of_an_empty_canvas_searches_too(window, hand):
    double_click(window, hand.at(window.canvas.viewport()))
    hand.type("input")
    hand.key(Qt.Key.Key_Return)
    assert names(window) == {"input"}


def test_a_double_click_on_a_node_searches_nothing(pair, hand):
    double_click(pair, hand.card("conv1"))
    assert not is_open(pair)


def test_tab_wires_behind_the_selected_node(pair, hand):
    hand.click(hand.card("input"))
    hand.key(Qt.Key.Key_Tab)
    hand.type("normalise")
    hand.key(Qt.Key.Key_Return)
    assert edges(pair) == {("input", "bn1", "input")}
    assert pair.session.history.undo_label == "Add BatchNorm2d"


def test_tab_without_a_selection_only_places(pair, hand):
    hand.key(Qt.Key.Key_Escape)
    hand.key(Qt.Key.Key_Tab)
    hand.type("relu")
    hand.key(Qt.Key.Key_Return)
    assert "relu1" in names(pair)
    assert edges(pair) == set()


def test_tab_in_a_field_goes_to_the_next_field(pair, hand):
    hand.click(hand.card("conv1"))
    pair.inspector.findChild(QLineEdit, "nodeName").setFocus()
    hand.key(Qt.Key.Key_Tab)
    assert not is_open(pair)
    assert not pair.inspector.findChild(QLineEdit, "nodeName").hasFocus()


def test_up_and_down_walk_the_list_round(window, hand):
    window.canvas.setFocus()
    hand.key(Qt.Key.Key_Tab)
    everything = titles(window)
    assert current(window) == everything[0]
    hand.key(Qt.Key.Key_Down)
    assert current(window) == everything[1]
    hand.key(Qt.Key.Key_Up)
    hand.key(Qt.Key.Key_Up)
    assert current(window) == everything[-1]
    hand.key(Qt.Key.Key_Escape)


def test_the_mouse_chooses_a_row(window, hand):
    window.canvas.setFocus()
    hand.key(Qt.Key.Key_Tab)
    rows = popup(window).list
    place = hand.at(rows.viewport(), rows.visualRect(rows.model().index(2, 0)).center())
    hand.click(place)
    assert [node.type for node in window.session.graph.nodes.values()] == ["Conv2d"]
    assert not is_open(window)


def test_escape_and_a_press_elsewhere_close_and_change_nothing(window, hand):
    before = window.session.document
    window.canvas.setFocus()
    hand.key(Qt.Key.Key_Tab)
    hand.type("conv")
    hand.key(Qt.Key.Key_Escape)
    assert not is_open(window)
    assert window.focusWidget() is window.canvas
    hand.key(Qt.Key.Key_Tab)
    assert popup(window).field.text() == ""  # the search begins anew
    hand.click(hand.at(window.menuBar(), QPoint(900, 5)))
    assert not is_open(window)
    assert window.session.document is before


def test_what_is_not_there_says_so_and_enter_does_nothing(window, hand):
    window.canvas.setFocus()
    hand.key(Qt.Key.Key_Tab)
    hand.type("zzzz")
    assert titles(window) == []
    hand.key(Qt.Key.Key_Return)
    assert is_open(window)
    hand.key(Qt.Key.Key_Escape)


def test_a_preset_is_opened(window, hand):
    window.canvas.setFocus()
    hand.key(Qt.Key.Key_Tab)
    hand.type("lenet")
    hand.key(Qt.Key.Key_Return)
    assert "conv2" in names(window)
    assert window.session.history.undo_label == "Open LeNet-5"


def test_an_edge_dropped_in_empty_space_offers_what_fits_and_wires_it(pair, hand):
    hand.drag(hand.port("input", "output"), hand.on_canvas(QPointF(240, 60)))
    assert "Linear" in titles(pair)
    assert "Input" not in titles(pair)
    assert "LeNet-5" not in titles(pair)
    assert len(pair.canvas.scene().items()) == 3  # the edge-to-be stays in sight
    hand.type("pool")
    hand.key(Qt.Key.Key_Return)
    assert edges(pair) == {("input", "pool1", "input")}
    assert pair.session.graph.by_name["pool1"].position == (240.0, 84.0)
    pair.session.undo()
    assert names(pair) == {"input", "conv1"}


def test_only_what_takes_the_shape_is_offered(window, hand):
    window.open_preset("lenet5")
    window.canvas.zoom_to_actual_size()
    window.canvas.go_to(window.session.graph.by_name["flatten"].id)
    hand.drag(hand.port("flatten", "output"), hand.on_canvas(hand.node("flatten").pos() + QPointF(230, 60)))
    assert "Linear" in titles(window)
    assert not {"Conv2d", "MaxPool2d", "BatchNorm2d"} & set(titles(window))
    hand.key(Qt.Key.Key_Escape)


def test_an_edge_pulled_from_an_input_is_wired_before_it(pair, hand):
    hand.drag(hand.port("conv1", "input"), hand.on_canvas(QPointF(-240, -60)))
    assert "Flatten" not in titles(pair)
    hand.type("relu")
    hand.key(Qt.Key.Key_Return)
    assert edges(pair) == {("relu1", "conv1", "input")}


def test_escape_drops_the_edge(pair, hand):
    before = pair.session.document
    hand.drag(hand.port("input", "output"), hand.on_canvas(QPointF(240, 60)))
    hand.key(Qt.Key.Key_Escape)
    assert len(pair.canvas.scene().items()) == 2
    assert pair.session.document is before


def test_the_search_stays_inside_the_window(window, hand):
    corner = window.canvas.viewport().rect().bottomRight() - QPoint(4, 4)
    double_click(window, hand.at(window.canvas.viewport(), corner))
    assert window.rect().contains(popup(window).geometry())
    hand.key(Qt.Key.Key_Escape)


def test_another_field_keeps_the_keyboard_that_it_took_from_the_search(window, hand):
    window.canvas.setFocus()
    hand.key(Qt.Key.Key_Tab)
    hand.key(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert not is_open(window)
    assert window.focusWidget() is window.workspace.current.find_bar.field


def test_what_is_added_inside_a_group_joins_it(window, hand):
    window.open_preset("lenet5")
    window.canvas.select(window.session.graph.by_name[name].id for name in ("conv1", "tanh1"))
    hand.key(Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    window.canvas.go_inside("block1")
    free = window.canvas.contents().topRight() + QPointF(60, 60)
    double_click(window, hand.on_canvas(free))
    hand.type("dropout")
    hand.key(Qt.Key.Key_Return)
    assert "block1.dropout1" in names(window)
    assert [item.node.name for item in window.canvas.selected_nodes()] == ["block1.dropout1"]
    hand.drag(hand.port("block1.tanh1", "output"), hand.on_canvas(free + QPointF(0, 120)))
    hand.type("relu")
    hand.key(Qt.Key.Key_Return)
    assert ("block1.tanh1", "block1.relu1", "input") in edges(window)


def test_an_edge_dropped_right_beside_a_card_puts_the_layer_where_it_covers_nothing(pair, hand):
    hand.drag(hand.port("input", "output"), hand.on_canvas(QPointF(124, 10)))
    hand.type("relu")
    hand.key(Qt.Key.Key_Return)
    x, y = pair.session.graph.by_name["relu1"].position
    for name in ("input", "conv1"):
        other_x, other_y = pair.session.graph.by_name[name].position
        assert abs(x - other_x) >= 204 or abs(y - other_y) >= 56
