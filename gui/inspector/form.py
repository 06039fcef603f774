"""A column of labelled editors for a list of parameters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFormLayout, QLabel, QSizePolicy, QWidget

from engine.layers.params import Param, Value
from gui.inspector.editor import Editor
from gui.inspector.editors import make_editor

LABEL_WIDTH = 126


class ParamForm(QWidget):
    """Shows parameters by torch's names and announces what is edited.

    Signals:
        edited(str, Value): name of the parameter and its new value.
    """

    edited = Signal(str, object)

    def __init__(self, params: Sequence[Param]) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)  # scrolled, never squeezed
        self._editors: dict[str, Editor] = {}
        self._layout = layout = form_layout(self)
        for param in params:
            editor = make_editor(param)
            editor.edited.connect(partial(self.edited.emit, param.name))
            label = row_label(param.name)
            label.setToolTip(param.doc)
            label.setBuddy(editor)
            layout.addRow(label, editor)
            self._editors[param.name] = editor

    def show_values(self, *values: Mapping[str, Value]) -> None:
        """Show the values, of one node or of several, without announcing them."""
        for name, editor in self._editors.items():
            editor.show_values([of_node[name] for of_node in values])

    def set_row_shown(self, name: str, is_shown: bool) -> None:
        """Show or hide the row of a parameter."""
        self._layout.setRowVisible(self._editors[name], is_shown)


def form_layout(parent: QWidget) -> QFormLayout:
    """Return the layout of every form in the window."""
    layout = QFormLayout(parent)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setHorizontalSpacing(10)
    layout.setVerticalSpacing(5)
    layout.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    layout.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    return layout


def row_label(text: str) -> QLabel:
    """Return the label of a row."""
    label = QLabel(text)
    label.setProperty("role", "muted")
    label.setFixedWidth(LABEL_WIDTH)
    label.setMinimumHeight(26)
    return label
