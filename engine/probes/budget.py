"""How much of a run's time the probes may take: measured, and kept to by looking less often."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import perf_counter

CHEAP_S = 0.002
"""A look below this is cheap: 20 of them a second are 4% of the time."""


class Budget:
    """Time that is earned by a share of what passes, and spent by looking.

    A look may cost more than has been earned: then the next one waits until the debt is paid. So a dear look comes
    rarely, and a cheap one as often as it is asked for.

    Args:
        share: of the time that passes.
        share_while_cheap: the same, while a look costs less than `CHEAP_S`.
        most_s: seconds that can be saved up; also what there is at the beginning.
        clock: in seconds.
    """

    def __init__(
        self,
        share: float,
        share_while_cheap: float | None = None,
        most_s: float = 0.05,
        clock: Callable[[], float] = perf_counter,
    ) -> None:
        self._share = share
        self._share_while_cheap = share_while_cheap if share_while_cheap is not None else share
        self._most = self._saved = most_s
        self._clock = clock
        self._then = clock()
        self._cost = 0.0
        self._is_over = False
        """Whether the look that was last paid for is over, so that what is paid now is for another."""

    @property
    def allows(self) -> bool:
        """Whether there is anything to spend."""
        now = self._clock()
        share = self._share_while_cheap if self._cost < CHEAP_S else self._share
        self._saved = min(self._most, self._saved + share * (now - self._then))
        self._then = now
        self._is_over = True
        return self._saved > 0

    @contextmanager
    def spending(self) -> Iterator[None]:
        """Count the time spent inside; all between two questions of `allows` is one look."""
        begin = self._clock()
        try:
            yield
        finally:
            spent = self._clock() - begin
            self._saved -= spent
            self._cost = spent if self._is_over else self._cost + spent
            self._is_over = False
