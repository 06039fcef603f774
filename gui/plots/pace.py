"""Slows down what is read by people: a number that changes 30 times a second cannot be read."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

TEXT_MS = 250
"""Numbers in words change four times a second."""


class Pace(QObject):
    """Passes requests on: the first at once, then one per interval; the last one is never lost.

    Signals:
        due(): it is time to do what was requested.
    """

    due = Signal()

    def __init__(self, interval_ms: int, parent: QObject) -> None:
        super().__init__(parent)
        self._is_requested = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(interval_ms)
        self._timer.timeout.connect(self._elapsed)

    def set_interval(self, interval_ms: int) -> None:
        """Set the time between two signals, from the next one on."""
        self._timer.setInterval(interval_ms)

    def request(self) -> None:
        """Have `due` emitted, now or when the interval is over."""
        if self._timer.isActive():
            self._is_requested = True
        else:
            self._pass_on()

    def flush(self) -> None:
        """Emit `due` now, as after a change that must not wait."""
        self._timer.stop()
        self._pass_on()

    def _pass_on(self) -> None:
        self._is_requested = False
        self._timer.start()
        self.due.emit()

    def _elapsed(self) -> None:
        if self._is_requested:
            self._pass_on()
