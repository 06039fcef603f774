"""What separates two graphs: the one way by which any change reaches the canvas."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import TypeVar

from engine.graph.direction import Direction
from engine.graph.model import Edge, Graph, Node, Note

_Part = TypeVar("_Part", Node, Note)


@dataclass(frozen=True)
class GraphDiff:
    """The parts to take out of the old graph and to put into the new one.

    Attributes:
        removed_edges, removed_nodes, removed_notes: in the old graph only; nodes and notes by id.
        added_nodes, added_edges, added_notes: in the new graph only.
        changed_nodes: in both, with another name, type, position or parameter, as they are in the new graph.
        changed_notes: in both, with another text, place, size or colour, as they are in the new graph.
        opened, closed: groups and rows that are closed in the old graph only, or in the new graph only.
        direction: of the new graph, if it is another.
    """

    removed_edges: frozenset[Edge]
    removed_nodes: tuple[str, ...]
    added_nodes: tuple[Node, ...]
    changed_nodes: tuple[Node, ...]
    added_edges: frozenset[Edge]
    removed_notes: tuple[str, ...] = ()
    added_notes: tuple[Note, ...] = ()
    changed_notes: tuple[Note, ...] = ()
    opened: frozenset[tuple[str, str]] = frozenset()
    closed: frozenset[tuple[str, str]] = frozenset()
    direction: Direction | None = None

    def __bool__(self) -> bool:
        return any(getattr(self, part.name) for part in fields(self))


def diff(old: Graph, new: Graph) -> GraphDiff:
    """Return what turns ``old`` into ``new``; parts that the two share cost one identity check each."""
    return GraphDiff(
        removed_edges=old.edges - new.edges,
        removed_nodes=_removed(old.nodes, new.nodes),
        added_nodes=_added(old.nodes, new.nodes),
        changed_nodes=_changed(old.nodes, new.nodes),
        added_edges=new.edges - old.edges,
        removed_notes=_removed(old.notes, new.notes),
        added_notes=_added(old.notes, new.notes),
        changed_notes=_changed(old.notes, new.notes),
        opened=old.closed - new.closed,
        closed=new.closed - old.closed,
        direction=new.direction if new.direction is not old.direction else None,
    )


def computes_the_same(one: Graph, other: Graph) -> bool:
    """Whether the same nodes do the same in both, fed by the same ones; names, places and notes do not count."""
    if one.edges != other.edges or one.nodes.keys() != other.nodes.keys():
        return False
    pairs = ((node, other.nodes[node_id]) for node_id, node in one.nodes.items())
    return all(mine is its or _does(mine) == _does(its) for mine, its in pairs)


def _does(node: Node) -> tuple[object, ...]:
    return node.type, node.params, node.is_frozen, node.init


def _removed(old: Mapping[str, _Part], new: Mapping[str, _Part]) -> tuple[str, ...]:
    return tuple(part_id for part_id in old if part_id not in new)


def _added(old: Mapping[str, _Part], new: Mapping[str, _Part]) -> tuple[_Part, ...]:
    return tuple(part for part_id, part in new.items() if part_id not in old)


def _changed(old: Mapping[str, _Part], new: Mapping[str, _Part]) -> tuple[_Part, ...]:
    return tuple(
        part
        for part_id, part in new.items()
        if (before := old.get(part_id)) is not None and before is not part and before != part
    )


def apply(difference: GraphDiff, graph: Graph) -> Graph:
    """Return the graph with the difference made to it: ``apply(diff(a, b), a) == b``."""
    nodes = {node_id: node for node_id, node in graph.nodes.items() if node_id not in difference.removed_nodes}
    for node in (*difference.changed_nodes, *difference.added_nodes):
        nodes[node.id] = node
    notes = {note_id: note for note_id, note in graph.notes.items() if note_id not in difference.removed_notes}
    for note in (*difference.changed_notes, *difference.added_notes):
        notes[note.id] = note
    edges = (graph.edges - difference.removed_edges) | difference.added_edges
    closed = (graph.closed - difference.opened) | difference.closed
    return Graph(nodes, edges, notes, closed, difference.direction or graph.direction)
