"""Acting in a dialog that holds the test up until it is closed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

_LOOK_MS = 20


def when_a_dialog_opens(act: Callable[[QWidget], None]) -> None:
    """Call ``act`` with the next modal dialog as soon as it is open, however long that takes."""
    timer = QTimer(QApplication.instance())

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if dialog is not None:
            timer.stop()
            timer.deleteLater()
            act(dialog)

    timer.timeout.connect(look)
    timer.start(_LOOK_MS)
