"""Time that counts: pauses are left out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter


class Stopwatch:
    """Runs from the moment it is made."""

    def __init__(self) -> None:
        self._start = perf_counter()

    @property
    def seconds(self) -> float:
        """Time since it was made, without what was held."""
        return perf_counter() - self._start

    def add(self, seconds: float) -> None:
        """Count time that passed before this was made."""
        self._start -= seconds

    @contextmanager
    def held(self) -> Iterator[None]:
        """Leave out the time spent inside."""
        begin = perf_counter()
        try:
            yield
        finally:
            self._start += perf_counter() - begin
