"""Several nodes in the inspector: their parameters edited at once, by real events."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QSpinBox

from engine.graph import edits
from gui.main_window import MainWindow

SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def lenet(window: MainWindow) -> MainWindow:
    window.open_preset("lenet5")
    return window


def field(window: MainWindow, name: str) -> QSpinBox:
    (found,) = [field for field in window.inspector.findChildren(QSpinBox, f"param:{name}") if field.isVisible()]
    return found


def values(window: MainWindow, param: str, *names: str) -> list[object]:
    return [window.session.graph.by_name[name].params[param] for name in names]


def test_one_number_typed_reaches_all_selected_in_one_undo_step(lenet, hand):
    hand.click(hand.card("conv1"))
    hand.click(hand.card("conv2"), SHIFT)
    channels = field(lenet, "out_channels")
    assert (channels.text(), channels.lineEdit().placeholderText()) == ("", "mixed")
    assert field(lenet, "kernel_size.H").text() == "H 5"
    hand.enter(channels, "8*3")
    assert values(lenet, "out_channels", "conv1", "conv2") == [24, 24]
    assert lenet.session.history.undo_label == "Set out_channels of 2 nodes"
    lenet.session.undo()
    assert values(lenet, "out_channels", "conv1", "conv2") == [6, 16]
    assert field(lenet, "out_channels").is_mixed


def test_what_types_share_by_name_is_edited_in_both(lenet, hand):
    hand.click(hand.card("conv1"))
    hand.click(hand.card("pool1"), SHIFT)
    hand.enter(field(lenet, "stride.H"), "2")
    assert values(lenet, "stride", "conv1", "pool1") == [(2, 2), (2, 2)]


def test_a_mixed_switch_is_ticked_for_all(lenet, hand):
    conv1, fc1 = (lenet.session.graph.by_name[name].id for name in ("conv1", "fc1"))
    lenet.session.edit("Set bias", lambda graph: edits.set_param(graph, conv1, "bias", False))
    lenet.canvas.select([conv1, fc1])
    QApplication.processEvents()
    (box,) = [box for box in lenet.inspector.findChildren(QCheckBox, "param:bias") if box.isVisible()]
    assert box.checkState() is Qt.CheckState.PartiallyChecked
    box.setFocus()
    hand.key(Qt.Key.Key_Space)
    assert values(lenet, "bias", "conv1", "fc1") == [True, True]


def test_a_value_that_one_type_cannot_have_is_refused_for_all(lenet, hand):
    before = lenet.session.document
    lenet.canvas.select([lenet.session.graph.by_name[name].id for name in ("conv1", "fc1", "pool1")])
    hand.enter(field(lenet, "kernel_size.H"), "0")
    assert lenet.session.document == before


def test_selecting_everything_and_undoing_through_is_shown(lenet, hand):
    lenet.canvas.select_all()
    QApplication.processEvents()
    assert field(lenet, "out_features").is_mixed
    lenet.session.undo()
    lenet.session.redo()
    lenet.canvas.select_all()
    QApplication.processEvents()
    assert field(lenet, "out_features").is_mixed
