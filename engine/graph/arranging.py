"""Putting selected boxes in line, at equal distances, or a step aside.

A box is a node, by its id, or the nodes of a closed group or a folded row, which keep their places to each other; its
place is its centre, as on the canvas. Boxes are of one size there, so that centres in line are edges in line.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from enum import Enum
from typing import Literal, NamedTuple, TypeAlias

from engine.graph import edits
from engine.graph.model import Graph, Position
from engine.graph.notes import move_notes

Item: TypeAlias = str | Collection[str]
"""A node's id, or the ids of the nodes that one box stands for."""

Axis: TypeAlias = Literal[0, 1]
"""0 is x, to the right; 1 is y, downwards."""


class Alignment(Enum):
    """Where boxes are put in line."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"
    TOP = "top"
    MIDDLE = "middle"
    BOTTOM = "bottom"


class Orientation(Enum):
    """Along which axis boxes are spread out."""

    HORIZONTAL = "horizontal"
    VERTICAL = "vertical"


_AXES: dict[Alignment | Orientation, Axis] = {
    Alignment.LEFT: 0,
    Alignment.CENTRE: 0,
    Alignment.RIGHT: 0,
    Alignment.TOP: 1,
    Alignment.MIDDLE: 1,
    Alignment.BOTTOM: 1,
    Orientation.HORIZONTAL: 0,
    Orientation.VERTICAL: 1,
}


class _Box(NamedTuple):
    node_ids: tuple[str, ...]
    centre: Position


def align(graph: Graph, items: Iterable[Item], edge: Alignment) -> Graph:
    """Put boxes in line: all where the outermost is, or in the middle between the outermost two.

    Raises:
        UnknownNodeError: an id that is not in the graph.
    """
    axis = _AXES[edge]
    boxes = _boxes(graph, items)
    if not boxes:
        return graph
    low, high = min(box.centre[axis] for box in boxes), max(box.centre[axis] for box in boxes)
    line = {
        Alignment.LEFT: low,
        Alignment.TOP: low,
        Alignment.RIGHT: high,
        Alignment.BOTTOM: high,
    }.get(edge, (low + high) / 2)
    return _moved(graph, axis, [(box, line) for box in boxes])


def distribute(graph: Graph, items: Iterable[Item], orientation: Orientation) -> Graph:
    """Put boxes at equal distances between the outermost two, which stay, in the order in which they are.

    Raises:
        UnknownNodeError: an id that is not in the graph.
    """
    axis = _AXES[orientation]
    boxes = sorted(_boxes(graph, items), key=lambda box: box.centre[axis])
    if len(boxes) < 3:
        return graph
    first, last = boxes[0].centre[axis], boxes[-1].centre[axis]
    step = (last - first) / (len(boxes) - 1)
    return _moved(graph, axis, [(box, first + place * step) for place, box in enumerate(boxes[1:-1], start=1)])


def nudge(graph: Graph, node_ids: Iterable[str], dx: float, dy: float, note_ids: Iterable[str] = ()) -> Graph:
    """Move nodes and notes by so many pixels at 100%.

    Raises:
        UnknownNodeError, UnknownNoteError: an id that is not in the graph.
        ParameterError: they would lie far off the canvas.
    """
    nodes = {node_id: graph.node(node_id).position for node_id in node_ids}
    notes = {note_id: graph.note(note_id).position for note_id in note_ids}
    moved = edits.move_nodes(graph, {node_id: (x + dx, y + dy) for node_id, (x, y) in nodes.items()})
    return move_notes(moved, {note_id: (x + dx, y + dy) for note_id, (x, y) in notes.items()})


def _boxes(graph: Graph, items: Iterable[Item]) -> list[_Box]:
    ids = [(item,) if isinstance(item, str) else tuple(item) for item in items]
    return [_Box(node_ids, _centre(graph, node_ids)) for node_ids in ids if node_ids]


def _centre(graph: Graph, node_ids: Iterable[str]) -> Position:
    xs, ys = zip(*(graph.node(node_id).position for node_id in node_ids), strict=True)
    return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2


def _moved(graph: Graph, axis: Axis, places: Sequence[tuple[_Box, float]]) -> Graph:
    """Return the graph with boxes at other places along an axis; what stays where it is stays the same object."""
    positions: dict[str, Position] = {}
    for box, place in places:
        by = place - box.centre[axis]
        for node_id in box.node_ids:
            x, y = graph.nodes[node_id].position
            if len(box.node_ids) == 1:  # exactly there, without an error of rounding
                x, y = (place, y) if axis == 0 else (x, place)
            elif by:
                x, y = (x + by, y) if axis == 0 else (x, y + by)
            if (x, y) != graph.nodes[node_id].position:
                positions[node_id] = (x, y)
    return edits.move_nodes(graph, positions) if positions else graph
