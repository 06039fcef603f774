"""One stack of live views with all the room to itself, until Esc."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QEvent, QObject, QSettings, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QTabBar

from gui.training.panel_dock import PanelDock

if TYPE_CHECKING:
    from gui.training.panel_area import PanelArea

_KEY = "liveViews/maximized"


class PanelMaximizing(QObject):
    """Puts the other stacks away and brings them back; the tabs of the maximized stack stay.

    Signals:
        changed(bool): a stack is maximized now, or no more.
    """

    changed = Signal(bool)

    def __init__(self, area: PanelArea) -> None:
        super().__init__(area)
        self._area = area
        self._arrangement: QByteArray | None = None
        for dock in area.docks:
            dock.maximizing_wanted.connect(self.toggle)

    @property
    def is_on(self) -> bool:
        """Whether a stack is maximized."""
        return self._arrangement is not None

    @property
    def arrangement(self) -> QByteArray | None:
        """How all views lay before; None while none is maximized."""
        return self._arrangement

    def toggle(self, dock: PanelDock) -> None:
        """Give the stack of a view all the room, or bring back the others."""
        if self.is_on:
            self.restore()
        elif not dock.isFloating():
            self.maximize(dock)

    def maximize(self, dock: PanelDock) -> None:
        """Give the stack of a view all the room."""
        self._arrangement = self._area.arrangement()
        kept = {dock, *self._area.tabifiedDockWidgets(dock)}
        for other in self._area.docks:
            if other not in kept and not other.isFloating():
                other.hide()
        self._tell(dock.objectName())
        self._area.setFocus()  # so that Esc goes back

    def restore(self) -> None:
        """Bring back all views, with those in front that were chosen meanwhile."""
        if self._arrangement is None:
            return
        in_front = [dock for dock in self._area.docks if dock.panel.is_on_screen]
        arrangement, self._arrangement = self._arrangement, None
        self._area.arrange(arrangement)
        for dock in in_front:
            dock.raise_()
        self._tell("")

    def restore_last(self) -> None:
        """Maximize what was maximized when the window was closed."""
        name = QSettings().value(_KEY)
        dock = next((dock for dock in self._area.docks if dock.objectName() == name and not dock.isHidden()), None)
        if dock is not None:
            self.maximize(dock)

    def watch(self, bar: QTabBar) -> None:
        """Follow double-clicks on these tabs."""
        bar.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseButtonDblClick:
            assert isinstance(watched, QTabBar)
            title = watched.tabText(watched.tabAt(event.position().toPoint()))
            dock = next((dock for dock in self._area.docks if dock.windowTitle() == title), None)
            if dock is not None and event.button() == Qt.MouseButton.LeftButton:
                self.toggle(dock)
                return True
        return False

    def _tell(self, name: str) -> None:
        QSettings().setValue(_KEY, name)
        for dock in self._area.docks:
            dock.set_maximized(self.is_on)
        self.changed.emit(self.is_on)
