"""Above the live views: of which network and run they are."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMainWindow, QToolButton, QWidget

from gui.plots.elided_label import ElidedLabel

_HEIGHT = 30


class RunHeader(QWidget):
    """One line: the run's title, and what one should know of it. Hidden without a run."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("runHeader")
        self.setProperty("panel", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(_HEIGHT)
        self._title = QLabel()
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._title.setStyleSheet("font-weight: 600;")
        self._remark = ElidedLabel(role="muted")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 4, 8, 0)
        layout.setSpacing(10)
        layout.addWidget(self._title)
        layout.addWidget(self._remark, 1)
        self.choice = _choice()
        self.choice.clicked.connect(self._choose)
        layout.addWidget(self.choice)
        self._area: QMainWindow | None = None
        self.hide()

    @property
    def text(self) -> str:
        """All of it, in one line."""
        return " · ".join(part for part in (self._title.text(), self._remark.text()) if part)

    def set_area(self, area: QMainWindow) -> None:
        """Offer the choice of this area's views."""
        self._area = area

    def show_title(self, title: str) -> None:
        """Show whose run it is; nothing for an empty title."""
        self._title.setText(title)
        self._remark.set_text("")
        self.setVisible(bool(title))

    def show_remark(self, remark: str) -> None:
        """Show what one should know of the run, or nothing."""
        self._remark.set_text(remark)

    def _choose(self) -> None:
        if self._area is not None and (menu := self._area.createPopupMenu()) is not None:
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(self.choice.mapToGlobal(self.choice.rect().bottomLeft()))


def _choice() -> QToolButton:
    button = QToolButton()
    button.setObjectName("viewChoice")
    button.setText("Views ▾")
    button.setToolTip(
        "Choose which views are shown. Drag one by its title to move it,\n"
        "double-click on its tab to give it all the room"
    )
    button.setProperty("quiet", True)
    return button
