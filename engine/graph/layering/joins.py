"""Where branches that left one box come together again, so that the two can stand in one column."""

from __future__ import annotations

from collections.abc import Sequence

from engine.graph.layering.ranks import Neighbours, Wire


def forks_and_joins(count: int, wires: Sequence[Wire]) -> list[tuple[int, int]]:
    """Return pairs of boxes such that every way from the first leads to the second, and every way to it from there.

    Only the nearest such pairs, and only those with several ways in between: a residual block's ends, an Inception
    module's. In the language of compilers: the first is the second's immediate dominator, the second the first's
    immediate post-dominator. Branches that end by themselves, as auxiliary classifiers do, part nothing: what counts
    is what leads to the box that most others lead to.
    """
    everything = Neighbours(count, wires)
    around = _towards_the_end(everything, count, wires)
    order = around.order()
    before = _dominators(order, around.above)
    after = _dominators(order[::-1], around.below)
    joins = [
        (fork, join)
        for join, fork in enumerate(before)
        if fork is not None and len(set(around.above[join])) > 1 and after[fork] == join
    ]
    return [*joins, *_past_side_branches(everything, around)]


def _past_side_branches(everything: Neighbours, around: Neighbours) -> list[tuple[int, int]]:
    """Return boxes from which one wire leads on to the end, beside branches that end by themselves, and where to."""
    return [
        (box, ahead[0])
        for box, ahead in enumerate(around.below)
        if len(ahead) == 1 < len(everything.below[box]) and len(around.above[ahead[0]]) == 1
    ]


def side_branches(count: int, wires: Sequence[Wire]) -> set[int]:
    """Return the boxes of branches that end by themselves: all but those before the end that most boxes lead to."""
    around = Neighbours(count, wires)
    return set(range(count)) - _main_way(around)


def _main_way(around: Neighbours) -> set[int]:
    ends = [box for box, below in enumerate(around.below) if not below]
    if len(ends) < 2:
        return set(range(len(around.below)))
    return max((_with_all_above(around, end) for end in ends), key=len)


def _towards_the_end(around: Neighbours, count: int, wires: Sequence[Wire]) -> Neighbours:
    """Return the neighbours over wires that lead to the last box with the most boxes before it; all if it is alone."""
    main = _main_way(around)
    return Neighbours(count, [(source, target) for source, target in wires if target in main])


def _with_all_above(around: Neighbours, box: int) -> set[int]:
    found, waiting = {box}, [box]
    while waiting:
        for above in around.above[waiting.pop()]:
            if above not in found:
                found.add(above)
                waiting.append(above)
    return found


def _dominators(order: Sequence[int], sources: Sequence[Sequence[int]]) -> list[int | None]:
    """Return for each box the nearest other one that every way to it passes; None where there is none."""
    nearest: list[int | None] = [None] * len(order)
    depth = [0] * len(order)
    for box in order:
        common: int | None = None
        for place, source in enumerate(sources[box]):
            common = _common(common, source, nearest, depth) if place else source
        nearest[box] = common
        depth[box] = depth[common] + 1 if common is not None else 0
    return nearest


def _common(one: int | None, other: int | None, nearest: Sequence[int | None], depth: Sequence[int]) -> int | None:
    """Return the nearest box that every way to either of two passes, themselves included."""
    while one != other:
        if one is None or other is None:
            return None
        if depth[one] >= depth[other]:
            one = nearest[one]
        else:
            other = nearest[other]
    return one
