"""Above the live views: of which network and run they are."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

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
        layout.setContentsMargins(12, 4, 12, 0)
        layout.setSpacing(10)
        layout.addWidget(self._title)
        layout.addWidget(self._remark, 1)
        self.hide()

    @property
    def text(self) -> str:
        """All of it, in one line."""
        return " · ".join(part for part in (self._title.text(), self._remark.text()) if part)

    def show_title(self, title: str) -> None:
        """Show whose run it is; nothing for an empty title."""
        self._title.setText(title)
        self._remark.set_text("")
        self.setVisible(bool(title))

    def show_remark(self, remark: str) -> None:
        """Show what one should know of the run, or nothing."""
        self._remark.set_text(remark)
