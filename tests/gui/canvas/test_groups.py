"""Groups by mouse and keys: made, closed, opened, dived into, folded, moved, renamed, dissolved."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from benchmarks import networks
from engine.graph.closing import overview
from engine.project import files
from engine.project.document import Document
from gui.canvas.items.group_item import GroupItem
from gui.main_window import MainWindow
from tests.gui.canvas.test_building import names

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def lenet(window: MainWindow, hand) -> MainWindow:
    """LeNet-5 with its first three layers after the input in a group, block1."""
    window.open_preset("lenet5")
    hand.click(hand.card("conv1"))
    hand.click(hand.card("tanh1"), SHIFT)
    hand.click(hand.card("pool1"), SHIFT)
    hand.key(Qt.Key.Key_G, CONTROL)
    return window


@pytest.fixture
def resnet(window: MainWindow, tmp_path: Path) -> MainWindow:
    """ResNet-152 as it opens: 13 boxes."""
    path = tmp_path / "resnet152.convcanvas"
    files.save(path, Document(overview(networks.resnet())))
    assert window.open_path(path)
    return window


def group(window: MainWindow, title: str) -> GroupItem:
    return next(
        item
        for item in window.canvas.items_by_graph.boxes.values()
        if isinstance(item, GroupItem) and item.look.title == title
    )


def titles(window: MainWindow) -> list[str]:
    return [item.look.title for item in window.canvas.items_by_graph.boxes.values()]


def card(hand, item) -> QPoint:
    return hand.on_canvas(item.pos() + QPointF(60, -12))


def test_a_group_is_a_shared_prefix_and_one_undo_step(lenet, hand):
    assert {"block1.conv1", "block1.tanh1", "block1.pool1"} <= names(lenet)
    assert lenet.canvas.items_by_graph.frames.frame_of("block1") is not None
    assert lenet.session.history.undo_label == "Group"
    hand.key(Qt.Key.Key_Z, CONTROL)
    assert "conv1" in names(lenet)
    assert lenet.canvas.items_by_graph.frames.frame_of("block1") is None


def test_a_closed_group_is_one_card_with_shape_parameters_and_its_wires(lenet, hand):
    hand.key(Qt.Key.Key_B, CONTROL)
    item = group(lenet, "block1")
    assert item.look.type_text == "3 layers"
    assert item.look.footer_text == "6 × 14 × 14"
    assert item.look.params_text == "156 params"
    assert "conv1" not in titles(lenet)
    assert len(lenet.canvas.items_by_graph.edges_at([item])) == 2
    hand.key(Qt.Key.Key_B, CONTROL)  # still selected: opens again
    assert {"block1.conv1", "block1.pool1"} <= set(titles(lenet))
    hand.key(Qt.Key.Key_Z, CONTROL)
    assert group(lenet, "block1")


def test_a_closed_group_shows_the_errors_inside(lenet, hand):
    from PySide6.QtWidgets import QSpinBox

    hand.click(hand.card("block1.conv1"))
    hand.enter(lenet.inspector.findChild(QSpinBox, "param:kernel_size.H"), "50")
    hand.key(Qt.Key.Key_B, CONTROL)
    item = group(lenet, "block1")
    assert item.look.severity is not None
    assert item.look.bubble_text.startswith("Inside: kernel_size 50 is larger than the padded input 32 × 32.")


def test_a_double_click_dives_in_and_escape_or_a_crumb_goes_up(lenet, hand, qtbot: QtBot):
    hand.key(Qt.Key.Key_B, CONTROL)
    item = group(lenet, "block1")
    at = lenet.canvas.mapFromScene(item.pos() + QPointF(60, -12))
    qtbot.mouseDClick(lenet.canvas.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert lenet.canvas.inside == "block1"
    assert titles(lenet) == ["block1.conv1", "block1.tanh1", "block1.pool1", "input", "conv2"]
    crumbs = lenet.workspace.current.breadcrumbs
    assert crumbs.isVisible()
    hand.place("ReLU", QPointF(300, 300))
    assert "block1.relu1" in names(lenet)  # what is added inside belongs to the group
    hand.key(Qt.Key.Key_Escape)  # first the selection
    hand.key(Qt.Key.Key_Escape)
    assert lenet.canvas.inside == ""
    assert not crumbs.isVisible()
    qtbot.mouseDClick(
        lenet.canvas.viewport(),
        Qt.MouseButton.LeftButton,
        pos=lenet.canvas.mapFromScene(group(lenet, "block1").pos() + QPointF(60, -12)),
    )
    button = crumbs.findChild(QToolButton, "crumb:")
    hand.click(hand.at(button))
    assert lenet.canvas.inside == ""


def test_the_way_up_is_shown_whole_at_each_depth(lenet, qtbot: QtBot):
    crumbs = lenet.workspace.current.breadcrumbs
    for path in ("block1", "", "block1", "block1"):
        lenet.canvas.go_inside(path)
        buttons = [button for button in crumbs.findChildren(QToolButton) if not button.isHidden()]
        assert crumbs.width() >= sum(button.sizeHint().width() for button in buttons)
        assert crumbs.height() >= max(button.sizeHint().height() for button in buttons)


def test_the_stand_ins_of_nodes_outside_cannot_be_moved_or_deleted(lenet, hand):
    hand.key(Qt.Key.Key_I, CONTROL | SHIFT)
    assert lenet.canvas.inside == "block1"
    before = lenet.session.document
    stub = next(item for key, item in lenet.canvas.items_by_graph.boxes.items() if key[0] == "source")
    start = hand.on_canvas(stub.pos())
    hand.drag(start, start + QPoint(80, 0))
    hand.key(Qt.Key.Key_Delete)
    assert lenet.session.document == before


def test_moving_a_closed_group_moves_all_that_is_in_it_in_one_step(lenet, hand):
    hand.key(Qt.Key.Key_B, CONTROL)
    before = lenet.session.graph
    item = group(lenet, "block1")
    hand.drag(card(hand, item), card(hand, item) + QPoint(-96, 0))
    for name in ("block1.conv1", "block1.tanh1", "block1.pool1"):
        x, y = before.by_name[name].position
        moved = lenet.session.graph.by_name[name].position
        assert moved[0] < x - 60
        assert moved[1] == pytest.approx(y, abs=6)
    hand.key(Qt.Key.Key_Z, CONTROL)
    assert lenet.session.graph == before


def test_nothing_can_be_wired_into_a_closed_group_and_it_says_why(lenet, hand):
    hand.key(Qt.Key.Key_B, CONTROL)
    hand.place("Input", QPointF(-260, 500))
    item = group(lenet, "block1")
    before = lenet.session.document
    hand.drag(hand.port("input2", "output"), card(hand, item))
    assert lenet.session.document == before
    assert lenet.canvas.notice.text() == "block1 is closed. Open it to connect to a layer inside."


def test_dissolving_takes_the_walls_away(lenet, hand):
    hand.key(Qt.Key.Key_G, CONTROL | SHIFT)
    assert {"conv1", "tanh1", "pool1"} <= names(lenet)


def test_a_frame_is_dragged_by_its_title_with_all_its_nodes(lenet, hand):
    frame = lenet.canvas.items_by_graph.frames.frame_of("block1")
    title = hand.on_canvas(QPointF(frame.boundingRect().left() + 40, frame.boundingRect().top() + 8))
    before = lenet.session.graph.by_name["block1.tanh1"].position
    hand.drag(title, title + QPoint(-60, 0))
    assert lenet.session.graph.by_name["block1.tanh1"].position[0] < before[0] - 30


def test_a_resnet_opens_as_a_few_boxes_and_its_row_of_bottlenecks_folds(resnet, hand, qtbot: QtBot):
    assert len(titles(resnet)) == 13
    layer3 = group(resnet, "layer3")
    assert layer3.look.params_text.startswith("40,613,888")
    hand.click(card(hand, layer3))
    hand.key(Qt.Key.Key_B, CONTROL)
    row = next(item for key, item in resnet.canvas.items_by_graph.boxes.items() if key[0] == "row")
    assert row.look.type_text == "×36"
    resnet.canvas.select_items([row])
    hand.key(Qt.Key.Key_B, CONTROL)
    assert sum(title.startswith("layer3.") for title in titles(resnet)) == 36
    resnet.canvas.select_items([group(resnet, "layer3.7")])
    hand.key(Qt.Key.Key_B, CONTROL | SHIFT)
    assert [key for key in resnet.canvas.items_by_graph.boxes if key[0] == "row"] == [("row", "layer3.0")]


def test_going_to_a_node_in_a_closed_group_selects_the_group(resnet):
    node = resnet.session.graph.by_name["layer2.3.conv2"]
    resnet.canvas.go_to(node.id)
    assert [item.look.title for item in resnet.canvas.selected_boxes()] == ["layer2"]


def test_align_and_distribute_and_tidy_are_one_step_each(lenet, hand):
    from PySide6.QtGui import QAction

    hand.key(Qt.Key.Key_A, CONTROL)
    before = lenet.session.document
    lenet.findChild(QAction, "align:left").trigger()
    assert len({node.position[0] for node in lenet.session.graph.nodes.values()}) == 1
    hand.key(Qt.Key.Key_Z, CONTROL)
    assert lenet.session.document == before
    hand.key(Qt.Key.Key_Escape)
    hand.key(Qt.Key.Key_L, CONTROL | SHIFT)
    assert lenet.session.history.undo_label in ("Tidy up", "Group")
