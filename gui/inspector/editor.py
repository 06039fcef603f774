"""What every editor of a parameter has in common."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QWidget

from engine.layers.params import Param, Value

MIXED = "mixed"
"""What stands where several selected nodes have different values."""


class Editor(QWidget):
    """Edits one value, or the values of several nodes at once.

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

    def show_mixed(self, values: Sequence[Value]) -> None:
        """Show that the values differ, without announcing anything."""
        raise NotImplementedError

    def show_values(self, values: Sequence[Value]) -> None:
        """Show the values of several nodes: the one that all have, or that they differ."""
        if all(value == values[0] for value in values):
            self.show_value(values[0])
        else:
            self.show_mixed(values)

    def _row(self) -> QHBoxLayout:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        return row


class UndoBelongsToTheWindow(QObject):
    """Keeps a text field from taking Ctrl+Z for itself: undo is the document's, wherever the focus is."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            keys = QKeySequence.StandardKey
            if event.matches(keys.Undo) or event.matches(keys.Redo):
                event.ignore()
                return True
        return False


def mark(field: QWidget, problem: str, doc: str) -> None:
    """Frame a field in red and let its tooltip say why; an empty problem takes both back."""
    field.setToolTip(problem or doc)
    if bool(field.property("invalid")) != bool(problem):
        field.setProperty("invalid", bool(problem))
        field.style().unpolish(field)
        field.style().polish(field)
