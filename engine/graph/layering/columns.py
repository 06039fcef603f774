"""How far to the right each box stands: chains and lanes are straight, the rest is amid what it is wired to."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import pairwise

from engine.graph.layering.rows import Link, Rows

_MOST_SWEEPS = 24
_STILL = 0.05
"""Pixels below which a move is not worth another sweep."""
_DAMPING = 0.5
"""All groups move at once: at full length two that pull each other would swing past each other for ever."""

_WEAK = 1e-4
"""How strongly a wire to a branch that stands aside pulls, next to others: an auxiliary classifier makes way for an
Inception module beside it, which stays in the middle."""

Gap = Callable[[int, int], float]


def columns(
    rows: Rows,
    widths: Sequence[float],
    gap: Gap,
    pairs: Iterable[tuple[int, int]] = (),
    aside: Collection[int] = (),
) -> list[float]:
    """Return each knot's x, in whole pixels: neighbours at least ``gap`` apart.

    Args:
        rows: knots in the order in which they stand.
        widths: of the boxes.
        gap: returns the pixels between two neighbours on a row.
        pairs: boxes that should stand in one column, if the order on the rows lets them.
        aside: boxes that make way for the others.
    """
    weak = _leading_to(rows, aside)
    aligned = [*_aligned(rows, weak).items()]
    stack_of = _stacks(rows, [*aligned, *pairs])
    limits = _limits(rows, stack_of, widths, gap)
    if _packed(limits, len(stack_of)) is None:
        stack_of = _stacks(rows, aligned)
        limits = _limits(rows, stack_of, widths, gap)
    places = _centred(limits, len(stack_of))
    _settle(places, _springs(rows, stack_of, weak), limits)
    return [float(round(places[stack])) for stack in stack_of]


def _stacks(rows: Rows, ties: Iterable[tuple[int, int]]) -> list[int]:
    """Return each knot's stack: knots that are tied stand in one column. A stack is named by one of its knots."""
    stack_of = list(range(len(rows.row_of)))

    def root(knot: int) -> int:
        while stack_of[knot] != knot:
            stack_of[knot] = stack_of[stack_of[knot]]
            knot = stack_of[knot]
        return knot

    for one, other in ties:
        stack_of[root(one)] = root(other)
    return [root(knot) for knot in range(len(stack_of))]


def _springs(rows: Rows, stack_of: Sequence[int], weak: Collection[int]) -> list[Spring]:
    return [
        (stack_of[link.upper], stack_of[link.lower], _WEAK if link.lower in weak else 1.0)
        for links in rows.down
        for link in links
        if stack_of[link.upper] != stack_of[link.lower]
    ]


def _leading_to(rows: Rows, boxes: Collection[int]) -> set[int]:
    """Return these boxes, and the lanes that lead to no others."""
    found = set(boxes)
    for knot in range(len(rows.row_of) - 1, rows.num_boxes - 1, -1):  # a lane's lower points have higher numbers
        if all(link.lower in found for link in rows.down[knot]):
            found.add(knot)
    return found


def _aligned(rows: Rows, weak: Collection[int]) -> dict[int, int]:
    """Return which knot stands exactly below which: first lanes and chains, then what can without a kink in those."""
    above: dict[int, int] = {}
    for upper_row, lower_row in pairwise(rows.rows):
        at = {knot: index for index, knot in enumerate(upper_row)}
        to = {knot: index for index, knot in enumerate(lower_row)}
        taken: list[tuple[int, int]] = []
        wishes = [
            (wish, at[link.upper], to[link.lower]) for knot in lower_row for wish, link in _wishes(rows, knot, weak)
        ]
        for _, one, other in sorted(wishes):
            if all((one < a and other < b) or (one > a and other > b) for a, b in taken):
                taken.append((one, other))
                above[lower_row[other]] = upper_row[one]
    return above


def _wishes(rows: Rows, knot: int, weak: Collection[int]) -> list[tuple[int, Link]]:
    """Return the links that should be straight at a knot's upper end, with 0 for those that matter most."""
    links = sorted(rows.up[knot], key=lambda link: link.port)
    if rows.is_lane(knot):
        return [(0, link) for link in links]
    if len(links) == 1:
        is_only = len(rows.down[links[0].upper]) == 1
        return [(1, links[0])] if is_only else _middle_branch(rows, links[0], weak)
    shortcuts = [link for link in links if _is_shortcut(rows, link.upper)]
    if len(shortcuts) == 1:
        return [(2, shortcuts[0])]
    return [(3, links[len(links) // 2])] if len(links) % 2 else []


def _middle_branch(rows: Rows, link: Link, weak: Collection[int]) -> list[tuple[int, Link]]:
    """Return the link if it leads to the middle one of an odd number of branches that no lane runs beside.

    Branches that stand aside are not counted.
    """
    branches = [branch for branch in rows.down[link.upper] if branch.lower not in weak]
    if any(rows.is_lane(branch.lower) for branch in branches) or len(branches) % 2 == 0 or link.lower in weak:
        return []
    place = {knot: index for index, knot in enumerate(rows.rows[rows.row_of[link.lower]])}
    ordered = sorted(branches, key=lambda branch: place[branch.lower])
    return [(3, link)] if ordered[len(ordered) // 2] is link else []


def _is_shortcut(rows: Rows, knot: int) -> bool:
    """Whether a lane comes from a box that feeds others too."""
    if not rows.is_lane(knot):
        return False
    while rows.is_lane(knot):
        if len(rows.down[knot]) > 1:
            return True
        knot = rows.up[knot][0].upper
    return len(rows.down[knot]) > 1


Limit = tuple[int, int, float]
"""A stack, one to the right of it, and how far apart they have to be at least."""


def _limits(rows: Rows, stack_of: Sequence[int], widths: Sequence[float], gap: Gap) -> list[Limit]:
    apart: dict[tuple[int, int], float] = {}
    for row in rows.rows:
        for left, right in pairwise(row):
            half_widths = sum(widths[knot] / 2 for knot in (left, right) if not rows.is_lane(knot))
            pair = stack_of[left], stack_of[right]
            apart[pair] = max(apart.get(pair, 0.0), half_widths + gap(left, right))
    return [(left, right, distance) for (left, right), distance in apart.items()]


def _centred(limits: Sequence[Limit], count: int) -> list[float]:
    """Return places that keep the limits, halfway between all to the left and all to the right."""
    left = _packed(limits, count)
    right = _packed([(right, left, apart) for left, right, apart in limits], count)
    if left is None or right is None:
        raise ValueError("stacks that stand to the right of each other have no order")
    span = max((one + other for one, other in zip(left, right, strict=True)), default=0.0)
    return [(one + span - other) / 2 for one, other in zip(left, right, strict=True)]


def _packed(limits: Sequence[Limit], count: int) -> list[float] | None:
    """Return places as far to the left as the limits let them; None where those go round in a circle."""
    right_of: list[list[tuple[int, float]]] = [[] for _ in range(count)]
    waiting = [0] * count
    for left, right, distance in limits:
        right_of[left].append((right, distance))
        waiting[right] += 1
    places = [0.0] * count
    ready = [stack for stack in range(count) if not waiting[stack]]
    for stack in ready:  # grows as it is walked through
        for right, distance in right_of[stack]:
            places[right] = max(places[right], places[stack] + distance)
            waiting[right] -= 1
            if not waiting[right]:
                ready.append(right)
    return places if len(ready) == count else None


Spring = tuple[int, int, float]
"""Two stacks with a wire between them, and how strongly it pulls."""


def _settle(places: list[float], springs: list[Spring], limits: list[Limit]) -> None:
    """Pull wired stacks towards each other; stacks that push against each other move together.

    The pendulum method of Sander (1996): wires pull like springs, and a group goes where those that leave it pull it.
    """
    for _ in range(_MOST_SWEEPS):
        groups = _groups(places, springs, limits)
        if _move(places, _pulls(places, springs, groups), limits, groups) < _STILL:
            return


def _pulls(places: list[float], springs: list[Spring], groups: list[int]) -> list[float]:
    """Return how far each group, by the number of its first stack, would have to go to the right to be at rest."""
    pull, weight = [0.0] * len(places), [0.0] * len(places)
    for one, other, strength in springs:
        if groups[one] != groups[other]:
            distance = strength * (places[other] - places[one])
            pull[groups[one]] += distance
            pull[groups[other]] -= distance
            weight[groups[one]] += strength
            weight[groups[other]] += strength
    return [total / (strengths or 1.0) for total, strengths in zip(pull, weight, strict=True)]


def _weights(springs: list[Spring], count: int) -> list[float]:
    """Return what each stack weighs when several move together: as much as the strongest wire that pulls it."""
    weights = [0.0] * count
    for one, other, strength in springs:
        weights[one], weights[other] = max(weights[one], strength), max(weights[other], strength)
    return [weight or 1.0 for weight in weights]


def _groups(places: list[float], springs: list[Spring], limits: list[Limit]) -> list[int]:
    """Return each stack's group: stacks that touch and are pulled towards each other are in one."""
    group = list(range(len(places)))
    weight = _weights(springs, len(places))
    pull = [way * mass for way, mass in zip(_pulls(places, springs, group), weight, strict=True)]

    def root(stack: int) -> int:
        while group[stack] != stack:
            group[stack] = group[group[stack]]
            stack = group[stack]
        return stack

    touching = [(left, right) for left, right, apart in limits if places[right] - places[left] <= apart + 0.01]
    merged = True
    while merged:
        merged = False
        for left, right in touching:
            one, other = root(left), root(right)
            if one != other and pull[one] * weight[other] > pull[other] * weight[one]:
                group[other] = one
                pull[one] += pull[other]
                weight[one] += weight[other]
                merged = True
    return [root(stack) for stack in range(len(places))]


def _move(places: list[float], wanted: list[float], limits: list[Limit], groups: list[int]) -> float:
    """Move each group as far as it wants and its neighbours let it; return the longest way."""
    members, borders = _members(groups, limits)
    # Those that go right, the rightmost first, then those that go left: each finds its way already cleared.
    to_the_right = sorted((group for group in members if wanted[group] > 0), key=lambda group: -places[group])
    to_the_left = sorted((group for group in members if wanted[group] < 0), key=lambda group: places[group])
    longest = 0.0
    for group in (*to_the_right, *to_the_left):
        facing = borders[group][wanted[group] > 0]
        room = min((places[right] - places[left] - apart for left, right, apart in facing), default=float("inf"))
        way = min(_DAMPING * abs(wanted[group]), max(0.0, room))
        longest = max(longest, way)
        for stack in members[group]:
            places[stack] += way if wanted[group] > 0 else -way
    return longest


Borders = tuple[list[Limit], list[Limit]]
"""A group's limits to the left and to the right."""


def _members(groups: list[int], limits: list[Limit]) -> tuple[dict[int, list[int]], dict[int, Borders]]:
    members: dict[int, list[int]] = {}
    for stack, group in enumerate(groups):
        members.setdefault(group, []).append(stack)
    borders: dict[int, Borders] = {group: ([], []) for group in members}
    for limit in limits:
        left, right = groups[limit[0]], groups[limit[1]]
        if left != right:
            borders[left][1].append(limit)
            borders[right][0].append(limit)
    return members, borders
