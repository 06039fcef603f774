"""An editor for each kind of parameter. A new kind of parameter needs one here; a new layer needs none."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QSpinBox, QToolButton, QVBoxLayout, QWidget

from engine.errors import ParameterError
from engine.layers.params import Bool, Choice, Float, Int, Ints, Param, Value
from gui.theme.appearance import appearance
from gui.theme.icons import icon

_LARGEST = 2**31 - 1


class Editor(QWidget):
    """Edits one value.

    Signals:
        edited(Value): the person changed it to this valid value.
    """

    edited = Signal(object)

    def __init__(self, param: Param) -> None:
        super().__init__()
        self.param = param
        self.setToolTip(param.doc)

    def show_value(self, value: Value) -> None:
        """Show a value without announcing it."""
        raise NotImplementedError

    def _row(self) -> QHBoxLayout:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        return row


def make_editor(param: Param) -> Editor:
    """Return the editor for a parameter of any kind."""
    for kind, editor in _EDITORS.items():
        if isinstance(param, kind):
            return editor(param)
    raise TypeError(f"no editor for parameters of kind {type(param).__name__}")


def number_field(name: str, minimum: int | None, maximum: int | None, doc: str) -> QSpinBox:
    """Return a field for a whole number: typing, arrow keys and the wheel (once it has the focus)."""
    field = QSpinBox()
    field.setObjectName(f"param:{name}")
    field.setAccessibleName(name)
    field.setToolTip(doc)
    field.setRange(-_LARGEST if minimum is None else minimum, _LARGEST if maximum is None else maximum)
    field.setAccelerated(True)
    field.lineEdit().installEventFilter(_UndoBelongsToTheWindow(field))
    field.lineEdit().setTextMargins(5, 0, 5, 0)  # a style sheet's padding does not reach a spin box's text
    return field


class _UndoBelongsToTheWindow(QObject):
    """Keeps a text field from taking Ctrl+Z for itself: undo is the document's, wherever the focus is."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            keys = QKeySequence.StandardKey
            if event.matches(keys.Undo) or event.matches(keys.Redo):
                event.ignore()
                return True
        return False


class IntEditor(Editor):
    """A number field with its unit."""

    def __init__(self, param: Param) -> None:
        super().__init__(param)
        assert isinstance(param, Int)
        self._field = number_field(param.name, param.minimum, param.maximum, param.doc)
        self._field.setSuffix(f" {param.unit}" if param.unit else "")
        self._field.valueChanged.connect(self.edited.emit)
        self._row().addWidget(self._field)
        self.setFocusProxy(self._field)

    def show_value(self, value: Value) -> None:
        """Show a whole number."""
        self._field.blockSignals(True)
        self._field.setValue(cast(int, value))
        self._field.blockSignals(False)


class IntsEditor(Editor):
    """A number field per axis; of a pair, both change together while they are equal and linked."""

    def __init__(self, param: Param) -> None:
        super().__init__(param)
        assert isinstance(param, Ints)
        self._ints = param
        self._fields = [self._axis_field(axis) for axis in param.axes]
        self._link = QToolButton()
        self._link.setCheckable(True)
        self._link.setProperty("quiet", True)
        self._link.setObjectName(f"link:{param.name}")
        self._link.setAccessibleName(f"{param.name}: height and width alike")
        self._link.setToolTip("Height and width alike")
        self._link.setChecked(True)
        self._link.toggled.connect(self._relink)
        self._link.setVisible(param.is_pair)
        self._recolor()
        appearance.changed.connect(self._recolor)
        row = QHBoxLayout()
        row.setSpacing(5)
        for field in self._fields:
            row.addWidget(field, 1)
        row.addWidget(self._link)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self._absent = QCheckBox(f"same as {param.absent}")
        self._absent.setObjectName(f"absent:{param.name}")
        self._absent.setVisible(bool(param.absent))
        self._absent.toggled.connect(self._announce)
        if param.absent:
            column.addWidget(self._absent)
        column.addLayout(row)
        self.setFocusProxy(self._fields[0])

    def show_value(self, value: Value) -> None:
        """Show the numbers; None shows what it stands for, and hides the fields."""
        self._block(True)
        self._absent.setChecked(value is None)
        numbers = value if isinstance(value, tuple) else tuple(field.value() for field in self._fields)
        for field, number in zip(self._fields, numbers, strict=True):
            field.setValue(number)
            field.setVisible(value is not None)
        if len(set(numbers)) > 1:
            self._link.setChecked(False)
        self._link.setVisible(value is not None and self._ints.is_pair)
        self._show_link()
        self._block(False)

    def _axis_field(self, axis: str) -> QSpinBox:
        param = self._ints
        field = number_field(f"{param.name}.{axis}", param.minimum, param.maximum, param.doc)
        field.setPrefix(f"{axis} ")
        field.setMinimumWidth(54)
        field.valueChanged.connect(self._field_changed)
        return field

    def _field_changed(self, number: int) -> None:
        if self._ints.is_pair and self._link.isChecked():
            self._block(True)
            for field in self._fields:
                field.setValue(number)
            self._block(False)
        self._announce()

    def _relink(self, is_linked: bool) -> None:
        self._show_link()
        if is_linked:
            self._field_changed(self._fields[0].value())

    def _show_link(self) -> None:
        if self._ints.is_pair:
            self._fields[1].setEnabled(not self._link.isChecked())

    def _recolor(self) -> None:
        self._link.setIcon(icon("link", appearance.theme.muted))

    def _announce(self) -> None:
        value = None if self._absent.isChecked() else tuple(field.value() for field in self._fields)
        self.edited.emit(value)

    def _block(self, block: bool) -> None:
        for widget in (*self._fields, self._link, self._absent):
            widget.blockSignals(block)


class FloatEditor(Editor):
    """A text field, so that 1e-5 can be typed; text that is no valid number is marked and put back."""

    def __init__(self, param: Param) -> None:
        super().__init__(param)
        self._value: Value = param.default
        self._field = QLineEdit()
        self._field.setObjectName(f"param:{param.name}")
        self._field.setAccessibleName(param.name)
        self._field.installEventFilter(_UndoBelongsToTheWindow(self._field))
        self._field.textEdited.connect(self._read)
        self._field.editingFinished.connect(self._put_back)
        self._row().addWidget(self._field)
        self.setFocusProxy(self._field)

    def show_value(self, value: Value) -> None:
        """Show a number; what is being typed stays as it is if it means the same."""
        self._value = value
        if self._parse(self._field.text()) != value:
            self._field.setText(self.param.text(value))
        self._mark("")

    def _read(self, text: str) -> None:
        value = self._parse(text)
        if value is not None:
            self._mark("")
            self.edited.emit(value)

    def _parse(self, text: str) -> Value:
        try:
            return self.param.validate(float(text))
        except ParameterError as error:
            self._mark(str(error))
        except ValueError:
            self._mark(f"{self.param.name} must be a number such as 0.1 or 1e-5. Received '{text}'.")
        return None

    def _put_back(self) -> None:
        if self._parse(self._field.text()) is None:
            self._field.setText(self.param.text(self._value))
            self._mark("")

    def _mark(self, problem: str) -> None:
        self._field.setToolTip(problem or self.param.doc)
        if bool(self._field.property("invalid")) != bool(problem):
            self._field.setProperty("invalid", bool(problem))
            self._field.style().unpolish(self._field)
            self._field.style().polish(self._field)


class BoolEditor(Editor):
    """A check box."""

    def __init__(self, param: Param) -> None:
        super().__init__(param)
        self._box = QCheckBox()
        self._box.setObjectName(f"param:{param.name}")
        self._box.setAccessibleName(param.name)
        self._box.toggled.connect(self.edited.emit)
        row = self._row()
        row.addWidget(self._box)
        row.addStretch(1)
        self.setFocusProxy(self._box)

    def show_value(self, value: Value) -> None:
        """Show yes or no."""
        self._box.blockSignals(True)
        self._box.setChecked(bool(value))
        self._box.blockSignals(False)


class ChoiceEditor(Editor):
    """A drop-down list."""

    def __init__(self, param: Param) -> None:
        super().__init__(param)
        assert isinstance(param, Choice)
        self._list = QComboBox()
        self._list.setObjectName(f"param:{param.name}")
        self._list.setAccessibleName(param.name)
        self._list.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for option in param.options:
            self._list.addItem(param.titles.get(option, option), option)
        self._list.activated.connect(self._announce)
        self._row().addWidget(self._list)
        self.setFocusProxy(self._list)

    def show_value(self, value: Value) -> None:
        """Show the chosen word."""
        self._list.setCurrentIndex(self._list.findData(value))

    def _announce(self, index: int) -> None:
        self.edited.emit(self._list.itemData(index))


_EDITORS: dict[type[Param], type[Editor]] = {
    Int: IntEditor,
    Ints: IntsEditor,
    Float: FloatEditor,
    Bool: BoolEditor,
    Choice: ChoiceEditor,
}
