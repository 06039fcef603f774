"""Freezing and initializing by mouse and keys: in the inspector, by the menu's shortcut, seen on the canvas."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QScrollArea

from engine.project.format import dumps, loads
from gui.canvas.items.group_item import GroupItem
from tests.gui.conftest import Hand

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def node(window: Any, name: str) -> Any:
    return window.session.graph.by_name[name]


def test_a_layer_is_frozen_by_a_click_and_shows_it(window: Any, hand: Hand) -> None:
    window.open_preset("lenet5")
    hand.click(hand.card("conv1"))
    box = window.inspector.findChild(QCheckBox, "param:frozen")
    for area in window.inspector.findChildren(QScrollArea):
        if area.isAncestorOf(box):
            area.ensureWidgetVisible(box)
    hand.click(hand.at(box, QPoint(8, box.height() // 2)))
    assert node(window, "conv1").is_frozen
    assert hand.node("conv1").look.icon == "lock"
    assert "Frozen" in hand.node("conv1").toolTip()
    assert loads(dumps(window.session.document)) == window.session.document
    hand.key(Qt.Key.Key_Z, CONTROL)
    assert not node(window, "conv1").is_frozen
    assert hand.node("conv1").look.icon != "lock"


def test_an_initialization_of_its_own_is_chosen(window: Any, hand: Hand) -> None:
    window.open_preset("lenet5")
    hand.click(hand.card("fc1"))
    field = window.inspector.findChild(QComboBox, "param:init")
    field.setFocus()
    hand.key(Qt.Key.Key_End)
    assert node(window, "fc1").init == "constant"
    assert loads(dumps(window.session.document)) == window.session.document


def test_what_has_nothing_to_learn_has_no_such_rows(window: Any, hand: Hand) -> None:
    window.open_preset("lenet5")
    hand.click(hand.card("tanh1"))
    assert not window.inspector.findChild(QCheckBox, "param:frozen").isVisibleTo(window)


def test_a_closed_group_is_frozen_and_thawed_as_a_whole(window: Any, hand: Hand) -> None:
    window.open_preset("resnet18")
    canvas = window.canvas
    group = next(item for item in canvas.scene().items() if isinstance(item, GroupItem))
    ids = group.box.node_ids
    canvas.select(ids)
    hand.key(Qt.Key.Key_F, CONTROL | SHIFT)
    frozen = [each for each in window.session.graph.nodes.values() if each.is_frozen]
    assert frozen
    assert {each.id for each in frozen} <= set(ids)
    assert all(window.session.inference.nodes[each.id].num_params for each in frozen)
    group = next(item for item in canvas.scene().items() if isinstance(item, GroupItem) and item.box.node_ids == ids)
    assert group.look.icon == "lock"
    hand.key(Qt.Key.Key_F, CONTROL | SHIFT)
    assert not any(each.is_frozen for each in window.session.graph.nodes.values())
