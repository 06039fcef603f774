"""Closing a group or a row of groups to one box, opening it in place, and what is shown then.

What stands behind, or beside, moves up to the closed box and makes room for the open one, so that the one is the
other's inverse. Places are reckoned as if all wires led down: below is behind, to the sides is across. A network is
arranged from the inside out: first what is in a box, then the boxes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple

from engine.errors import UnknownGroupError, shown
from engine.graph import edits
from engine.graph.direction import Direction
from engine.graph.display import Box, Display, Key, display
from engine.graph.groups import group_paths, members
from engine.graph.layering.frames import FRAME_MARGIN, FRAME_TITLE
from engine.graph.layering.place import SIDE_GAP, STACK_GAP, place
from engine.graph.layout import CARD, layered
from engine.graph.model import Graph, Position
from engine.graph.names import parent_of
from engine.graph.repeats import Row, repeats

_LARGE = 48
"""A network of more nodes begins closed."""
_WORTH_CLOSING = 3
"""A group of fewer nodes takes no more room open."""


def shown_boxes(graph: Graph, inside: str = "") -> Display:
    """Return what is on the canvas, as the graph says what is closed; edges into one group from one node are joined."""
    groups = {path for kind, path in graph.closed if kind == "group"}
    return display(graph, groups, inside, _folded_rows(graph), joined=True)


def close(graph: Graph, key: Key) -> Graph:
    """Draw a group or a row as one box.

    Raises:
        UnknownGroupError: there is no such group, or no row of equal groups that begins with it.
    """
    nodes, room = _members(graph, key), _ROOM[graph.direction]
    before = _seen(graph)
    others = [other for other in before.boxes.values() if not nodes.intersection(other.node_ids)]
    area = _without_lacking_margins(_open_area(before, nodes, key, room), others, key, room)
    closed = replace(graph, closed=graph.closed | {key})
    box = _box_of(_seen(closed), key)
    width, height = room.card
    moved = _shifted(graph, nodes, 0.0, area.top + height / 2 - box.position[1])
    below = _below(before, nodes, box, width)
    moved |= _pushed(graph, others, below, area, -(area.width - width) / 2, height - area.height)
    return edits.move_nodes(closed, moved)


def open_up(graph: Graph, key: Key) -> Graph:
    """Show what is in a closed group or row, in place.

    Raises:
        UnknownGroupError: it is not closed, or lies in a group that is.
    """
    before, room = _seen(graph), _ROOM[graph.direction]
    box = _box_of(before, key)
    opened = replace(graph, closed=graph.closed - {key})
    nodes = frozenset(box.node_ids)
    area = _open_area(_seen(opened), nodes, key, room)
    others = [other for other in before.boxes.values() if other is not box]
    width, height = room.card
    moved = _shifted(graph, nodes, 0.0, box.position[1] - height / 2 - area.top)
    around = _Area.around([box], room)
    below = _below(before, nodes, box, width)
    moved |= _pushed(graph, others, below, around, (area.width - width) / 2, area.height - height)
    return edits.move_nodes(opened, moved)


def arranged(graph: Graph, direction: Direction = Direction.DOWN, only: Collection[str] | None = None) -> Graph:
    """Return the graph with what is shown laid out, and what is in closed boxes laid out within them.

    Args:
        graph: only its positions change, and its direction where it is laid out as a whole.
        direction: from top to bottom or from left to right.
        only: ids of the nodes to move, among themselves; all by default.
    """
    if only is not None or not graph.closed:
        return layered(graph, direction, only)
    graph, closed = replace(graph, closed=frozenset(), direction=direction), graph.closed
    for kind, path in sorted(closed, key=lambda key: (-key[1].count("."), key[0])):  # inner ones first, rows last
        if kind == "row":  # as it is unfolded: its groups closed, among their neighbours
            inner, inside = {key for key in closed if key[0] == "group"}, parent_of(path)
        else:
            inner, inside = {key for key in closed if key[1].startswith(f"{path}.")}, path
        graph = _placed(replace(graph, closed=frozenset(inner)), direction, inside)
    return _placed(replace(graph, closed=closed), direction)


def overview(graph: Graph) -> Graph:
    """Return a large network with its groups closed and its rows folded, laid out; a small one laid out as it is."""
    if len(graph.nodes) <= _LARGE:
        return layered(graph, graph.direction)
    groups = {("group", path) for path in group_paths(graph) if len(members(graph, path)) >= _WORTH_CLOSING}
    rows = {("row", row.paths[0]) for row in repeats(graph) if len(row.paths) > 2}
    return arranged(replace(graph, closed=frozenset(groups | rows)), graph.direction)


class _Room(NamedTuple):
    """What boxes take, as if all wires led down.

    Attributes:
        card: width and height of a box.
        gap: between boxes behind each other.
        left, before, right, after: of the frame around an open group, where the gaps have no room for it.
    """

    card: tuple[float, float]
    gap: float
    left: float
    before: float
    right: float
    after: float


_ROOM = {
    Direction.DOWN: _Room(CARD, STACK_GAP, 0.0, FRAME_MARGIN + FRAME_TITLE, 0.0, FRAME_MARGIN),
    Direction.RIGHT: _Room(
        Direction.RIGHT.turned(CARD), SIDE_GAP, FRAME_MARGIN + FRAME_TITLE, FRAME_MARGIN, FRAME_MARGIN, FRAME_MARGIN
    ),
}


class _Area(NamedTuple):
    """The area that boxes cover, in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def around(cls, boxes: Iterable[Box], room: _Room) -> _Area:
        xs, ys = zip(*(box.position for box in boxes), strict=True)
        width, height = room.card
        return cls(min(xs) - width / 2, min(ys) - height / 2, max(xs) + width / 2, max(ys) + height / 2)

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top


def _seen(graph: Graph) -> Display:
    """Return what is on the canvas, turned as if all wires led down."""
    view = shown_boxes(graph)
    if graph.direction is Direction.DOWN:
        return view
    turned = graph.direction.turned
    return replace(view, boxes={key: box._replace(position=turned(box.position)) for key, box in view.boxes.items()})


def _open_area(view: Display, nodes: frozenset[str], key: Key, room: _Room) -> _Area:
    """Return the area of what is in a group or a row when it is open; around a group runs a frame."""
    area = _Area.around((box for box in view.boxes.values() if nodes.issuperset(box.node_ids)), room)
    if key[0] != "group":
        return area
    return _Area(area.left - room.left, area.top - room.before, area.right + room.right, area.bottom + room.after)


def _folded_rows(graph: Graph) -> list[Row]:
    heads = {path for kind, path in graph.closed if kind == "row"}
    return [row for row in repeats(graph) if row.paths[0] in heads] if heads else []


def _members(graph: Graph, key: Key) -> frozenset[str]:
    kind, path = key
    paths: tuple[str, ...] = (path,)
    if kind == "row":
        paths = next((row.paths for row in repeats(graph) if row.paths[0] == path), ())
    nodes = frozenset(node_id for each in paths for node_id in members(graph, each))
    if not nodes:
        raise UnknownGroupError(f"There is no {kind} {shown(path)} in this network.")
    return nodes


def _box_of(view: Display, key: Key) -> Box:
    if key not in view.boxes:
        raise UnknownGroupError(f"{key[1]} is not drawn as one box. Open the group around it first.")
    return view.boxes[key]


def _shifted(graph: Graph, node_ids: Iterable[str], dx: float, dy: float) -> dict[str, Position]:
    """Return the places of nodes moved by ``dx`` across and by ``dy`` along the wires."""
    places = {node_id: graph.nodes[node_id].position for node_id in node_ids}
    dx, dy = graph.direction.turned((dx, dy))
    return {node_id: (x + dx, y + dy) for node_id, (x, y) in places.items()}


def _pushed(
    graph: Graph, boxes: Iterable[Box], below: Collection[Key], area: _Area, dx: float, dy: float
) -> dict[str, Position]:
    """Move the boxes ``below`` an area by ``dy``, and those beside it away from its middle by ``dx``."""
    moved: dict[str, Position] = {}
    middle = (area.left + area.right) / 2
    for box in boxes:
        x, y = box.position
        if box.key in below:
            moved |= _shifted(graph, box.node_ids, 0.0, dy)
        elif area.top < y < area.bottom and _is_near(x, area, _ROOM[graph.direction].card[0]):
            moved |= _shifted(graph, box.node_ids, dx if x > middle else -dx, 0.0)
    return moved


def _is_near(x: float, area: _Area, width: float) -> bool:
    """Whether a box at this x stands in the columns right beside an area, and not within it."""
    return not area.left < x < area.right and area.left - width < x < area.right + width


def _below(view: Display, nodes: frozenset[str], closed: Box, width: float) -> set[Key]:
    """Return the boxes that make room below a group or row, and all that their wires lead down to.

    What stands below in its column without being wired to it takes along what feeds it, as an auxiliary classifier does
    below another: else its wire would run down the spine, behind boxes.

    Args:
        nodes: in it.
        closed: as one box; what stands below that in its column would be covered, whatever it is wired to.
        width: of a box.
    """
    x, y = closed.position
    stacked = {
        box.key: box
        for box in view.boxes.values()
        if nodes.isdisjoint(box.node_ids) and abs(box.position[0] - x) < width and box.position[1] > y
    }
    wired = _downstream(view, nodes)
    feeding = {
        wire.source: view.boxes[wire.source]
        for wire in view.wires.values()
        if wire.target in stacked.keys() - wired and view.boxes[wire.source].position[1] > y
    }
    moving = {key: box for key, box in (stacked | feeding).items() if nodes.isdisjoint(box.node_ids)}
    return moving.keys() | _downstream(view, nodes.union(*(box.node_ids for box in moving.values())))


def _downstream(view: Display, nodes: Collection[str]) -> set[Key]:
    """Return the boxes that the nodes' wires lead down to, one after the other.

    A wire that climbs begins another column of a folded network, which stays where it is.
    """
    follows: dict[Key, list[Key]] = {}
    for wire in view.wires.values():
        if view.boxes[wire.target].position[1] > view.boxes[wire.source].position[1]:
            follows.setdefault(wire.source, []).append(wire.target)
    own = {key for key, box in view.boxes.items() if not set(box.node_ids).isdisjoint(nodes)}
    found, waiting = set(own), list(own)
    while waiting:
        for key in follows.get(waiting.pop(), ()):
            if key not in found:
                found.add(key)
                waiting.append(key)
    return found - own


def _without_lacking_margins(area: _Area, others: Iterable[Box], key: Key, room: _Room) -> _Area:
    """Return the area of an open group less the room for a frame that it never had, as right after grouping."""
    if key[0] != "group":
        return area
    left, top, right, bottom = area
    inner_top, inner_bottom = top + room.before, bottom - room.after
    half, half_width = room.card[1] / 2, room.card[0] / 2
    column = [box.position[1] for box in others if left - half_width < box.position[0] < right + half_width]
    above = max((y + half for y in column if y < inner_top), default=float("-inf"))
    below = min((y - half for y in column if y > inner_bottom), default=float("inf"))
    return _Area(
        left,
        max(top, min(inner_top, above + room.gap)),
        right,
        min(bottom, max(inner_bottom, below - room.gap)),
    )


def _placed(graph: Graph, direction: Direction, inside: str = "") -> Graph:
    """Lay out the boxes shown in a group, around the middle of where they were, or of the whole network."""
    view = shown_boxes(graph, inside)
    boxes: Mapping[Key, Box] = {key: box for key, box in view.boxes.items() if key[0] not in ("source", "target")}
    names = {key: f"{key[0]} {key[1]}" for key in boxes}
    wires = [
        (names[wire.source], names[wire.target])
        for _, wire in sorted(view.wires.items())
        if wire.source in names and wire.target in names
    ]
    groups = {names[key]: box.open_groups(inside) for key, box in boxes.items()}
    places = place(dict.fromkeys(names.values(), CARD), wires, direction, groups)
    moved: dict[str, Position] = {}
    for key, box in boxes.items():
        x, y = places[names[key]]
        for node_id in box.node_ids:
            node_x, node_y = graph.nodes[node_id].position
            moved[node_id] = (node_x + x - box.position[0], node_y + y - box.position[1])
    return edits.move_nodes(graph, moved)
