"""Where there is room on the canvas: for a new node or note, for a copy of a part, for a sentence of its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from math import floor

from engine.graph.closing import shown_boxes
from engine.graph.layout import CARD, COLUMN_WIDTH, ROW_HEIGHT
from engine.graph.model import Graph, Position, Size

_APART = 20.0
"""Pixels at least between a part and what was there before; neighbours of a layout are farther apart."""
_MOST_RINGS = 12
"""Steps from the wanted place beyond which a part goes beside everything instead."""

Area = tuple[float, float, float, float]
"""Left, top, right and bottom, in pixels at 100%."""


def card_area(position: Position) -> Area:
    """Return what a node's card covers."""
    return _around(position, CARD)


def note_area(position: Position, size: Size) -> Area:
    """Return what a note covers, its top left corner being its position."""
    return (position[0], position[1], position[0] + size[0], position[1] + size[1])


def free_offset(
    graph: Graph,
    areas: Collection[Area],
    wanted: Position = (0.0, 0.0),
    *,
    inside: str = "",
    step: Size = (COLUMN_WIDTH, ROW_HEIGHT),
) -> Position:
    """Return how far to move areas so that they cover nothing: as wanted, or so many steps from there, the fewest.

    Args:
        graph: the network; closed groups count as one card, notes count too.
        areas: what the parts to be placed cover.
        wanted: how far they would be moved, were all free.
        inside: path of the group that is dived into.
        step: width and height of the steps in which room is looked for.
    """
    covered = _Covered(graph, inside)
    for across, down in _outwards():
        dx, dy = wanted[0] + across * step[0], wanted[1] + down * step[1]
        if not any(covered.meets(_moved(area, dx, dy)) for area in areas):
            return dx, dy
    left = min(area[0] for area in areas)
    return covered.right + COLUMN_WIDTH - CARD[0] - left, wanted[1]


class _Covered:
    """The areas of a canvas that are taken, found by where they are."""

    def __init__(self, graph: Graph, inside: str) -> None:
        cards = [card_area(box.position) for box in shown_boxes(graph, inside).boxes.values()]
        notes = [note_area(note.position, note.size) for note in graph.notes.values()]
        self.right = max((area[2] for area in (*cards, *notes)), default=0.0)
        self._areas: defaultdict[tuple[int, int], list[Area]] = defaultdict(list)
        for area in (*cards, *notes):
            for cell in _cells(area):
                self._areas[cell].append(area)

    def meets(self, area: Area) -> bool:
        """Whether an area, with some room around it, lies on another."""
        left, top, right, bottom = area[0] - _APART, area[1] - _APART, area[2] + _APART, area[3] + _APART
        return any(
            left < other[2] and other[0] < right and top < other[3] and other[1] < bottom
            for cell in _cells((left, top, right, bottom))
            for other in self._areas.get(cell, ())
        )


def _outwards() -> Iterator[tuple[int, int]]:
    """Yield steps across and down, the nearest first; to the right and down before to the left and up."""
    reach = range(-_MOST_RINGS, _MOST_RINGS + 1)
    steps = [(across, down) for across in reach for down in reach]
    yield from sorted(steps, key=lambda step: (abs(step[0]) + abs(step[1]), -step[0], -step[1]))


def _cells(area: Area) -> Iterable[tuple[int, int]]:
    left, top = floor(area[0] / COLUMN_WIDTH), floor(area[1] / ROW_HEIGHT)
    right, bottom = floor(area[2] / COLUMN_WIDTH), floor(area[3] / ROW_HEIGHT)
    return ((x, y) for x in range(left, right + 1) for y in range(top, bottom + 1))


def _around(middle: Position, size: Size) -> Area:
    (x, y), (width, height) = middle, size
    return (x - width / 2, y - height / 2, x + width / 2, y + height / 2)


def _moved(area: Area, dx: float, dy: float) -> Area:
    return (area[0] + dx, area[1] + dy, area[2] + dx, area[3] + dy)
