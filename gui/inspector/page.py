"""What the inspector's pages have in common: a column that scrolls, and lines across it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget


class Page(QScrollArea):
    """A column of widgets, as wide as the inspector; what is too long is scrolled."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        content = QWidget()
        content.setProperty("panel", True)
        self.column = QVBoxLayout(content)
        self.column.setContentsMargins(14, 12, 12, 12)
        self.column.setSpacing(12)
        self.setWidget(content)
        content.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.widget() and event.type() == QEvent.Type.Resize:
            QTimer.singleShot(0, self._keep_focus_in_sight)  # once the rows have moved
        return super().eventFilter(watched, event)

    def _keep_focus_in_sight(self) -> None:
        """Scroll to the field that one types in, where a sentence above it has pushed it away."""
        field, content = QApplication.focusWidget(), self.widget()
        if field is not None and content is not None and content.isAncestorOf(field):
            self.ensureWidgetVisible(field, 0, 16)


def line() -> QFrame:
    """Return a line across a page."""
    result = QFrame()
    result.setFixedHeight(1)
    result.setProperty("role", "line")
    return result


def section(text: str) -> QLabel:
    """Return the title of a part of a page."""
    label = QLabel(text)
    label.setProperty("role", "section")
    return label


def heading(text: str = "") -> QLabel:
    """Return the title of a page."""
    label = QLabel(text)
    label.setProperty("role", "heading")
    return label
