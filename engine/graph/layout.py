"""Where nodes go when nobody placed them, or when a person asks for order."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from math import ceil

from engine.graph import edits
from engine.graph.direction import Direction
from engine.graph.layering.place import SIDE_GAP, STACK_GAP, place
from engine.graph.model import Graph, Position
from engine.graph.names import groups_of

COLUMN_WIDTH = 252.0
ROW_HEIGHT = 84.0
CARD = (COLUMN_WIDTH - SIDE_GAP, ROW_HEIGHT - STACK_GAP)
"""Width and height of a node on the canvas, in pixels at 100%."""
_MOST_IN_LINE = 8
"""A longer chain goes on in the next column, so that it can be read without zooming out."""


def layered(graph: Graph, direction: Direction = Direction.DOWN, only: Collection[str] | None = None) -> Graph:
    """Return the graph with each node behind its sources, chains straight and shortcuts beside their blocks.

    A whole network without branches is folded into columns of equal height. A whole network has that direction from
    now on.

    Args:
        graph: only its positions change, and its direction.
        direction: from top to bottom or from left to right.
        only: ids of the nodes to move; they are placed among themselves, around the middle of where they were.

    Raises:
        UnknownNodeError: an id that is not in the graph.
    """
    if only is None:
        places = _folded(graph, direction) or _begun_at_zero(_placed(graph, direction), direction)
        return replace(edits.move_nodes(graph, places), direction=direction)
    before = {node_id: graph.node(node_id).position for node_id in only}
    after = _placed(graph, direction, before)
    return edits.move_nodes(graph, _moved(after, _middle(before), _middle(after)))


def _placed(graph: Graph, direction: Direction, only: Collection[str] | None = None) -> dict[str, Position]:
    node_ids = [node_id for node_id in graph.nodes if only is None or node_id in only]
    chosen = set(node_ids)
    wires = [(edge.source, node_id) for node_id in node_ids for edge in graph.inputs(node_id) if edge.source in chosen]
    groups = {node_id: tuple(groups_of(graph.nodes[node_id].name)) for node_id in node_ids}
    return place(dict.fromkeys(node_ids, CARD), wires, direction, groups)


def _folded(graph: Graph, direction: Direction) -> dict[str, Position]:
    """Return places in lines for a single chain of nodes; nothing for any other network.

    The lines of a group are of equal length and its own, so that its frame is around nothing else.
    """
    chain = _chain(graph)
    if not chain:
        return {}
    cells: dict[str, tuple[int, int]] = {}
    first = 0
    for run in _runs(graph, chain):
        length = ceil(len(run) / ceil(len(run) / _MOST_IN_LINE))
        cells |= {node_id: (first + place // length, place % length) for place, node_id in enumerate(run)}
        first += ceil(len(run) / length)
    across, along = direction.turned((COLUMN_WIDTH, ROW_HEIGHT))
    return {node_id: direction.turned((across * line, along * at)) for node_id, (line, at) in cells.items()}


def _runs(graph: Graph, chain: Sequence[str]) -> list[list[str]]:
    """Return a chain in pieces: an outermost group's nodes, or nodes without a group; one if all are of one kind."""

    def outermost_group(node_id: str) -> str:
        first, dot, _ = graph.nodes[node_id].name.partition(".")
        return first if dot else ""

    return [list(nodes) for _, nodes in groupby(chain, outermost_group)]


def _chain(graph: Graph) -> list[str]:
    """Return all nodes in order if they are one chain."""
    follows = {edge.source: edge.target for edge in graph.edges}
    heads = [node_id for node_id in graph.nodes if not graph.incoming(node_id)]
    if len(heads) != 1 or not len(follows) == len(graph.edges) == len(graph.nodes) - 1:
        return []
    chain = heads
    while chain[-1] in follows:
        chain.append(follows[chain[-1]])
    return chain


def _begun_at_zero(places: Mapping[str, Position], direction: Direction) -> dict[str, Position]:
    """Return the places with the first row on the axis and all of them centred on the other axis."""
    across, _ = direction.turned(_middle(places))
    first = min((direction.turned(place)[1] for place in places.values()), default=0.0)
    return _moved(places, (0.0, 0.0), direction.turned((across, first)))


def _middle(places: Mapping[str, Position]) -> Position:
    """Return the middle of the area that the places cover."""
    xs = [x for x, _ in places.values()] or [0.0]
    ys = [y for _, y in places.values()] or [0.0]
    return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2


def _moved(places: Mapping[str, Position], to: Position, start: Position) -> dict[str, Position]:
    dx, dy = to[0] - start[0], to[1] - start[1]
    return {node_id: (x + dx, y + dy) for node_id, (x, y) in places.items()}
