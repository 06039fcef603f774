"""Which row each box stands on."""

from __future__ import annotations

from collections.abc import Sequence

Wire = tuple[int, int]


class Neighbours:
    """What each of ``count`` boxes is wired to: ``above[box]`` in the order of its inputs, and ``below[box]``."""

    def __init__(self, count: int, wires: Sequence[Wire]) -> None:
        self.above: list[list[int]] = [[] for _ in range(count)]
        self.below: list[list[int]] = [[] for _ in range(count)]
        for source, target in wires:
            self.above[target].append(source)
            self.below[source].append(target)

    def order(self) -> list[int]:
        """Return the boxes, sources before targets; boxes on a cycle are left out."""
        waiting = [len(above) for above in self.above]
        ready = [box for box, count in enumerate(waiting) if not count]
        for box in ready:  # grows as it is walked through
            for target in self.below[box]:
                waiting[target] -= 1
                if not waiting[target]:
                    ready.append(target)
        return ready


def ranks(count: int, wires: Sequence[Wire]) -> list[int]:
    """Return each box's row from 0: below all its sources, and a side input right above what it feeds.

    Raises:
        ValueError: the wires close a cycle.
    """
    around = Neighbours(count, wires)
    order = around.order()
    if len(order) < count:
        raise ValueError("boxes that feed each other have no order")
    rows = [0] * count
    for box in order:
        rows[box] = max((rows[source] + 1 for source in around.above[box]), default=0)
    _lower_side_inputs(rows, order, around)
    return rows


def _lower_side_inputs(rows: list[int], order: list[int], around: Neighbours) -> None:
    """Let a chain that nothing else hangs on begin as late as it can, so that its last wire is short."""
    is_loose = [False] * len(order)
    for box in order:
        is_loose[box] = len(around.below[box]) > 0 and all(
            is_loose[source] and len(around.below[source]) == 1 for source in around.above[box]
        )
    for box in reversed(order):
        if is_loose[box]:
            rows[box] = min(rows[target] for target in around.below[box]) - 1
