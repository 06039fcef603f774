"""The editor for what each class counts: a word from a list, or numbers that are typed in its place."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox

from engine.errors import ParameterError
from engine.layers.params import Param, Value
from engine.training.settings.class_weights import ALIKE, BALANCED
from gui.inspector.editor import MIXED, Editor, UndoBelongsToTheWindow, mark

_TITLES = {ALIKE: "All alike", BALANCED: "Balanced"}
_WORDS = {title.lower(): word for word, title in _TITLES.items()}


class ClassWeightsEditor(Editor):
    """A list that can be written into; what is no valid list of numbers is marked and put back."""

    def __init__(self, param: Param) -> None:
        super().__init__(param)
        self._value: Value = param.default
        self._list = QComboBox()
        self._list.setEditable(True)
        self._list.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._list.setObjectName(f"param:{param.name}")
        self._list.setAccessibleName(param.name)
        self._list.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._list.addItems(list(_TITLES.values()))
        field = self._list.lineEdit()
        assert field is not None  # it is editable
        self._field = field
        field.setPlaceholderText("1, 2.5, 0.5, …")
        field.installEventFilter(UndoBelongsToTheWindow(self._list))
        field.textEdited.connect(self._read)
        field.editingFinished.connect(self._tidy)
        self._list.activated.connect(self._choose)
        self._row().addWidget(self._list)
        self.setFocusProxy(self._list)

    def show_value(self, value: Value) -> None:
        """Show a word or numbers; what is being typed stays as it is if it means the same."""
        self._value = value
        if not self._field.hasFocus() or self._parsed(self._list.currentText()) != value:
            self._list.setEditText(_TITLES.get(str(value), str(value)))
        mark(self._list, "", self.param.doc)

    def show_mixed(self, values: Sequence[Value]) -> None:
        """Show that they differ."""
        self._value = values[0]
        self._list.setEditText(MIXED)

    def _choose(self, index: int) -> None:
        self._read(self._list.itemText(index))

    def _read(self, text: str) -> None:
        if (value := self._parsed(text)) is not None:
            self.edited.emit(value)

    def _parsed(self, text: str) -> Value:
        try:
            value = self.param.validate(_WORDS.get(text.strip().lower(), text))
        except ParameterError as error:
            mark(self._list, str(error), self.param.doc)
            return None
        mark(self._list, "", self.param.doc)
        return value

    def _tidy(self) -> None:
        self._list.setEditText(_TITLES.get(str(self._value), str(self._value)))
        mark(self._list, "", self.param.doc)
