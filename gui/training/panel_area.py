"""Where live views are arranged: stacked, as tabs, floating; as the person left them last time."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

from PySide6.QtCore import QByteArray, QSettings, Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QDockWidget, QMainWindow, QTabBar, QTabWidget, QWidget

from gui.training.panel import LivePanel
from gui.training.panel_dock import PanelDock
from gui.training.panel_maximizing import PanelMaximizing

_KEY = "liveViews/arrangement"
_AREA = Qt.DockWidgetArea.RightDockWidgetArea


class PanelArea(QMainWindow):
    """A main window without a middle, inside another window: Qt's docks then are a column of their own."""

    def __init__(
        self, stacks: Sequence[Sequence[LivePanel]], heights: Sequence[int], parent: QWidget | None = None
    ) -> None:
        """Arrange views.

        Args:
            stacks: top to bottom; the views of one stack are tabs, the first in front.
            heights: of the stacks, relative to one another.
            parent: Qt's.
        """
        super().__init__(parent)
        self.setObjectName("panelArea")
        self.setWindowFlags(Qt.WindowType.Widget)
        self.setDockNestingEnabled(True)
        self.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        self.docks = tuple(PanelDock(panel, self) for stack in stacks for panel in stack)
        self._adjusting = QTimer(self)
        self._adjusting.setSingleShot(True)
        self._adjusting.setInterval(0)  # behind Qt's own rearranging
        self._adjusting.timeout.connect(self._adjust)
        self._version = zlib.crc32(" ".join(dock.objectName() for dock in self.docks).encode()) >> 1
        self._arrange(stacks, heights)
        for dock in self.docks:
            for signal in (dock.topLevelChanged, dock.dockLocationChanged, dock.visibilityChanged):
                signal.connect(self._adjusting.start)
        stored = QSettings().value(_KEY)
        if isinstance(stored, QByteArray):
            self.arrange(stored)
        self.maximizing = PanelMaximizing(self)
        self.maximizing.restore_last()
        self._put_away: list[PanelDock] = []
        self._adjust()

    def dock_of(self, panel: LivePanel) -> PanelDock:
        """Return what a view lies in."""
        return next(dock for dock in self.docks if dock.panel is panel)

    def arrangement(self) -> QByteArray:
        """Return where each view is."""
        return self.saveState(self._version)

    def arrange(self, arrangement: QByteArray) -> None:
        """Put the views where they were; refused where there are other views now than then."""
        self.restoreState(arrangement, self._version)

    def remember(self) -> None:
        """Keep the arrangement for the next start."""
        QSettings().setValue(_KEY, self.maximizing.arrangement or self.arrangement())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        for dock in self._put_away:
            dock.show()
        self._put_away = []
        self._adjusting.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if event.spontaneous():  # the desktop puts the whole window away, and the floating views with it
            return
        self.remember()
        self._put_away = [dock for dock in self.docks if dock.isFloating() and not dock.isHidden()]
        for dock in self._put_away:
            dock.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.maximizing.is_on:
            self.maximizing.restore()
        else:
            super().keyPressEvent(event)

    def _arrange(self, stacks: Sequence[Sequence[LivePanel]], heights: Sequence[int]) -> None:
        for stack in stacks:
            first, *others = (self.dock_of(panel) for panel in stack)
            self.addDockWidget(_AREA, first, Qt.Orientation.Vertical)
            for other in others:
                self.tabifyDockWidget(first, other)
            first.raise_()
        foremost = [self.dock_of(stack[0]) for stack in stacks]
        self.resizeDocks(foremost, heights, Qt.Orientation.Vertical)

    def _adjust(self) -> None:
        for dock in self.docks:
            dock.set_tabbed(bool(self.tabifiedDockWidgets(dock)))
        stacks = {self._titles(dock) for dock in self.docks}
        for bar in self.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly):
            self.maximizing.watch(bar)
            if frozenset(bar.tabText(place) for place in range(bar.count())) not in stacks:
                bar.hide()  # Qt leaves those of former arrangements lying over the views

    def _titles(self, dock: QDockWidget) -> frozenset[str]:
        """Return the titles of a dock and of those behind or before it."""
        return frozenset(one.windowTitle() for one in (dock, *self.tabifiedDockWidgets(dock)) if not one.isHidden())
