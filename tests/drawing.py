"""What a person sees of a layout: wires as they are drawn, what they cross and what they run through."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations, pairwise

from engine.graph.layering.frames import FRAME_MARGIN, FRAME_TITLE
from engine.graph.layering.place import STACK_GAP
from engine.graph.layout import CARD
from engine.graph.model import Graph, Position
from engine.graph.names import groups_of

PORT_SPACING = 30.0
Segment = tuple[Position, Position]


@dataclass(frozen=True)
class Wire:
    """A wire downwards: straight on from its source, and aside in the gap above its target."""

    source: str
    target: str
    corners: tuple[Position, ...]

    @property
    def segments(self) -> list[Segment]:
        return list(pairwise(self.corners))


def wires(graph: Graph) -> list[Wire]:
    result = []
    first_rows: dict[str, float] = {}
    for node in graph.nodes.values():
        for path in groups_of(node.name):
            first_rows[path] = min(node.position[1], first_rows.get(path, node.position[1]))
    for node in graph.nodes.values():
        edges = graph.inputs(node.id)
        for port, edge in enumerate(edges):
            x, y = graph.nodes[edge.source].position
            start = (x, y + CARD[1] / 2)
            end = (node.position[0] + PORT_SPACING * (port - (len(edges) - 1) / 2), node.position[1] - CARD[1] / 2)
            around = set(groups_of(graph.nodes[edge.source].name))
            entered = [path for path in groups_of(node.name) if path not in around]
            num_frames = sum(first_rows[path] == node.position[1] for path in entered)
            entrance = (end[0], max(start[1], end[1] - num_frames * (FRAME_MARGIN + FRAME_TITLE)))
            turn = (x, max(start[1], entrance[1] - STACK_GAP))
            result.append(Wire(edge.source, node.id, (start, turn, entrance, end)))
    return result


def crossings(graph: Graph) -> int:
    """How many pairs of wires cross; wires out of one node may run together."""
    return sum(
        one.source != other.source and any(_cross(*a, *b) for a in one.segments for b in other.segments)
        for one, other in combinations(wires(graph), 2)
    )


def run_through(graph: Graph) -> list[tuple[str, str]]:
    """The wires that run through a card, by the names of their source and of the card."""
    return [
        (graph.nodes[wire.source].name, node.name)
        for wire in wires(graph)
        for node in graph.nodes.values()
        if node.id not in (wire.source, wire.target)
        and any(_meets(segment, node.position) for segment in wire.segments)
    ]


def overlaps(positions: Mapping[str, Position]) -> list[tuple[str, str]]:
    """The pairs of cards that lie on each other."""
    return [
        (one, other)
        for (one, (x1, y1)), (other, (x2, y2)) in combinations(positions.items(), 2)
        if abs(x1 - x2) < CARD[0] and abs(y1 - y2) < CARD[1]
    ]


def _cross(a: Position, b: Position, c: Position, d: Position) -> bool:
    return _side(a, b, c) * _side(a, b, d) < 0 and _side(c, d, a) * _side(c, d, b) < 0


def _side(a: Position, b: Position, point: Position) -> float:
    return (b[0] - a[0]) * (point[1] - a[1]) - (b[1] - a[1]) * (point[0] - a[0])


def _meets(segment: Segment, center: Position) -> bool:
    """Whether a segment, upright or within a gap, meets the inside of a card."""
    (x1, y1), (x2, y2) = segment
    half_width, half_height = CARD[0] / 2, CARD[1] / 2
    return (
        max(x1, x2) > center[0] - half_width
        and min(x1, x2) < center[0] + half_width
        and max(y1, y2) > center[1] - half_height
        and min(y1, y2) < center[1] + half_height
    )
