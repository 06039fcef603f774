"""Work in a thread of which only the latest result counts: reading a data set, changing a picture."""

from __future__ import annotations

import threading
from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QObject, Signal

from engine.data.progress import CancelledError, Seldom
from engine.errors import ConvCanvasError


class Task:
    """One piece of work; implements `engine.data.progress.Progress`."""

    def __init__(self, worker: LatestWork, work: Callable[[Task], object]) -> None:
        self._worker = worker
        self._work = work
        self._seldom = Seldom()
        self.is_cancelled = False

    def report(self, what: str, done: int, total: int, unit: str) -> None:
        """Say how far it is.

        Raises:
            CancelledError: its result is no longer wanted.
        """
        if self.is_cancelled:
            raise CancelledError("Cancelled.")
        if self._seldom.is_due(what) and shiboken6.isValid(self._worker):
            self._worker.reported.emit(self, what, done, total, unit)

    def run(self) -> None:
        """Do the work, and hand over what came of it."""
        try:
            result = self._work(self)
        except CancelledError:
            return
        except (ConvCanvasError, ImportError, OSError, RuntimeError) as error:
            result = error
        if shiboken6.isValid(self._worker):  # not closed together with the window
            self._worker.ended.emit(self, result)


class LatestWork(QObject):
    """Does one thing after the other in threads; what was asked before is cancelled and its result is dropped.

    Signals:
        done(object): the result of what was asked last.
        failed(str): it could not be had; the sentence says why.
        progressed(str, int, int, str): what, done, total, unit.
    """

    done = Signal(object)
    failed = Signal(str)
    progressed = Signal(str, object, object, str)  # bytes do not fit into Qt's int
    ended = Signal(object, object)
    reported = Signal(object, str, object, object, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._task: Task | None = None
        self._threads: list[threading.Thread] = []
        self.ended.connect(self._take)
        self.reported.connect(self._pass_on)

    @property
    def is_busy(self) -> bool:
        """Whether a result is still to come."""
        return self._task is not None

    def ask(self, work: Callable[[Task], object]) -> None:
        """Begin something; `done` or `failed` follows, unless something else is asked for before."""
        self.cancel()
        self._task = Task(self, work)
        thread = threading.Thread(target=self._task.run, name="convcanvas-data")
        self._threads = [former for former in self._threads if former.is_alive()] + [thread]
        thread.start()

    def cancel(self) -> None:
        """Want no result any more."""
        if self._task is not None:
            self._task.is_cancelled = True
            self._task = None

    def close(self) -> None:
        """Cancel, and wait until no thread is left: one that is killed inside torch may crash."""
        self.cancel()
        for thread in self._threads:
            thread.join()

    def _take(self, task: Task, result: object) -> None:
        if task is not self._task:
            return
        self._task = None
        if isinstance(result, Exception):
            self.failed.emit(str(result))
        else:
            self.done.emit(result)

    def _pass_on(self, task: Task, what: str, done: int, total: int, unit: str) -> None:
        if task is self._task:
            self.progressed.emit(what, done, total, unit)
