"""The editor for a number per axis, such as a height and a width."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QToolButton, QVBoxLayout

from engine.layers.params import Int, Ints, Param, Value
from gui.inspector.editor import Editor
from gui.inspector.number_field import NumberField
from gui.theme.appearance import appearance
from gui.theme.icons import icon

_MAX_IN_A_ROW = 3
"""Fields that are wide enough beside one another: C, H and W of an image."""


class IntsEditor(Editor):
    """A number field per axis; of a pair, both change together while they are equal and linked.

    What it announces has None on an axis that is mixed and was left alone.
    """

    def __init__(self, param: Param) -> None:
        super().__init__(param)
        assert isinstance(param, Ints)
        self._ints = param
        self._fields = [self._axis_field(axis) for axis in param.axes]
        self._link = self._link_button()
        self._absent = QCheckBox(f"same as {param.absent}", self)
        self._absent.setObjectName(f"absent:{param.name}")
        self._absent.setVisible(bool(param.absent))
        self._absent.clicked.connect(self._choose_absent)
        self._recolor()
        appearance.changed.connect(self._recolor)
        row = QHBoxLayout()
        row.setSpacing(5)
        row.addLayout(self._grid(), 1)
        row.addWidget(self._link)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        if param.absent:
            column.addWidget(self._absent)
        column.addLayout(row)
        self.setFocusProxy(self._fields[0])

    def show_value(self, value: Value) -> None:
        """Show the numbers; None shows what it stands for, and hides the fields."""
        self._show_absent(Qt.CheckState.Checked if value is None else Qt.CheckState.Unchecked)
        if isinstance(value, tuple):
            for field, number in zip(self._fields, value, strict=True):
                field.show_number(number)
            if len(set(value)) > 1:
                self._set_link(False)

    def show_mixed(self, values: Sequence[Value]) -> None:
        """Show axis by axis the number that all have, or that they differ."""
        numbers = [value for value in values if isinstance(value, tuple)]
        is_partly_absent = len(numbers) < len(values)
        self._show_absent(Qt.CheckState.PartiallyChecked if is_partly_absent else Qt.CheckState.Unchecked)
        for field, of_axis in zip(self._fields, zip(*numbers, strict=True), strict=True):
            if is_partly_absent or len(set(of_axis)) > 1:
                field.show_mixed(of_axis[0])
            else:
                field.show_number(of_axis[0])
        self._set_link(all(len(set(value)) == 1 for value in numbers))

    def _grid(self) -> QGridLayout:
        """Return the fields in one row, or in two where they are too many for one."""
        grid = QGridLayout()
        grid.setSpacing(5)
        columns = len(self._fields) if len(self._fields) <= _MAX_IN_A_ROW else 2
        for place, field in enumerate(self._fields):
            grid.addWidget(field, place // columns, place % columns)
        for column in range(columns):
            grid.setColumnStretch(column, 1)
        return grid

    def _axis_field(self, axis: str) -> NumberField:
        param = self._ints
        whole = Int(name=f"{param.name}.{axis}", default=0, doc=param.doc, minimum=param.minimum, maximum=param.maximum)
        field = NumberField(whole, prefix=f"{axis} ")
        field.setMinimumWidth(48)
        field.edited.connect(self._field_edited)
        return field

    def _link_button(self) -> QToolButton:
        name = self._ints.name
        button = QToolButton(self)  # shown without a parent it would be a window for a moment
        button.setCheckable(True)
        button.setProperty("quiet", True)
        button.setObjectName(f"link:{name}")
        button.setAccessibleName(f"{name}: height and width alike")
        button.setToolTip("Height and width alike")
        button.setChecked(True)
        button.toggled.connect(self._relink)
        button.setVisible(self._ints.is_pair)
        return button

    def _field_edited(self, number: int) -> None:
        if self._ints.is_pair and self._link.isChecked():
            for field in self._fields:
                field.show_number(number)
        self._announce()

    def _relink(self, is_linked: bool) -> None:
        self._enable_fields()
        first = self._fields[0]
        if is_linked and not first.is_mixed:
            self._field_edited(first.value())

    def _set_link(self, is_linked: bool) -> None:
        self._link.blockSignals(True)
        self._link.setChecked(is_linked)
        self._link.blockSignals(False)
        self._enable_fields()

    def _enable_fields(self) -> None:
        if self._ints.is_pair:
            self._fields[1].setEnabled(not self._link.isChecked())

    def _show_absent(self, state: Qt.CheckState) -> None:
        self._absent.setTristate(state is Qt.CheckState.PartiallyChecked)
        self._absent.setCheckState(state)
        has_numbers = state is not Qt.CheckState.Checked
        for field in self._fields:
            field.setVisible(has_numbers)
        self._link.setVisible(has_numbers and self._ints.is_pair)
        self._enable_fields()

    def _choose_absent(self) -> None:
        """Take what stands for the value, or the numbers that the fields have."""
        self._absent.setTristate(False)
        if self._absent.isChecked():
            self.edited.emit(None)
            return
        for field in self._fields:
            if field.is_mixed:
                field.show_number(field.minimum() + 1)
        self._announce()

    def _announce(self) -> None:
        self.edited.emit(tuple(None if field.is_mixed else field.value() for field in self._fields))

    def _recolor(self) -> None:
        self._link.setIcon(icon("link", appearance.theme.muted))
