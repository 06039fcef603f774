"""What stands where a picture will be: an icon and a sentence that says how to get it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from gui.theme.appearance import appearance
from gui.theme.icons import pixmap

_ICON_SIZE = 26


class Placeholder(QWidget):
    """An icon above a sentence, in the middle."""

    def __init__(self, icon_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon_name = icon_name
        self._icon = QLabel()
        self._sentence = QLabel()
        self._sentence.setProperty("role", "muted")
        self._sentence.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 0, 24, 14)
        layout.setSpacing(8)
        layout.addStretch(1)
        for label in (self._icon, self._sentence):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            layout.addWidget(label)
        layout.addStretch(1)
        appearance.changed.connect(self._restyle)
        self._restyle()

    @property
    def text(self) -> str:
        """The sentence."""
        return self._sentence.text()

    def set_text(self, text: str) -> None:
        """Show a sentence; nothing at all, not even the icon, for an empty one."""
        self._sentence.setText(text)
        self._icon.setVisible(bool(text))

    def _restyle(self) -> None:
        self._icon.setPixmap(pixmap(self._icon_name, appearance.theme.edge, _ICON_SIZE, self.devicePixelRatioF()))
