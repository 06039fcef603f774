"""How a run that has not begun yet says what it waits for, and is stopped."""

from __future__ import annotations

from engine.data.progress import CancelledError, Seldom
from engine.training.control import RunControl
from engine.training.events import DataProgress
from engine.training.sink import RunSink


class Preparing:
    """Passes progress on to a run's sink; implements `engine.data.progress.Progress`."""

    def __init__(self, sink: RunSink, control: RunControl) -> None:
        self._sink = sink
        self._control = control
        self._seldom = Seldom()  # events are kept, so they have to be rare

    def report(self, what: str, done: int, total: int, unit: str) -> None:
        """Report, if it is something else or some time has passed.

        Raises:
            CancelledError: the run was told to stop.
        """
        if self._control.is_stopped:
            raise CancelledError("Stopped while the images were being prepared.")
        if self._seldom.is_due(what):
            self._sink.post_event(DataProgress(what, done, total, unit))
