"""A failed run in full: what went wrong, and Python's own account of where."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase, QGuiApplication, QShowEvent
from PySide6.QtWidgets import QDialog, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from engine.training.events import RunFailed
from gui.dialogs.copy_row import copy_row
from gui.theme.appearance import appearance


class FailureDetails(QDialog):
    """Shows a failure, for reading and for copying into a bug report. Deletes itself when closed."""

    def __init__(self, failure: RunFailed, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._failure = failure
        self.setObjectName("failureDetails")
        self.setWindowTitle("Why the run failed")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(760, 440)
        message = QLabel(failure.message)
        message.setWordWrap(True)
        message.setProperty("role", "danger")
        message.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.traceback = QPlainTextEdit(failure.traceback.rstrip())
        self.traceback.setReadOnly(True)
        theme = appearance.theme
        self.traceback.setStyleSheet(
            f"QPlainTextEdit {{ background: {theme.panel}; border: 1px solid {theme.border}; border-radius: 6px;"
            " padding: 6px; }"
        )
        self.traceback.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.traceback.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(12)
        layout.addWidget(message)
        layout.addWidget(self.traceback, 1)
        layout.addLayout(copy_row(self, "Copy", self._copy, "Copy the message and the traceback"))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        bar = self.traceback.verticalScrollBar()
        bar.setValue(bar.maximum())  # the error itself is the last line

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(f"{self._failure.message}\n\n{self._failure.traceback}")
