"""What a live view lies in: it can be dragged by its title, put behind another as a tab, or floated."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QDockWidget, QWidget

from gui.theme.appearance import appearance
from gui.training import panel_title
from gui.training.panel import LivePanel

_FLOATING_SIZE, _FLOATS_ASIDE = QSize(560, 400), 90
_UNBOUNDED = 16_777_215  # Qt's own QWIDGETSIZE_MAX, which PySide does not export


class PanelDock(QDockWidget):
    """The dock of one live view; its title is the view's own.

    Signals:
        maximizing_wanted(PanelDock): the person wants to see only its stack, or all stacks again.
    """

    maximizing_wanted = Signal(object)

    def __init__(self, panel: LivePanel, parent: QWidget | None = None) -> None:
        super().__init__(panel.title_row.name, parent)
        self.panel = panel
        self.setObjectName(f"{panel.objectName()}Dock")
        self.setAllowedAreas(Qt.DockWidgetArea.RightDockWidgetArea)
        self.setTitleBarWidget(panel.title_row)
        self.setWidget(panel)
        self.visibilityChanged.connect(self._tell_panel)
        panel.folded.connect(self._take_room)
        panel.title_row.float_button.clicked.connect(self._turn_floating)
        panel.title_row.maximize_button.clicked.connect(self._want_maximizing)
        panel.title_row.double_clicked.connect(self._take_double_click)
        self.topLevelChanged.connect(panel.title_row.set_floating)

    def set_tabbed(self, is_tabbed: bool) -> None:
        """Say whether it is one of several tabs: then the tab bears its name; nor is it folded then, or floating."""
        title = self.panel.title_row
        title.name_label.setVisible(not is_tabbed)
        can_fold = not (is_tabbed or self.isFloating())
        title.fold_button.setVisible(can_fold)
        if not can_fold and title.fold_button.isChecked():
            self.panel.set_folded(False)

    def set_maximized(self, is_maximized: bool) -> None:
        """Say whether some stack has all the room."""
        self.panel.title_row.set_maximized(is_maximized)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.isFloating():  # the desktop draws no frame around it
            painter = QPainter(self)
            painter.setPen(QColor(appearance.theme.edge))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _turn_floating(self) -> None:
        if self.isFloating():
            self._put_back()
        else:
            self._float()

    def _float(self) -> None:
        """Float beside its former place and larger, so that one sees that it does."""
        corner = self.mapToGlobal(QPoint(-_FLOATS_ASIDE, -_FLOATS_ASIDE))
        size = self.size().expandedTo(_FLOATING_SIZE)
        self.setFloating(True)
        room = self.screen().availableGeometry()
        right, foot = room.right() - size.width(), room.bottom() - size.height()
        self.resize(size)
        self.move(max(room.left(), min(corner.x(), right)), max(room.top(), min(corner.y(), foot)))

    def _put_back(self) -> None:
        self.setFloating(False)
        self.raise_()  # it was looked at: another tab is not to cover it

    def _want_maximizing(self) -> None:
        self.maximizing_wanted.emit(self)

    def _take_double_click(self) -> None:
        if self.isFloating():
            self._put_back()
        else:
            self._want_maximizing()

    def _tell_panel(self) -> None:
        """Pass on whether another tab covers it: Qt moves such a dock out of the window."""
        self.panel.set_in_front(self.isFloating() or self.geometry().bottom() >= 0)

    def _take_room(self, is_folded: bool) -> None:
        self.setMaximumHeight(panel_title.HEIGHT if is_folded else _UNBOUNDED)
