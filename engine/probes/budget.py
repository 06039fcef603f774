"""How much of a run's time the probes may take: measured, and kept to by looking less often."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import perf_counter


class Budget:
    """Time that is earned by a share of what passes, and spent by looking.

    A look may cost more than has been earned: then the next one waits until the debt is paid. So a dear look comes
    rarely, and a cheap one as often as it is asked for.

    Args:
        share: of the time that passes.
        most_s: seconds that can be saved up; also what there is at the beginning.
        clock: in seconds.
    """

    def __init__(self, share: float, most_s: float = 0.05, clock: Callable[[], float] = perf_counter) -> None:
        self._share = share
        self._most = self._saved = most_s
        self._clock = clock
        self._then = clock()

    @property
    def allows(self) -> bool:
        """Whether there is anything to spend."""
        now = self._clock()
        self._saved = min(self._most, self._saved + self._share * (now - self._then))
        self._then = now
        return self._saved > 0

    @contextmanager
    def spending(self) -> Iterator[None]:
        """Count the time spent inside."""
        begin = self._clock()
        try:
            yield
        finally:
            self._saved -= self._clock() - begin
