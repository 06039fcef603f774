"""One of a few words: small buttons of which exactly one is pressed."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from gui.plots.switch import Switch


class Choice(QWidget):
    """Buttons side by side, the first of them pressed.

    Signals:
        chosen(int): the place of the button that is pressed now.
    """

    chosen = Signal(int)

    def __init__(self, options: Mapping[str, str], parent: QWidget | None = None) -> None:
        """Make the buttons.

        Args:
            options: what stands on each, and the sentence of its tooltip.
            parent: Qt's.
        """
        super().__init__(parent)
        self.buttons = tuple(Switch(text, tooltip) for text, tooltip in options.items())
        self._group = QButtonGroup(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        for place, button in enumerate(self.buttons):
            self._group.addButton(button, place)
            layout.addWidget(button)
        self.buttons[0].setChecked(True)
        self._group.idToggled.connect(self._toggled)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def place(self) -> int:
        """Which button is pressed."""
        return self._group.checkedId()

    def press(self, place: int) -> None:
        """Press a button, as the person would."""
        self.buttons[place].setChecked(True)

    def _toggled(self, place: int, is_checked: bool) -> None:
        if is_checked:
            self.chosen.emit(place)
