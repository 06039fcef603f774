"""An editor per kind of parameter: what is typed, ticked and chosen comes out as a valid value."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QSpinBox, QToolButton
from pytestqt.qtbot import QtBot

from engine.layers import registry
from engine.layers.params import Bool, Choice, Float, Int, pair
from engine.training.settings import SETTINGS
from gui.inspector.editor import Editor
from gui.inspector.editors import make_editor
from gui.inspector.form import LABEL_WIDTH, ParamForm
from gui.training.setting_sections import OWN_EDITORS

CONTROL = Qt.KeyboardModifier.ControlModifier


def shown(qtbot: QtBot, param, value) -> tuple[Editor, list]:
    """Return an editor on the screen with a value in it, and the list that its edits go to."""
    editor = make_editor(param)
    qtbot.addWidget(editor)
    editor.show_value(value)
    edits: list = []
    editor.edited.connect(edits.append)
    editor.show()
    return editor, edits


def type_into(qtbot: QtBot, field, text: str) -> None:
    qtbot.keyClick(field, Qt.Key.Key_A, CONTROL)
    qtbot.keyClicks(field, text)


def test_every_parameter_of_every_layer_and_of_training_has_an_editor_that_shows_its_default(qtbot):
    settings = tuple(param for param in SETTINGS if not isinstance(param, OWN_EDITORS))
    for params in (settings, *(spec.params for spec in registry.all_specs())):
        form = ParamForm(params)
        qtbot.addWidget(form)
        edits = []
        form.edited.connect(lambda *edit, edits=edits: edits.append(edit))
        form.show_values({param.name: param.default for param in params})
        assert edits == []  # showing is not editing


@pytest.mark.parametrize("spec", registry.all_specs(), ids=lambda spec: spec.type)
def test_no_layers_form_is_wider_than_the_inspector(qtbot, spec):
    form = ParamForm(spec.params)
    qtbot.addWidget(form)
    assert form.minimumSizeHint().width() <= 304
    labels = form.findChildren(QLabel)
    assert all(label.sizeHint().width() <= LABEL_WIDTH for label in labels if label.text())


def test_four_numbers_stand_in_two_rows(qtbot):
    padding = registry.get("ZeroPad2d").param("padding")
    editor, edits = shown(qtbot, padding, (1, 2, 3, 4))
    fields = editor.findChildren(QSpinBox)
    assert [field.text() for field in fields] == ["left 1", "right 2", "top 3", "bottom 4"]
    assert [field.y() for field in fields] == [fields[0].y()] * 2 + [fields[2].y()] * 2
    assert fields[2].y() > fields[0].geometry().bottom()
    type_into(qtbot, fields[3], "7")
    assert edits == [(1, 2, 3, 7)]


def test_a_whole_number_is_announced_at_each_digit(qtbot):
    editor, edits = shown(qtbot, Int(name="out_channels", default=8, doc="", minimum=1, unit="maps"), 8)
    type_into(qtbot, editor.findChild(QSpinBox), "128")
    assert edits == [1, 12, 128]


def test_the_arrow_keys_step_a_number(qtbot):
    editor, edits = shown(qtbot, Int(name="size", default=5, doc="", minimum=5), 5)
    field = editor.findChild(QSpinBox)
    qtbot.keyClick(field, Qt.Key.Key_Up)
    qtbot.keyClick(field, Qt.Key.Key_Down)
    qtbot.keyClick(field, Qt.Key.Key_Down)
    assert edits == [6, 5]


def test_linked_axes_change_together_and_unlinked_ones_apart(qtbot):
    editor, edits = shown(qtbot, pair("kernel_size", 3, "", minimum=1), (3, 3))
    height, width = editor.findChildren(QSpinBox)
    type_into(qtbot, height, "5")
    assert edits.pop() == (5, 5)
    assert not width.isEnabled()
    qtbot.mouseClick(editor.findChild(QToolButton), Qt.MouseButton.LeftButton)
    type_into(qtbot, width, "7")
    assert edits.pop() == (5, 7)
    qtbot.mouseClick(editor.findChild(QToolButton), Qt.MouseButton.LeftButton)
    assert edits.pop() == (5, 5)


def test_unequal_axes_are_shown_unlinked(qtbot):
    editor, _ = shown(qtbot, pair("kernel_size", 3, "", minimum=1), (1, 7))
    assert [field.value() for field in editor.findChildren(QSpinBox)] == [1, 7]
    assert all(field.isEnabled() for field in editor.findChildren(QSpinBox))


def test_a_stride_can_follow_the_kernel_or_be_its_own(qtbot):
    editor, edits = shown(qtbot, pair("stride", None, "", minimum=1, absent="kernel_size"), None)
    box = editor.findChild(QCheckBox)
    assert box.isChecked()
    assert not any(field.isVisible() for field in editor.findChildren(QSpinBox))
    box.click()
    assert edits == [(1, 1)]
    editor.show_value((1, 1))
    assert all(field.isVisible() for field in editor.findChildren(QSpinBox))
    box.click()
    assert edits == [(1, 1), None]


def test_a_float_takes_exponents_and_marks_what_is_no_number(qtbot):
    editor, edits = shown(qtbot, Float(name="lr", default=0.05, doc="", minimum=1e-8, maximum=100), 0.05)
    field = editor.findChild(QLineEdit)
    assert field.text() == "0.05"
    type_into(qtbot, field, "1e-3")
    assert edits[-1] == pytest.approx(1e-3)
    type_into(qtbot, field, "-2")
    assert field.property("invalid")
    assert "lr must be a number" in field.toolTip()
    num_edits = len(edits)
    editor.show_value(edits[-1])
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert not field.property("invalid")
    assert float(field.text()) == edits[-1]
    assert len(edits) == num_edits


def test_a_bool_is_ticked_and_a_choice_chosen_by_key(qtbot):
    editor, edits = shown(qtbot, Bool(name="bias", default=True, doc=""), True)
    qtbot.keyClick(editor.findChild(QCheckBox), Qt.Key.Key_Space)
    assert edits == [False]
    param = Choice(name="device", default="auto", options=("auto", "cpu"), titles={"auto": "Automatic"}, doc="")
    editor, edits = shown(qtbot, param, "auto")
    combo = editor.findChild(QComboBox)
    assert combo.currentText() == "Automatic"
    qtbot.keyClick(combo, Qt.Key.Key_Down)
    assert combo.currentText() == "cpu"
    assert edits == ["cpu"]


def test_making_a_form_shows_no_window_of_its_own(window, hand):
    window.open_preset("lenet5")
    hand.click(hand.card("conv2"))
    assert window.isActiveWindow()
    assert window.canvas.hasFocus()
