"""A small form over the run bar: so many steps more, more epochs, or until an accuracy."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import cast

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from engine.layers.params import Float, Int, Value
from engine.tasks.catalogue import TASKS
from engine.training.config import TrainingConfig
from engine.training.longer import Longer, what_differs
from engine.training.settings.basics import MOST_EPOCHS
from gui.inspector.editor import Editor
from gui.inspector.editors import make_editor
from gui.inspector.page import section
from gui.theme.appearance import appearance
from gui.wrapped_label import WrappedLabel

STEPS = Int(
    name="steps", default=100, minimum=1, maximum=10**9, unit="steps", doc="Steps after which the run pauses again."
)
EPOCHS = Int(
    name="more_epochs", default=5, minimum=1, maximum=MOST_EPOCHS, unit="epochs", doc="Epochs more than planned."
)
UNTIL = Float(
    name="until_accuracy",
    default=0.98,
    minimum=0.0,
    maximum=1.0,
    doc="Value of the task's metric on the validation images at which the run ends, as a share: 0.98 is 98%; 0 never.",
)
_EXACT = "With more epochs it is, to the last bit, the run that had so many from the start."
_WIDTH = 330


class LongerPopup(QFrame):
    """Each row is a number and the button that asks for it; a click beside the form, or Esc, closes it.

    Signals:
        wanted(Longer): the person wants a run to go on for so much longer.
    """

    wanted = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("longerPopup")
        self.setFixedWidth(_WIDTH)
        self._config = TrainingConfig()
        self._is_over = False
        self._values: dict[str, Value] = {param.name: param.default for param in (STEPS, EPOCHS, UNTIL)}
        self._rows = QGridLayout()
        self._labels: dict[str, QLabel] = {}
        self.steps, self.take = self._row(STEPS, "Steps", "Take")
        self.epochs, self.add = self._row(EPOCHS, "Epochs more", "Extend")
        self.until, self.end_there = self._row(UNTIL, "Until accuracy", "Set")
        self.note = WrappedLabel("small")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 12, 14, 12)
        layout.setSpacing(10)
        layout.addWidget(section("Go on for"))
        layout.addLayout(self._rows)
        layout.addWidget(self.note)
        self.take.clicked.connect(self._ask_for_steps)
        self.add.clicked.connect(self._ask_for_epochs)
        self.end_there.clicked.connect(self._ask_until)

    def open_above(self, place: QPoint, config: TrainingConfig, *, is_over: bool) -> None:
        """Show the form for a run.

        Args:
            place: its lower right corner on the screen.
            config: of the run, with the epochs that it has now.
            is_over: whether it has ended: then an accuracy is aimed at for as many epochs as are added.
        """
        self._config, self._is_over = config, is_over
        theme = appearance.theme
        self.setStyleSheet(f"#longerPopup {{ background: {theme.panel}; border: 1px solid {theme.border}; }}")
        self.take.setToolTip("Take so many steps and pause then")
        self.add.setToolTip("Train for so many epochs more than planned")
        metric = TASKS[config.task].metric.title
        over = f"Train for so many epochs more, but end where the {metric} is reached"
        self.end_there.setToolTip(over if is_over else f"End the run where this validation {metric} is reached")
        self._labels[UNTIL.name].setText(f"Until {metric}")
        self._show_note()
        self.adjustSize()
        self.move(place - QPoint(self.width(), self.height()))
        self.show()
        self.steps.setFocus()

    def _row(self, param: Int | Float, text: str, verb: str) -> tuple[Editor, QPushButton]:
        label, editor, button = QLabel(text), make_editor(param), QPushButton(verb)
        label.setProperty("role", "muted")
        self._labels[param.name] = label
        label.setBuddy(editor)
        editor.show_value(param.default)
        editor.edited.connect(partial(self._take_value, param.name))
        button.setObjectName(f"longer:{param.name}")
        button.setMinimumWidth(78)
        row = self._rows.rowCount()
        for column, widget in enumerate((label, editor, button)):
            self._rows.addWidget(widget, row, column)
        self._rows.setColumnStretch(1, 1)
        return editor, button

    def _take_value(self, name: str, value: Value) -> None:
        self._values[name] = value
        self._show_note()

    @property
    def _more(self) -> int:
        return cast(int, self._values[EPOCHS.name])

    def _show_note(self) -> None:
        longer = replace(self._config, epochs=min(self._config.epochs + self._more, MOST_EPOCHS))
        self.note.show_text(what_differs(longer, self._config.epochs) or _EXACT)

    def _ask_for_steps(self) -> None:
        self._ask(Longer(steps=cast(int, self._values[STEPS.name])))

    def _ask_for_epochs(self) -> None:
        self._ask(Longer(epochs=self._more))

    def _ask_until(self) -> None:
        accuracy = cast(float, self._values[UNTIL.name])
        self._ask(Longer(epochs=self._more if self._is_over else 0, until_accuracy=accuracy))

    def _ask(self, longer: Longer) -> None:
        self.hide()
        self.wanted.emit(longer)
