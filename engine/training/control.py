"""The switches of a run: pause, resume, stop, go on for longer. Each acts before the next step."""

from __future__ import annotations

import threading
from collections.abc import Callable

from engine.training.longer import Longer


class RunControl:
    """Set by the watcher, obeyed by the worker between steps."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._paused = False
        self._stopped = False
        self._closed = False
        self._woken = False
        self._steps_left: int | None = None
        self._longer: list[Longer] = []

    def pause(self) -> None:
        """Hold the run before its next step."""
        with self._changed:
            self._paused = True

    def resume(self) -> None:
        """Let a paused run go on."""
        with self._changed:
            self._paused = False
            self._changed.notify_all()

    def take_steps(self, num_steps: int) -> None:
        """Let the run go on for so many steps, and pause then."""
        with self._changed:
            self._steps_left = num_steps
            self._paused = False
            self._changed.notify_all()

    def note_step(self) -> None:
        """Worker: a step has been taken."""
        with self._changed:
            if self._steps_left is not None:
                self._steps_left -= 1
                if self._steps_left <= 0:
                    self._steps_left, self._paused = None, True

    def lengthen(self, longer: Longer) -> None:
        """Have the run go on for longer; one that waits takes it in at once."""
        if longer.steps:
            self.take_steps(longer.steps)
        if longer.epochs or longer.until_accuracy is not None:
            with self._changed:
                self._longer.append(longer)
            self.wake()

    def take_longer(self) -> list[Longer]:
        """Worker: return by how much the run was lengthened since it asked last."""
        if not self._longer:  # asked before every step
            return []
        with self._changed:
            taken, self._longer = self._longer, []
            return taken

    def stop(self) -> None:
        """End the run before its next step, paused or not."""
        with self._changed:
            self._stopped = True
            self._changed.notify_all()

    def close(self) -> None:
        """Stop, and do not wait for anything afterwards: nobody watches any more."""
        with self._changed:
            self._closed = True
        self.stop()

    def wake(self) -> None:
        """Have a waiting run look at what is asked of it."""
        with self._changed:
            self._woken = True
            self._changed.notify_all()

    @property
    def is_paused(self) -> bool:
        """Whether the run is to wait."""
        return self._paused and not self._stopped

    @property
    def is_stopped(self) -> bool:
        """Whether the run is to end."""
        return self._stopped

    @property
    def is_closed(self) -> bool:
        """Whether nobody watches any more."""
        return self._closed

    def wait(self, until: Callable[[], bool], on_wake: Callable[[], None]) -> None:
        """Worker: wait until a condition on this control holds, calling ``on_wake`` now and at each `wake`."""
        while not until():
            on_wake()
            with self._changed:
                self._changed.wait_for(lambda: self._woken or until())
                self._woken = False
