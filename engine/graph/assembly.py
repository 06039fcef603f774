"""A whole network from its parts at once, under the same rules as one edit after the other, in linear time."""

from __future__ import annotations

from collections.abc import Iterable

from engine.errors import UnknownNodeError, shown
from engine.graph.edits import check_source, checked_position, duplicate_node, occupied
from engine.graph.model import Edge, Graph, Node, Note
from engine.graph.names import TakenNames
from engine.graph.notes import checked_note, duplicate_note
from engine.graph.topology import topological_order


def assemble(nodes: Iterable[Node], edges: Iterable[Edge], notes: Iterable[Note] = ()) -> Graph:
    """Return the graph of these nodes and notes, in this order, and edges; the nodes' parameters are valid already.

    Raises:
        GraphError: what `edits.add_node`, `edits.connect` and `notes.add_note` would raise.
    """
    by_id: dict[str, Node] = {}
    names = TakenNames()
    for node in nodes:
        if node.id in by_id:
            raise duplicate_node(node.id, by_id[node.id], node.name)
        names.add(node.name)
        checked_position(node.position)
        by_id[node.id] = node
    graph = Graph(by_id, frozenset(_checked(edges, by_id)), _by_id(notes))
    topological_order(graph)  # raises CycleError
    return graph


def _by_id(notes: Iterable[Note]) -> dict[str, Note]:
    by_id: dict[str, Note] = {}
    for note in notes:
        if note.id in by_id:
            raise duplicate_note(note.id)
        by_id[note.id] = checked_note(note)
    return by_id


def _checked(edges: Iterable[Edge], nodes: dict[str, Node]) -> Iterable[Edge]:
    taken: set[tuple[str, str]] = set()
    for edge in edges:
        start, end = (_end(edge, node_id, nodes) for node_id in (edge.source, edge.target))
        check_source(start)
        end.spec.slot(edge.port)
        if (edge.target, edge.port) in taken:
            raise occupied(end, edge.port)
        taken.add((edge.target, edge.port))
        yield edge


def _end(edge: Edge, node_id: str, nodes: dict[str, Node]) -> Node:
    if node_id in nodes:
        return nodes[node_id]
    known = [nodes[end].name for end in (edge.source, edge.target) if end in nodes]
    at = f" at {known[0]}" if known else ""
    raise UnknownNodeError(f"The edge{at} leads to a node that is not there, {shown(node_id)}. Remove that edge.")
