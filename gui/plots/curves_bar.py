"""The line above the curves: what is drawn of them, and how."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor, QIcon, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from gui.plots.choice import Choice
from gui.plots.switch import Switch

_SECOND = {
    "accuracy": "Share of right answers",
    "gradient": "Norm of the gradient by all parameters together",
    "lr": "Learning rate: the length of a step",
}
_WINDOWS = (1, 10, 50, 200)


class CurvesBar(QWidget):
    """Buttons.

    Signals:
        second_chosen(int): the place of what the second chart shows.
        smoothing_chosen(int): over how many steps means are taken; 1 for none.
        former_chosen(): other former runs are to be seen.
        export_wanted(): the person wants a file.
    """

    second_chosen = Signal(int)
    smoothing_chosen = Signal(int)
    former_chosen = Signal()
    export_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.second = Choice(_SECOND)
        self.second.chosen.connect(self.second_chosen)
        self.smooth = Switch("smooth", "Draw means over the last steps in place of each step's number")
        self.smooth.setCheckable(False)
        self.smooth.setMenu(self._windows_menu())
        self.runs = Switch("runs", "Choose which former runs are drawn beside this one")
        self.runs.setCheckable(False)
        self.runs.setMenu(QMenu(self.runs))
        self.export = Switch("export", "Write the curves as a picture (PNG, SVG) or as numbers (CSV)")
        self.export.setCheckable(False)
        self.export.clicked.connect(self.export_wanted)
        for button in (self.smooth, self.runs):
            button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.smooth)
        layout.addWidget(self.runs)
        layout.addWidget(self.export)
        layout.addStretch(1)
        layout.addWidget(self.second)
        self.set_runs((), ())

    @property
    def hidden(self) -> frozenset[int]:
        """The places of the former runs that are not to be seen."""
        actions = self.runs.menu().actions()
        return frozenset(place for place, action in enumerate(actions) if not action.isChecked())

    def set_runs(self, titles: Sequence[str], colors: Sequence[QColor]) -> None:
        """Offer these former runs, all of them to be seen."""
        menu = self.runs.menu()
        menu.clear()
        for title, color in zip(titles, colors, strict=True):
            swatch = QPixmap(10, 10)
            swatch.fill(color)
            action = menu.addAction(QIcon(swatch), title)
            action.setCheckable(True)
            action.setChecked(True)
            action.toggled.connect(self.former_chosen)
        self.runs.setVisible(bool(titles))

    def _windows_menu(self) -> QMenu:
        menu = QMenu(self.smooth)
        for window in _WINDOWS:
            action = menu.addAction(f"mean of {window} steps" if window > 1 else "each step")
            action.triggered.connect(partial(self._smooth, window))
        return menu

    def _smooth(self, window: int, checked: bool = False) -> None:
        self.smooth.setText(f"mean of {window}" if window > 1 else "smooth")
        self.smoothing_chosen.emit(window)
