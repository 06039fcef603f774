"""Which way a network is drawn: its wires lead down, or to the right.

Places are computed once, as if everything led down. What leads to the right is the same with x and y exchanged.
"""

from __future__ import annotations

from enum import Enum


class Direction(Enum):
    """Where the wires lead: out of the bottom of a card into the top of the next, or from its right into a left."""

    DOWN = "down"
    RIGHT = "right"

    def turned(self, pair: tuple[float, float]) -> tuple[float, float]:
        """Return (across, along the wires) for a place or a size (x, y), and the other way round."""
        return pair if self is Direction.DOWN else (pair[1], pair[0])
