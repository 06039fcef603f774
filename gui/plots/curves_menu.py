"""What is drawn of the curves, and how: menus of small buttons in the lines above the charts."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup, QColor, QIcon, QPixmap
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from gui.plots.switch import Switch

_WINDOWS = (1, 10, 50, 200)
SECOND = ("accuracy", "gradient norm", "learning rate")


def menu_button(text: str, tooltip: str, menu: QMenu) -> Switch:
    """Return a small button that opens a menu."""
    button = Switch(text, tooltip)
    button.setCheckable(False)
    button.setMenu(menu)
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    return button


class SecondMenu(QMenu):
    """What the second chart shows.

    Signals:
        chosen(int): its place in `SECOND`.
    """

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.group = QActionGroup(self)
        for place, name in enumerate(SECOND):
            action = self.addAction(name)
            action.setCheckable(True)
            action.setChecked(place == 0)
            action.triggered.connect(partial(self._choose, place))
            self.group.addAction(action)

    @property
    def place(self) -> int:
        """What is chosen, as its place in `SECOND`."""
        return next(place for place, action in enumerate(self.group.actions()) if action.isChecked())

    def set_metric(self, title: str) -> None:
        """Call the first choice by the task's metric."""
        self.group.actions()[0].setText(title)

    def _choose(self, place: int, checked: bool = False) -> None:
        self.chosen.emit(place)


class CurvesMenu(QMenu):
    """Means over steps, former runs, export.

    Signals:
        smoothing_chosen(int): over how many steps means are taken; 1 for none.
        former_chosen(): other former runs are to be seen.
        export_wanted(): the person wants a file.
    """

    smoothing_chosen = Signal(int)
    former_chosen = Signal()
    export_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.windows = QActionGroup(self)
        for window in _WINDOWS:
            action = self.addAction(f"Mean of {window} steps" if window > 1 else "Each step")
            action.setCheckable(True)
            action.setChecked(window == 1)
            action.triggered.connect(partial(self._smooth, window))
            self.windows.addAction(action)
        self.addSeparator()  # Qt draws no two of them behind one another
        self.runs: list[QAction] = []
        self._end = self.addSeparator()
        self.export = self.addAction("Export as PNG, SVG or CSV…")
        self.export.triggered.connect(self._export)

    @property
    def hidden(self) -> frozenset[int]:
        """The places of the former runs that are not to be seen."""
        return frozenset(place for place, action in enumerate(self.runs) if not action.isChecked())

    def set_runs(self, titles: Sequence[str], colors: Sequence[QColor]) -> None:
        """Offer these former runs, all of them to be seen."""
        for action in self.runs:
            self.removeAction(action)
            action.deleteLater()
        self.runs = [self._run(title, color) for title, color in zip(titles, colors, strict=True)]

    def _run(self, title: str, color: QColor) -> QAction:
        swatch = QPixmap(10, 10)
        swatch.fill(color)
        action = QAction(QIcon(swatch), title, self)
        action.setCheckable(True)
        action.setChecked(True)
        action.toggled.connect(self._choose_run)
        self.insertAction(self._end, action)
        return action

    def _choose_run(self, is_shown: bool) -> None:
        self.former_chosen.emit()

    def _smooth(self, window: int, checked: bool = False) -> None:
        self.smoothing_chosen.emit(window)

    def _export(self, checked: bool = False) -> None:
        self.export_wanted.emit()
