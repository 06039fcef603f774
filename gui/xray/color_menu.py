"""By what the canvas is coloured: one choice, in the menu bar and in the tool bar."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from engine.probes.frames import Quantity
from gui.theme.appearance import appearance
from gui.theme.icons import icon

_QUANTITIES = (
    Quantity.GRADIENT,
    Quantity.UPDATE_RATIO,
    Quantity.DEAD_SHARE,
    Quantity.SPREAD,
    Quantity.TIME,
)


class ColorMenu(QMenu):
    """Off, or one of the quantities.

    Signals:
        chosen(Quantity | None): another one now; None for off.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__("&Colour by", parent)
        self.setObjectName("colourBy")
        self.setToolTipsVisible(True)
        self._choices = QActionGroup(self)
        self._choices.triggered.connect(self._choose)
        self._add("Off", None, "Cards and wires in their own colours").setChecked(True)
        self.addSeparator()
        for quantity in _QUANTITIES:
            self._add(quantity.title, quantity, quantity.doc)

    @property
    def quantity(self) -> Quantity | None:
        """What is chosen."""
        action = self._choices.checkedAction()
        data = action.data() if action is not None else None
        return data if isinstance(data, Quantity) else None

    def choose(self, quantity: Quantity | None) -> None:
        """Choose as a click does."""
        if quantity is not self.quantity:
            self.action_of(quantity).trigger()

    def action_of(self, quantity: Quantity | None) -> QAction:
        """Return the menu's entry for a quantity, or for off."""
        return next(action for action in self._choices.actions() if action.data() is quantity)

    def _add(self, text: str, quantity: Quantity | None, tip: str) -> QAction:
        action = self._choices.addAction(text)
        action.setObjectName(f"colourBy:{quantity.value if quantity is not None else 'off'}")
        action.setCheckable(True)
        action.setData(quantity)
        action.setToolTip(tip)
        self.addAction(action)
        return action

    def _choose(self, action: QAction) -> None:
        self.chosen.emit(action.data())


class ColorButton(QToolButton):
    """Opens the menu from the tool bar, and is marked while a quantity is shown."""

    def __init__(self, menu: ColorMenu) -> None:
        super().__init__()
        self.setObjectName("colourByButton")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCheckable(True)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setMenu(menu)
        menu.chosen.connect(self._show)
        appearance.changed.connect(self._recolor)
        self._show(None)
        self._recolor()

    def _show(self, quantity: Quantity | None) -> None:
        self.setChecked(quantity is not None)
        what = quantity.title.lower() if quantity is not None else ""
        self.setToolTip(f"Coloured by {what}" if what else "Colour cards and wires by a quantity")

    def _recolor(self) -> None:
        self.setIcon(icon("palette", appearance.theme.text))
