"""A sentence at the foot of the canvas: why something cannot be done."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QLabel, QWidget

from gui.theme.appearance import appearance

_PASSING_MS = 6000


class Notice(QLabel):
    """Hidden while it has nothing to say; stays in the middle of its parent's foot."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._home = parent
        self.setObjectName("notice")
        self.setWordWrap(True)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.hide()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PASSING_MS)
        self._timer.timeout.connect(self.hide)
        parent.installEventFilter(self)
        appearance.changed.connect(self._restyle)
        self._restyle()

    def show_text(self, text: str, *, passing: bool = False) -> None:
        """Say a sentence, until the next call or, if ``passing``, for some seconds; empty hides."""
        self._timer.stop()
        self.setText(text)
        self.setVisible(bool(text))
        if text:
            self._place()
            self.raise_()
        if passing and text:
            self._timer.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def _place(self) -> None:
        parent = self._home
        width = min(520, parent.width() - 32)
        one_line = self.fontMetrics().horizontalAdvance(self.text()) + 34
        self.setFixedWidth(min(width, one_line))
        self.setFixedHeight(self.heightForWidth(self.width()))
        self.move((parent.width() - self.width()) // 2, parent.height() - self.height() - 18)

    def _restyle(self) -> None:
        theme = appearance.theme
        self.setStyleSheet(
            f"QLabel {{ background: {theme.raised}; color: {theme.text}; border: 1px solid {theme.warning};"
            " border-radius: 7px; padding: 8px 14px; }"
        )
