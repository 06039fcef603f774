"""Fields for numbers: typing, sums, the wheel, and several values at once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLineEdit, QSpinBox
from pytestqt.qtbot import QtBot

from engine.layers.params import Bool, Choice, Float, Int, pair
from gui.inspector.editor import Editor
from gui.inspector.editors import make_editor
from gui.inspector.float_editor import stepped

CONTROL = Qt.KeyboardModifier.ControlModifier
CHANNELS = Int(name="out_channels", default=8, doc="Number of filters.", minimum=1, maximum=4096, unit="maps")
LR = Float(name="lr", default=0.05, doc="Step size.", minimum=1e-8, maximum=100)


def shown(qtbot: QtBot, param, *values) -> tuple[Editor, list]:
    """Return an editor on the screen with some nodes' values in it, and the list that its edits go to."""
    editor = make_editor(param)
    qtbot.addWidget(editor)
    editor.show_values(values)
    edits: list = []
    editor.edited.connect(edits.append)
    with qtbot.waitActive(editor):
        editor.show()
        editor.activateWindow()
    QApplication.processEvents()
    return editor, edits


def enter(qtbot: QtBot, field, text: str) -> None:
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_A, CONTROL)
    qtbot.keyClicks(field, text)


def turn(field, notches: int) -> None:
    middle = QPointF(field.rect().center())
    event = QWheelEvent(
        *(middle, QPointF(field.mapToGlobal(middle.toPoint())), QPoint(), QPoint(0, 120 * notches)),
        *(Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False),
    )
    QApplication.sendEvent(field, event)


class TestWholeNumbers:
    def test_a_sum_counts_as_soon_as_it_is_whole_and_stays_as_typed(self, qtbot):
        editor, edits = shown(qtbot, CHANNELS, 8)
        editor.edited.connect(editor.show_value)  # as the inspector does
        field = editor.findChild(QSpinBox)
        enter(qtbot, field, "64*2")
        assert edits == [6, 64, 128]
        assert field.text() == "64*2 maps"
        qtbot.keyClick(field, Qt.Key.Key_Return)
        assert field.text() == "128 maps"
        assert edits[-1] == 128

    @pytest.mark.parametrize(("text", "number"), [("2**5", 32), ("224/2", 112), ("(3+1)*16", 64), ("0064", 64)])
    def test_sums(self, qtbot, text, number):
        editor, edits = shown(qtbot, CHANNELS, 8)
        enter(qtbot, editor.findChild(QSpinBox), text)
        assert edits[-1] == number

    @pytest.mark.parametrize(
        ("text", "why"),
        [
            ("abc", "must be a number or a sum such as 64*2. Received 'abc'"),
            ("7/2", "must be a whole number from 1 to 4096. Received 3.5"),
            ("99999", "must be a whole number from 1 to 4096. Received 99999"),
            ("-3", "must be a whole number from 1 to 4096. Received -3"),
        ],
    )
    def test_what_is_no_number_is_marked_and_put_back(self, qtbot, text, why):
        editor, edits = shown(qtbot, CHANNELS, 8)
        field = editor.findChild(QSpinBox)
        enter(qtbot, field, text)
        assert field.property("invalid")
        assert why in field.toolTip()
        kept = edits[-1] if edits else 8
        qtbot.keyClick(field, Qt.Key.Key_Return)
        assert not field.property("invalid")
        assert field.toolTip() == "Number of filters."
        assert (field.value(), field.text()) == (kept, f"{kept} maps")

    def test_a_sum_that_goes_on_is_not_marked(self, qtbot):
        editor, _ = shown(qtbot, CHANNELS, 8)
        field = editor.findChild(QSpinBox)
        for text in ("64*", "2**", "(3+1", ""):
            enter(qtbot, field, text or "6")
            assert not field.property("invalid")

    def test_the_wheel_counts_only_with_the_focus(self, qtbot):
        editor, edits = shown(qtbot, CHANNELS, 8)
        field = editor.findChild(QSpinBox)
        field.clearFocus()
        turn(field, 1)
        assert edits == []
        field.setFocus()
        turn(field, 1)
        turn(field, -1)
        turn(field, -1)
        assert edits == [9, 8, 7]

    @given(st.integers(1, 4096))
    def test_every_number_in_the_range_can_be_shown_and_read_back(self, qapp, number):
        editor = make_editor(CHANNELS)
        editor.show_value(number)
        field = editor.findChild(QSpinBox)
        assert field.value() == number
        assert field.valueFromText(field.text()) == number


class TestFloats:
    def test_sums_and_exponents(self, qtbot):
        editor, edits = shown(qtbot, LR, 0.05)
        field = editor.findChild(QLineEdit)
        enter(qtbot, field, "1/4")
        assert edits[-1] == 0.25
        editor.show_value(0.25)
        assert field.text() == "1/4"
        qtbot.keyClick(field, Qt.Key.Key_Return)
        assert field.text() == "0.25"

    def test_wheel_and_arrow_keys_step_by_the_second_digit(self, qtbot):
        editor, edits = shown(qtbot, LR, 0.05)
        editor.edited.connect(editor.show_value)
        field = editor.findChild(QLineEdit)
        field.clearFocus()
        turn(field, 1)
        assert edits == []
        field.setFocus()
        turn(field, 1)
        qtbot.keyClick(field, Qt.Key.Key_Up)
        qtbot.keyClick(field, Qt.Key.Key_Down)
        assert edits == [0.051, 0.052, 0.051]

    def test_no_step_leads_out_of_the_range(self, qtbot):
        editor, edits = shown(qtbot, Float(name="p", default=0.5, doc="", minimum=0.0, maximum=1.0), 1.0)
        field = editor.findChild(QLineEdit)
        field.setFocus()
        turn(field, 1)
        assert edits == []
        assert field.text() == "1"
        assert not field.property("invalid")

    @given(st.floats(1e-6, 1e6), st.sampled_from((1, -1)))
    def test_a_step_and_one_back_cancel(self, value, steps):
        value = float(f"{value:.2g}")
        there = stepped(value, steps)
        assert there != value
        assert stepped(there, -steps) == pytest.approx(value)


class TestSeveralValues:
    def test_equal_values_are_shown_as_one(self, qtbot):
        editor, _ = shown(qtbot, CHANNELS, 8, 8)
        assert editor.findChild(QSpinBox).text() == "8 maps"

    def test_different_numbers_are_mixed_until_one_is_typed(self, qtbot):
        editor, edits = shown(qtbot, CHANNELS, 8, 16)
        field = editor.findChild(QSpinBox)
        assert (field.text(), field.lineEdit().placeholderText()) == ("", "mixed")
        field.setFocus()
        qtbot.keyClick(field, Qt.Key.Key_Return)  # leaving it alone changes nothing
        assert edits == []
        assert field.text() == ""
        enter(qtbot, field, "8")  # the first one's number counts too
        assert edits == [8]
        editor.show_values([8, 8])
        qtbot.keyClick(field, Qt.Key.Key_Return)
        assert field.text() == "8 maps"

    def test_the_lowest_number_can_be_typed_over_mixed_ones(self, qtbot):
        editor, edits = shown(qtbot, CHANNELS, 1, 16)
        enter(qtbot, editor.findChild(QSpinBox), "1")
        assert edits == [1]

    def test_nonsense_over_mixed_numbers_leaves_them_mixed(self, qtbot):
        editor, edits = shown(qtbot, CHANNELS, 8, 16)
        field = editor.findChild(QSpinBox)
        enter(qtbot, field, "x")
        assert field.property("invalid")
        qtbot.keyClick(field, Qt.Key.Key_Return)
        assert (edits, field.text(), field.property("invalid")) == ([], "", False)

    def test_a_step_goes_from_the_first(self, qtbot):
        editor, edits = shown(qtbot, CHANNELS, 8, 16)
        field = editor.findChild(QSpinBox)
        field.setFocus()
        qtbot.keyClick(field, Qt.Key.Key_Down)
        assert edits == [7]

    def test_axes_are_mixed_one_by_one(self, qtbot):
        editor, edits = shown(qtbot, pair("kernel_size", 3, "", minimum=1), (3, 5), (3, 7))
        height, width = editor.findChildren(QSpinBox)
        assert (height.text(), width.text()) == ("H 3", "")
        enter(qtbot, height, "1")
        assert edits == [(1, None)]  # each node keeps its own width

    def test_linked_axes_of_mixed_squares_are_set_together(self, qtbot):
        editor, edits = shown(qtbot, pair("kernel_size", 3, "", minimum=1), (3, 3), (5, 5))
        enter(qtbot, editor.findChildren(QSpinBox)[0], "7")
        assert edits == [(7, 7)]

    def test_a_stride_that_only_some_leave_out_is_half_ticked(self, qtbot):
        editor, edits = shown(qtbot, pair("stride", None, "", minimum=1, absent="kernel_size"), None, (2, 2))
        box = editor.findChild(QCheckBox)
        assert box.checkState() is Qt.CheckState.PartiallyChecked
        assert editor.findChildren(QSpinBox)[0].text() == ""
        box.click()
        assert edits == [None]

    def test_mixed_switches_choices_and_floats(self, qtbot):
        editor, edits = shown(qtbot, Bool(name="bias", default=True, doc=""), True, False)
        box = editor.findChild(QCheckBox)
        assert (box.checkState(), box.text()) == (Qt.CheckState.PartiallyChecked, "mixed")
        box.click()
        assert edits == [True]
        editor, edits = shown(qtbot, Choice(name="mode", default="a", options=("a", "b"), doc=""), "a", "b")
        drop_down = editor.findChild(QComboBox)
        assert (drop_down.currentText(), drop_down.placeholderText()) == ("", "mixed")
        editor, edits = shown(qtbot, LR, 0.1, 0.2)
        field = editor.findChild(QLineEdit)
        assert (field.text(), field.placeholderText()) == ("", "mixed")
        qtbot.keyClick(field, Qt.Key.Key_Return)
        assert edits == []
        enter(qtbot, field, "0.1")
        assert edits[-1] == 0.1


def test_one_epoch_is_not_called_epochs(window, hand):
    field = window.settings.findChild(QSpinBox, "param:epochs")
    hand.enter(field, "2")
    window.canvas.setFocus()
    assert field.text() == "2 epochs"
    field.setFocus()
    hand.key(Qt.Key.Key_Down)
    assert field.text() == "1 epoch"
    assert window.session.document.training.epochs == 1
    hand.key(Qt.Key.Key_Up)
    assert field.text() == "2 epochs"
    hand.enter(field, "1")
    window.canvas.setFocus()
    assert field.text() == "1 epoch"
