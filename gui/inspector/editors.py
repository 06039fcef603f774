"""An editor for each kind of parameter. A new kind of parameter needs one here; a new layer needs none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox

from engine.layers.params import Bool, Choice, Float, Int, Ints, Param, Value
from engine.training.settings.class_weights import ClassWeights
from gui.inspector.class_weights_editor import ClassWeightsEditor
from gui.inspector.editor import MIXED, Editor
from gui.inspector.float_editor import FloatEditor
from gui.inspector.ints_editor import IntsEditor
from gui.inspector.number_field import NumberField


def make_editor(param: Param) -> Editor:
    """Return the editor for a parameter of any kind."""
    for kind, editor in _EDITORS.items():
        if isinstance(param, kind):
            return editor(param)
    raise TypeError(f"no editor for parameters of kind {type(param).__name__}")


class IntEditor(Editor):
    """A number field with its unit."""

    def __init__(self, param: Param) -> None:
        super().__init__(param)
        assert isinstance(param, Int)
        self._field = NumberField(param, unit=param.unit)
        self._field.edited.connect(self.edited.emit)
        self._row().addWidget(self._field)
        self.setFocusProxy(self._field)

    def show_value(self, value: Value) -> None:
        """Show a whole number."""
        self._field.show_number(cast(int, value))

    def show_mixed(self, values: Sequence[Value]) -> None:
        """Show that the numbers differ."""
        self._field.show_mixed(cast(int, values[0]))


class BoolEditor(Editor):
    """A check box."""

    def __init__(self, param: Param) -> None:
        super().__init__(param)
        self._box = QCheckBox()
        self._box.setObjectName(f"param:{param.name}")
        self._box.setAccessibleName(param.name)
        self._box.clicked.connect(self._announce)
        row = self._row()
        row.addWidget(self._box)
        row.addStretch(1)
        self.setFocusProxy(self._box)

    def show_value(self, value: Value) -> None:
        """Show yes or no."""
        self._box.setTristate(False)
        self._box.setText("")
        self._box.setChecked(bool(value))

    def show_mixed(self, values: Sequence[Value]) -> None:
        """Show neither yes nor no; a click makes it yes."""
        self._box.setTristate(True)
        self._box.setText(MIXED)
        self._box.setCheckState(Qt.CheckState.PartiallyChecked)

    def _announce(self) -> None:
        self._box.setTristate(False)
        self._box.setText("")
        self.edited.emit(self._box.isChecked())


class _DropDown(QComboBox):
    """Takes the wheel once it has the focus; otherwise the wheel scrolls the panel."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class ChoiceEditor(Editor):
    """A drop-down list."""

    def __init__(self, param: Param) -> None:
        super().__init__(param)
        assert isinstance(param, Choice)
        self._list = _DropDown()
        self._list.setObjectName(f"param:{param.name}")
        self._list.setAccessibleName(param.name)
        self._list.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._list.setPlaceholderText(MIXED)
        for option in param.options:
            self._list.addItem(param.titles.get(option, option), option)
        self._list.activated.connect(self._announce)
        self._row().addWidget(self._list)
        self.setFocusProxy(self._list)

    def show_value(self, value: Value) -> None:
        """Show the chosen word."""
        self._list.setCurrentIndex(self._list.findData(value))

    def show_mixed(self, values: Sequence[Value]) -> None:
        """Show no word as chosen."""
        self._list.setCurrentIndex(-1)

    def _announce(self, index: int) -> None:
        self.edited.emit(self._list.itemData(index))


_EDITORS: dict[type[Param], type[Editor]] = {
    Int: IntEditor,
    Ints: IntsEditor,
    Float: FloatEditor,
    Bool: BoolEditor,
    Choice: ChoiceEditor,
    ClassWeights: ClassWeightsEditor,
}
