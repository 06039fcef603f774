"""How a run that has not begun yet says what it waits for, and is stopped."""

from __future__ import annotations

import time

from engine.data.progress import CancelledError
from engine.training.control import RunControl
from engine.training.events import DataProgress
from engine.training.sink import RunSink

INTERVAL_S = 0.1
"""Between two reports of the same thing: events are kept, so they have to be rare."""


class Preparing:
    """Passes progress on to a run's sink; implements `engine.data.progress.Progress`."""

    def __init__(self, sink: RunSink, control: RunControl) -> None:
        self._sink = sink
        self._control = control
        self._what = ""
        self._last = 0.0

    def report(self, what: str, done: int, total: int, unit: str) -> None:
        """Report, if it is something else or some time has passed.

        Raises:
            CancelledError: the run was told to stop.
        """
        if self._control.is_stopped:
            raise CancelledError("Stopped while the images were being prepared.")
        now = time.monotonic()
        if what != self._what or now - self._last >= INTERVAL_S:
            self._what, self._last = what, now
            self._sink.post_event(DataProgress(what, done, total, unit))
