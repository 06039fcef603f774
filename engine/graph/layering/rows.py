"""Boxes and the lanes of long wires, row by row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from engine.graph.layering.ranks import Wire, ranks


@dataclass
class Link:
    """A wire's part between two neighbouring rows.

    Attributes:
        port: place of the wire among those that arrive at the lower end, from 0.
        num_ports: how many arrive there.
    """

    upper: int
    lower: int
    port: int = 0
    num_ports: int = 1

    @property
    def arrival(self) -> float:
        """Where on the lower end the wire arrives, between -0.5 and 0.5."""
        return (self.port + 0.5) / self.num_ports - 0.5


@dataclass
class Rows:
    """Knots, that is boxes and the points where a long wire passes a row, in order from left to right.

    A long wire runs straight down below its source and turns right above its target, so all long wires of a source
    share a lane: one passing point in each row.

    Attributes:
        num_boxes: knots below this number are boxes, the others are passing points.
        rows: knots by row.
        row_of: each knot's row.
        up, down: links to the rows above and below, by knot.
    """

    num_boxes: int
    row_of: list[int]
    rows: list[list[int]] = field(default_factory=list)
    up: list[list[Link]] = field(default_factory=list)
    down: list[list[Link]] = field(default_factory=list)

    def is_lane(self, knot: int) -> bool:
        """Whether a knot is a passing point."""
        return knot >= self.num_boxes

    def link(self, link: Link) -> None:
        """Add a link."""
        self.down[link.upper].append(link)
        self.up[link.lower].append(link)

    def add_lane(self, upper: int) -> int:
        """Go one row further down from a knot and return the passing point there."""
        knot = len(self.row_of)
        self.row_of.append(self.row_of[upper] + 1)
        self.up.append([])
        self.down.append([])
        self.link(Link(upper, knot))
        return knot


def make_rows(count: int, wires: Sequence[Wire]) -> Rows:
    """Return the boxes 0 to ``count - 1`` on their rows, in an order that a walk along the wires finds them in."""
    result = Rows(count, ranks(count, wires), up=[[] for _ in range(count)], down=[[] for _ in range(count)])
    arrivals: list[list[int]] = [[] for _ in range(count)]
    targets: list[list[tuple[int, int]]] = [[] for _ in range(count)]
    for source, target in wires:
        targets[source].append((target, len(arrivals[target])))
        arrivals[target].append(source)
    for source in range(count):
        at = source
        for target, port in sorted(targets[source], key=lambda end: result.row_of[end[0]]):
            while result.row_of[at] < result.row_of[target] - 1:
                at = result.add_lane(at)
            result.link(Link(at, target, port, len(arrivals[target])))
    result.rows = _walked(result)
    return result


def _walked(rows: Rows) -> list[list[int]]:
    found: list[list[int]] = [[] for _ in range(max(rows.row_of, default=-1) + 1)]
    seen: set[int] = set()
    for start in range(rows.num_boxes):
        if rows.up[start]:
            continue
        stack = [start]
        while stack:
            knot = stack.pop()
            if knot in seen:
                continue
            seen.add(knot)
            found[rows.row_of[knot]].append(knot)
            # Lanes last, to the right of what they lead past.
            ends = sorted((link.lower for link in rows.down[knot]), key=lambda end: (rows.is_lane(end), end))
            stack.extend(reversed(ends))
    return found
