"""What is noted over a run of any length in bounded memory: when there is no room left, every second note goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from engine.probes.frames.arrays import Array, Integers


class Trail:
    """Rows of numbers, each noted at a step; evenly spread over the run, whatever its length.

    A row that has been noted is never written again, so `table` can be handed out as it is.

    Args:
        capacity: most rows; even.
    """

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._steps: list[int] = []
        self._table: Array = np.empty((0, 0), np.float32)
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
        if not self._steps:
            self._table = self._room_for(row)
        self._table[len(self._steps)] = row
        self._steps.append(step)
        if len(self._steps) > self._capacity:
            kept = self._table[::2]
            del self._steps[1::2]
            self._table = self._room_for(row)
            self._table[: len(kept)] = kept
            self._gap = (self._steps[-1] - self._steps[0]) / (len(self._steps) - 1)

    def replace(self, table: Array) -> None:
        """Put other rows in the place of those noted, one for each."""
        assert len(table) == len(self._steps)
        self._table = self._room_for(table[0]) if len(table) else self._table
        self._table[: len(table)] = table

    @property
    def table(self) -> Array:
        """What was noted, ``(T, n)``, the oldest first; another array once every second row has gone."""
        return self._table[: len(self._steps)]

    @property
    def steps(self) -> Integers:
        """When it was noted, ``(T,)``."""
        return np.array(self._steps, np.int64)

    def _room_for(self, row: Array) -> Array:
        return np.empty((self._capacity + 1, len(row)), np.float32)
