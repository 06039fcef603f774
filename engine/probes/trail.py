"""What is noted over a run of any length in bounded memory: when there is no room left, every second note goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from engine.probes.frames.arrays import Array, Integers


class Trail:
    """Rows of numbers, each noted at a step; evenly spread over the run, whatever its length.

    Args:
        capacity: most rows; even.
    """

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._steps: list[int] = []
        self._rows: list[Array] = []
        self._gap = 1.0

    def __len__(self) -> int:
        return len(self._steps)

    def is_due(self, step: int) -> bool:
        """Whether a row at this step would be kept."""
        return not self._steps or step - self._steps[-1] >= self._gap

    def add(self, step: int, row: Array) -> None:
        """Note a row at a step later than the last, if it is due."""
        if not self.is_due(step):
            return
        self._steps.append(step)
        self._rows.append(row)
        if len(self._steps) > self._capacity:
            del self._steps[1::2], self._rows[1::2]
            self._gap = (self._steps[-1] - self._steps[0]) / (len(self._steps) - 1)

    def replace_rows(self, rows: list[Array]) -> None:
        """Put other rows in the place of those noted, one for each."""
        assert len(rows) == len(self._rows)
        self._rows = rows

    @property
    def rows(self) -> list[Array]:
        """What was noted, the oldest first."""
        return self._rows

    @property
    def steps(self) -> Integers:
        """When it was noted, ``(T,)``."""
        return np.array(self._steps, np.int64)
