"""The choice of what the memory of a training step depends on: batch size, precision, optimizer."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from engine.analysis.memory import MAX_BATCH_SIZE, OPTIMIZER_STATES, MemorySettings, Precision
from engine.layers.params import Choice, Int, Param, Value
from gui.inspector.editor import Editor
from gui.inspector.editors import make_editor

_SETTINGS: tuple[Param, ...] = (
    Int(
        name="batch_size",
        default=1,
        minimum=1,
        maximum=MAX_BATCH_SIZE,
        unit="images",
        doc="Images in a step, for the memory of its activations.",
    ),
    Choice(
        name="precision",
        default="fp32",
        options=tuple(each.value for each in Precision),
        doc="How each number is kept.",
    ),
    Choice(
        name="optimizer",
        default="SGD with momentum",
        options=tuple(OPTIMIZER_STATES),
        doc="What is kept for each parameter besides its gradient.",
    ),
)
_WIDTHS = {"batch_size": 112, "precision": 78, "optimizer": 188}


class MemoryForm(QWidget):
    """Three fields in a row.

    Signals:
        changed(): `settings` are others.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._values: dict[str, Value] = {param.name: param.default for param in _SETTINGS}
        self._editors: dict[str, Editor] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(7)
        label = QLabel("Memory for")
        label.setProperty("role", "small")
        row.addWidget(label)
        for param in _SETTINGS:
            editor = self._editors[param.name] = make_editor(param)
            editor.setFixedWidth(_WIDTHS[param.name])
            editor.show_value(param.default)
            row.addWidget(editor)
        self._editors["batch_size"].edited.connect(self._set_batch_size)
        self._editors["precision"].edited.connect(self._set_precision)
        self._editors["optimizer"].edited.connect(self._set_optimizer)

    @property
    def settings(self) -> MemorySettings:
        """What is chosen."""
        batch_size = self._values["batch_size"]
        assert isinstance(batch_size, int)
        return MemorySettings(batch_size, Precision(self._values["precision"]), str(self._values["optimizer"]))

    def _set_batch_size(self, value: Value) -> None:
        self._set("batch_size", value)

    def _set_precision(self, value: Value) -> None:
        self._set("precision", value)

    def _set_optimizer(self, value: Value) -> None:
        self._set("optimizer", value)

    def _set(self, name: str, value: Value) -> None:
        self._values[name] = value
        self.changed.emit()
