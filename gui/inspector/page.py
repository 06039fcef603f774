"""What the inspector's pages have in common: a column that scrolls, and lines across it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget


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


def line() -> QFrame:
    """Return a line across a page."""
    result = QFrame()
    result.setFixedHeight(1)
    result.setProperty("role", "line")
    return result


def heading(text: str = "") -> QLabel:
    """Return the title of a page."""
    label = QLabel(text)
    label.setProperty("role", "heading")
    return label
