"""A thread that writes, so that no step of training waits for a disk."""

from __future__ import annotations

import threading
from collections.abc import Callable

Job = Callable[[], None]


class DiskWriter:
    """Carries out jobs one after the other. A job that still waits is replaced by a newer one of its kind.

    A job that fails is reported once; the next report comes after one of its kind has succeeded.

    Args:
        report: is told the error, in the writer's thread.
    """

    def __init__(self, report: Callable[[Exception], None]) -> None:
        self._report = report
        self._waiting: dict[str, Job] = {}
        self._failing: set[str] = set()
        self._changed = threading.Condition()
        self._is_busy = self._is_closed = False
        # No daemon: what is being written at the end of the program is written to its end.
        self._thread = threading.Thread(target=self._work, name="convcanvas-disk")

    def start(self) -> None:
        """Begin; once only."""
        self._thread.start()

    def submit(self, kind: str, job: Job) -> None:
        """Have a job done soon, behind all that waits, in place of one of its kind."""
        with self._changed:
            self._waiting.pop(kind, None)  # or the newer one would go before what was submitted in between
            self._waiting[kind] = job
            self._changed.notify_all()

    def wait(self) -> None:
        """Wait until everything that was submitted is done."""
        with self._changed:
            self._changed.wait_for(lambda: not self._waiting and not self._is_busy)

    def close(self) -> None:
        """Do what still waits, and end the thread; a second time, or before the start, does nothing."""
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()
        if self._thread.ident is not None:
            self._thread.join()

    def _work(self) -> None:
        while (taken := self._next()) is not None:
            self._carry_out(*taken)

    def _next(self) -> tuple[str, Job] | None:
        with self._changed:
            self._is_busy = False
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._waiting or self._is_closed)
            if not self._waiting:
                return None
            kind = next(iter(self._waiting))
            self._is_busy = True
            return kind, self._waiting.pop(kind)

    def _carry_out(self, kind: str, job: Job) -> None:
        try:
            job()
        except Exception as error:  # noqa: BLE001 — whatever a disk does, the run goes on and the person is told
            if kind not in self._failing:
                self._report(error)
            self._failing.add(kind)
        else:
            self._failing.discard(kind)
