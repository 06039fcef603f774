"""What a live view lies in: it can be dragged by its title, put behind another as a tab, or floated."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget, QWidget

from gui.training import panel_title
from gui.training.panel import LivePanel

_UNBOUNDED = 16_777_215  # Qt's own QWIDGETSIZE_MAX, which PySide does not export


class PanelDock(QDockWidget):
    """The dock of one live view; its title is the view's own."""

    def __init__(self, panel: LivePanel, parent: QWidget | None = None) -> None:
        super().__init__(panel.title_row.name, parent)
        self.panel = panel
        self.setObjectName(f"{panel.objectName()}Dock")
        self.setAllowedAreas(Qt.DockWidgetArea.RightDockWidgetArea)
        self.setTitleBarWidget(panel.title_row)
        self.setWidget(panel)
        self.visibilityChanged.connect(self._tell_panel)
        panel.folded.connect(self._take_room)

    def set_tabbed(self, is_tabbed: bool) -> None:
        """Say whether it is one of several tabs: then the tab bears its name; nor is it folded then, or floating."""
        title = self.panel.title_row
        title.name_label.setVisible(not is_tabbed)
        can_fold = not (is_tabbed or self.isFloating())
        title.fold_button.setVisible(can_fold)
        if not can_fold and title.fold_button.isChecked():
            self.panel.set_folded(False)

    def _tell_panel(self) -> None:
        """Pass on whether another tab covers it: Qt moves such a dock out of the window."""
        self.panel.set_in_front(self.isFloating() or self.geometry().bottom() >= 0)

    def _take_room(self, is_folded: bool) -> None:
        self.setMaximumHeight(panel_title.HEIGHT if is_folded else _UNBOUNDED)
