"""A button that says what is chosen, and opens the dialog in which one chooses."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton

from gui.theme.appearance import appearance
from gui.theme.icons import pixmap

_MARGIN, _ARROW = 9, 14


class ChoiceButton(QPushButton):
    """Looks like a drop-down list; a text that is too long ends in an ellipsis."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._choice = ""
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def choice(self) -> str:
        """What is chosen, in full."""
        return self._choice

    def show_choice(self, text: str, tooltip: str) -> None:
        """Show what is chosen."""
        self._choice = text
        self.setAccessibleName(text)
        self.setToolTip(tooltip)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(80, 28)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), appearance.theme
        option = QStyleOptionButton()
        self.initStyleOption(option)
        self.style().drawControl(QStyle.ControlElement.CE_PushButtonBevel, option, painter, self)
        room = self.rect().adjusted(_MARGIN, 0, -_MARGIN - _ARROW, 0)
        painter.setPen(theme.text)
        text = painter.fontMetrics().elidedText(self._choice, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        arrow = pixmap("chevron-down", theme.muted, _ARROW, self.devicePixelRatioF())
        painter.drawPixmap(self.width() - _MARGIN - _ARROW + 4, (self.height() - _ARROW) // 2, arrow)
