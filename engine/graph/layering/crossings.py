"""The order in each row: few crossings, and wires that arrive in the order of their ports."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from engine.graph.layering.rows import Link, Rows

_MOST_SWEEPS = 12
_LANE = 4
"""A crossing of two lanes counts as much as this many others: a lane has to stay straight."""

Key = Callable[[int], float | None]


def reduce_crossings(rows: Rows) -> None:
    """Reorder the rows until sweeps down and up bring nothing more; in the end no lane crosses another."""
    best, fewest = [list(row) for row in rows.rows], count_crossings(rows)
    idle = 0
    for sweep in range(_MOST_SWEEPS):
        if not fewest or idle > 3:
            break
        _sweep(rows, downwards=sweep % 2 == 1)
        _swap_neighbours(rows)
        crossings = count_crossings(rows)
        idle += 1
        if crossings < fewest:
            best, fewest, idle = [list(row) for row in rows.rows], crossings, 0
    rows.rows = best
    for upper, lower in pairwise(rows.rows):
        _keep_lanes_straight(rows, upper, lower)


def _keep_lanes_straight(rows: Rows, upper: Sequence[int], lower: list[int]) -> None:
    """Let lanes pass the lower row in the order in which they come from the upper one: so all can be straight."""
    place = _places(upper)
    lanes = iter(sorted((knot for knot in lower if rows.is_lane(knot)), key=lambda knot: place[rows.up[knot][0].upper]))
    lower[:] = [next(lanes) if rows.is_lane(knot) else knot for knot in lower]


def count_crossings(rows: Rows) -> int:
    """Return how many pairs of links cross, pairs of lanes counted several times."""
    return sum(_between(rows, upper, lower) for upper, lower in pairwise(rows.rows))


def _between(rows: Rows, upper: Sequence[int], lower: Sequence[int]) -> int:
    place = _places(lower)
    before: list[tuple[float, bool]] = []
    count = 0
    for knot in upper:
        ends = [(place[link.lower] + link.arrival, _is_straight(rows, link)) for link in rows.down[knot]]
        for end, straight in ends:
            count += sum(_LANE if straight and other else 1 for at, other in before if at > end)
        before.extend(ends)
    return count


def _is_straight(rows: Rows, link: Link) -> bool:
    return rows.is_lane(link.lower)


def _sweep(rows: Rows, *, downwards: bool) -> None:
    order = range(1, len(rows.rows)) if downwards else range(len(rows.rows) - 2, -1, -1)
    for number in order:
        beside = rows.rows[number - 1 if downwards else number + 1]
        place = _places(beside)
        rows.rows[number] = _sorted(rows.rows[number], _above(rows, place) if downwards else _below(rows, place))


def _above(rows: Rows, place: dict[int, int]) -> Key:
    def mean(knot: int) -> float | None:
        links = rows.up[knot]
        return sum(place[link.upper] for link in links) / len(links) if links else None

    return mean


def _below(rows: Rows, place: dict[int, int]) -> Key:
    def mean(knot: int) -> float | None:
        links = rows.down[knot]
        return sum(place[link.lower] + link.arrival for link in links) / len(links) if links else None

    return mean


def _sorted(row: list[int], key: Key) -> list[int]:
    """Return the row by key; knots without one keep their places."""
    keys = {knot: key(knot) for knot in row}
    keyed = sorted((knot for knot in row if keys[knot] is not None), key=lambda knot: keys[knot] or 0.0)
    moving = iter(keyed)
    return [knot if keys[knot] is None else next(moving) for knot in row]


def _swap_neighbours(rows: Rows) -> None:
    """Swap two neighbours wherever that saves a crossing."""
    for number, row in enumerate(rows.rows):
        above = _places(rows.rows[number - 1]) if number else {}
        below = _places(rows.rows[number + 1]) if number + 1 < len(rows.rows) else {}
        ends = {
            knot: (
                [float(above[link.upper]) for link in rows.up[knot]],
                [below[link.lower] + link.arrival for link in rows.down[knot]],
            )
            for knot in row
        }
        for index in range(len(row) - 1):
            left, right = row[index : index + 2]
            if _inversions(ends[right], ends[left]) < _inversions(ends[left], ends[right]):
                row[index], row[index + 1] = right, left


Ends = tuple[list[float], list[float]]
"""Where a knot's links end in the rows above and below."""


def _inversions(left: Ends, right: Ends) -> int:
    return sum(
        one > other
        for one_side, other_side in zip(left, right, strict=True)
        for one in one_side
        for other in other_side
    )


def _places(row: Sequence[int]) -> dict[int, int]:
    return {knot: index for index, knot in enumerate(row)}
