"""Writing in a note."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from gui.canvas.items.fonts import font


class NoteEditor(QPlainTextEdit):
    """A text field that lies over a note while one writes. Esc keeps the former text, a click elsewhere the new one.

    Signals:
        finished(str): the new text.
    """

    finished = Signal(str)

    def __init__(self, parent: QWidget, text: str) -> None:
        super().__init__(parent)
        self._is_done = False
        self.setObjectName("noteEditor")
        self.setAccessibleName("Text of the note")
        self.setPlainText(text)
        self.setFont(font(13))
        self.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._close()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and (
            event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self._finish()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self._finish()

    def _finish(self) -> None:
        if not self._is_done:
            self._close()
            self.finished.emit(self.toPlainText())

    def _close(self) -> None:
        self._is_done = True
        self.hide()
        self.deleteLater()
