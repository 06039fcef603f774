"""Fields for what of a preset can vary: its number of classes and the size of its images."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.layers.params import MAX_PIXELS, Int
from gui.gallery.drafts import Wish
from gui.inspector.form import ParamForm
from presets.registry import MAX_CLASSES, Preset

_OPTIONS = (
    Int(
        name="num_classes",
        default=1000,
        minimum=1,
        maximum=MAX_CLASSES,
        doc="Number of classes, and so the size of the last layer.",
    ),
    Int(
        name="input_size",
        default=224,
        minimum=1,  # a preset's own smallest size is said in a sentence, which helps more than a field that refuses
        maximum=MAX_PIXELS,
        unit="px",
        doc="Height and width of the images.",
    ),
)


class OptionsForm(QWidget):
    """Shows the fields that a preset has.

    Signals:
        changed(): `wish` is another one.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._preset: Preset | None = None
        self._values: dict[str, int] = {}
        self._forms: dict[str, ParamForm] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(5)
        for option in _OPTIONS:  # each in a form of its own, which can be hidden
            form = self._forms[option.name] = ParamForm([option])
            form.edited.connect(self._set)
            column.addWidget(form)

    @property
    def wish(self) -> Wish:
        """The preset as the fields say."""
        assert self._preset is not None, "no preset is shown"
        chosen = {name: value for name, value in self._values.items() if value != getattr(self._preset, name)}
        return Wish(self._preset.name, **chosen)

    def show_preset(self, preset: Preset) -> None:
        """Show a preset's fields with the paper's own values."""
        self._preset = preset
        self._values = {name: value for name in self._forms if (value := getattr(preset, name)) is not None}
        for name, form in self._forms.items():
            form.setVisible(name in self._values)
            if name in self._values:
                form.show_values({name: self._values[name]})
        self.setVisible(bool(self._values))

    def _set(self, name: str, value: object) -> None:
        assert isinstance(value, int)
        self._values[name] = value
        self.changed.emit()
