"""The editor for a number that need not be whole."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QLineEdit

from engine.errors import ParameterError
from engine.layers.params import Param, Value
from gui.inspector.arithmetic import evaluate
from gui.inspector.editor import MIXED, Editor, UndoBelongsToTheWindow, mark

_NOTCH = 120
"""What Qt calls one click of a wheel, in eighths of a degree."""

_STEP_FROM_ZERO = 0.01


class FloatField(QLineEdit):
    """A text field whose number the arrow keys and, once it has the focus, the wheel change.

    Signals:
        stepped(int): by so many steps, up or down.
    """

    stepped = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._turned = 0

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1, Qt.Key.Key_PageUp: 10, Qt.Key.Key_PageDown: -10}
        if event.key() in steps:
            self.stepped.emit(steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if not self.hasFocus():
            event.ignore()  # it scrolls the panel
            return
        self._turned += event.angleDelta().y()
        steps = int(self._turned / _NOTCH)
        self._turned -= steps * _NOTCH
        if steps:
            self.stepped.emit(steps)
        event.accept()


class FloatEditor(Editor):
    """A text field, so that 1e-5 can be typed, or a sum; text that is no valid number is marked and put back."""

    def __init__(self, param: Param) -> None:
        super().__init__(param)
        self._value: Value = param.default
        self._is_mixed = False
        self._field = FloatField()
        self._field.setObjectName(f"param:{param.name}")
        self._field.setAccessibleName(param.name)
        self._field.installEventFilter(UndoBelongsToTheWindow(self._field))
        self._field.textEdited.connect(self._read)
        self._field.stepped.connect(self._step)
        self._field.editingFinished.connect(self._tidy)
        self._row().addWidget(self._field)
        self.setFocusProxy(self._field)

    def show_value(self, value: Value) -> None:
        """Show a number; what is being typed stays as it is if it means the same."""
        self._value, self._is_mixed = value, False
        self._field.setPlaceholderText("")
        if self._parse(self._field.text()) != value or not self._field.hasFocus():
            self._field.setText(self.param.text(value))
        self._mark("")

    def show_mixed(self, values: Sequence[Value]) -> None:
        """Show that the numbers differ; a step goes from the first."""
        self._value, self._is_mixed = values[0], True
        self._field.setText("")
        self._field.setPlaceholderText(MIXED)
        self._mark("")

    def _read(self, text: str) -> None:
        value = self._parse(text)
        if value is not None:
            self._mark("")
            self._is_mixed = False
            self.edited.emit(value)

    def _parse(self, text: str) -> Value:
        number = evaluate(text)
        if number is None:
            self._mark(f"{self.param.name} must be a number such as 0.1 or 1e-5. Received '{text}'.")
            return None
        try:
            return self.param.validate(number)
        except ParameterError as error:
            self._mark(str(error))
        return None

    def _step(self, steps: int) -> None:
        value = self.param.text(stepped(cast(float, self._value), steps))
        if self._parse(value) is not None:
            self._field.setText(value)
            self._read(value)
        self._mark("")  # a step out of the range is none

    def _tidy(self) -> None:
        """Write the number plainly: a sum as its value, and the value in place of what is none."""
        if not self._is_mixed:
            self._field.setText(self.param.text(self._value))
        elif self._field.text():
            self._field.setText("")
        self._mark("")

    def _mark(self, problem: str) -> None:
        mark(self._field, problem, self.param.doc)


def stepped(value: float, steps: int) -> float:
    """Return a number some steps away, a step being one of its second digit: 0.05, 0.051; 0.95, 0.96.

    Going down from 0.1 the step is that of 0.09, so that down and up cancel.
    """
    if value == 0:
        return steps * _STEP_FROM_ZERO
    size = abs(value)
    exponent = math.floor(math.log10(size))
    toward_zero = (steps < 0) == (value > 0)
    if toward_zero and math.isclose(size, 10.0**exponent):
        exponent -= 1
    digits = 1 - exponent
    return float(round(round(value, digits) + steps * 10.0 ** (exponent - 1), digits))
