"""A field for a whole number: typing, arithmetic, arrow keys and, once it has the focus, the wheel."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QValidator, QWheelEvent
from PySide6.QtWidgets import QAbstractSpinBox, QSpinBox

from engine.errors import ParameterError
from engine.layers.counted import unit_for
from engine.layers.params import Int
from gui.inspector.arithmetic import evaluate, whole
from gui.inspector.editor import MIXED, UndoBelongsToTheWindow, mark

_LARGEST = 2**31 - 2
"""Qt keeps such numbers in 32 bits; one is left over at each end."""

_UNFINISHED = tuple("+-*/%(×·÷−^")


class NumberField(QSpinBox):
    """Holds a number, or shows that several nodes have different ones.

    A sum (``64*2``) counts from the moment it is whole and stays as it was typed until the field is left. Text that
    means no valid number is marked, and put back when the field is left.

    Signals:
        edited(int): the person changed it to this valid number.
    """

    edited = Signal(int)

    def __init__(self, param: Int, *, prefix: str = "", unit: str = "") -> None:
        super().__init__()
        self._param = param
        self._prefix, self._unit = prefix, unit
        self._lowest = -_LARGEST if param.minimum is None else param.minimum
        self._mixed_start: int | None = None
        self.setRange(self._lowest, _LARGEST if param.maximum is None else param.maximum)
        self.setObjectName(f"param:{param.name}")
        self.setAccessibleName(param.name)
        self.setAccelerated(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        text = self.lineEdit()
        undo = UndoBelongsToTheWindow(self)
        text.installEventFilter(undo)
        self.installEventFilter(undo)  # it hands its keys to the text itself, past the text's filters
        text.setTextMargins(5, 0, 5, 0)  # a style sheet's padding does not reach a spin box's text
        text.textEdited.connect(self._check)
        self.valueChanged.connect(self._announce)
        self.editingFinished.connect(self._tidy)
        self._tidy()

    @property
    def is_mixed(self) -> bool:
        """Whether it shows that several nodes have different numbers."""
        return self._mixed_start is not None

    def show_number(self, number: int) -> None:
        """Show a number without announcing it; a sum being typed that means it stays."""
        self.blockSignals(True)
        self._mixed_start = None
        if self.value() != number:
            self.setValue(number)
        self.setMinimum(self._lowest)
        if not self.hasFocus():
            self._tidy()
        self.blockSignals(False)

    def show_mixed(self, start: int) -> None:
        """Show that there are several numbers; a step goes from ``start``."""
        self.blockSignals(True)
        self._mixed_start = start
        self.setPrefix("")
        self.setSuffix("")
        self.lineEdit().setPlaceholderText(MIXED)
        self.setMinimum(self._lowest - 1)  # a value that nobody can type, so that whatever is typed is a change
        self.setValue(self._lowest - 1)
        self.blockSignals(False)

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        number = self._read(text)
        is_valid = number is not None and self._lowest <= number <= self.maximum()
        state = QValidator.State.Acceptable if is_valid else QValidator.State.Intermediate
        return state, text, position

    def valueFromText(self, text: str) -> int:
        number = self._read(text)
        return self.value() if number is None else number

    def textFromValue(self, value: int) -> str:
        return "" if value < self._lowest else str(value)

    def fixup(self, text: str) -> str:
        return text  # what cannot be read is put back by Qt

    def stepBy(self, steps: int) -> None:
        if self._mixed_start is None:
            super().stepBy(steps)
            self._tidy()  # 2 epochs become 1 epoch
            self.selectAll()
            return
        self.setValue(max(self._lowest, self._mixed_start + steps))
        self.selectAll()

    def stepEnabled(self) -> QAbstractSpinBox.StepEnabledFlag:
        if self.is_mixed:
            return QAbstractSpinBox.StepEnabledFlag.StepUpEnabled | QAbstractSpinBox.StepEnabledFlag.StepDownEnabled
        return super().stepEnabled()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()  # it scrolls the panel: a number must not change because it lay in the way

    def _announce(self, number: int) -> None:
        if number >= self._lowest:
            self._mixed_start = None
            self.edited.emit(number)

    def _read(self, text: str) -> int | None:
        return whole(self._typed(text))

    def _typed(self, text: str) -> str:
        return text.removeprefix(self.prefix()).removesuffix(self.suffix()).strip()

    def _check(self, text: str) -> None:
        typed = self._typed(text)
        is_unfinished = not typed or typed.endswith(_UNFINISHED) or typed.count("(") > typed.count(")")
        mark(self, "" if is_unfinished else self._problem(typed), self._param.doc)

    def _problem(self, typed: str) -> str:
        """Return what is wrong with a text; empty if nothing is."""
        value = evaluate(typed)
        if value is None:
            return f"{self._param.name} must be a number or a sum such as 64*2. Received '{typed}'."
        number = whole(typed)
        try:
            self._param.validate(value if number is None else number)
        except ParameterError as error:
            return str(error)
        return ""

    def _tidy(self) -> None:
        """Write the number plainly, with its unit, and take a mark back."""
        if not self.is_mixed:
            self.setPrefix(self._prefix)
            self.setSuffix(f" {unit_for(self.value(), self._unit)}" if self._unit else "")
            self.lineEdit().setPlaceholderText("")
        mark(self, "", self._param.doc)
