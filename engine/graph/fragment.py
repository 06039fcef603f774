"""Parts of a network cut out of it, and put back under fresh ids and names: copy, paste, duplicate."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

from engine.graph.edits import checked_position, new_id
from engine.graph.fresh_names import FreshNames
from engine.graph.groups import whole_groups
from engine.graph.model import Edge, Graph, Node, Note, Position
from engine.graph.names import TakenNames, groups_of
from engine.graph.notes import checked_note


@dataclass(frozen=True)
class Fragment:
    """Nodes with the edges between them, and notes.

    Attributes:
        nodes: in the order of the graph that they were copied from, with the names and ids that they had there.
        edges: those between the nodes; edges from and to other nodes are left behind.
        notes: in the order of their graph.
        groups: paths of the outermost groups that were copied as a whole.
        closed: which of the groups and rows in these are closed, as in a `Graph`.
    """

    nodes: tuple[Node, ...] = ()
    edges: frozenset[Edge] = frozenset()
    notes: tuple[Note, ...] = ()
    groups: frozenset[str] = frozenset()
    closed: frozenset[tuple[str, str]] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.nodes or self.notes)

    @property
    def middle(self) -> Position:
        """The middle of the area that its parts cover, to paste it around a point."""
        places = [node.position for node in self.nodes]
        for note in self.notes:
            (x, y), (width, height) = note.position, note.size
            places += [(x, y), (x + width, y + height)]
        if not places:
            return 0.0, 0.0
        xs, ys = zip(*places, strict=True)
        return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2


class Pasted(NamedTuple):
    """A graph with a fragment in it.

    Attributes:
        graph: the graph.
        node_ids, note_ids: of the parts that are new, in the fragment's order.
    """

    graph: Graph
    node_ids: tuple[str, ...]
    note_ids: tuple[str, ...]


def copy(graph: Graph, node_ids: Iterable[str], note_ids: Iterable[str] = ()) -> Fragment:
    """Return a part of a graph.

    Raises:
        UnknownNodeError, UnknownNoteError: an id that is not in the graph.
    """
    chosen = {graph.node(node_id).id for node_id in node_ids}
    notes = {graph.note(note_id).id for note_id in note_ids}
    groups = whole_groups(graph, chosen)
    return Fragment(
        nodes=tuple(node for node in graph.nodes.values() if node.id in chosen),
        edges=frozenset(edge for edge in graph.edges if edge.source in chosen and edge.target in chosen),
        notes=tuple(note for note in graph.notes.values() if note.id in notes),
        groups=groups,
        closed=frozenset((kind, path) for kind, path in graph.closed if not groups.isdisjoint(_around(path))),
    )


def paste(graph: Graph, fragment: Fragment, offset: Position = (0.0, 0.0)) -> Pasted:
    """Put a fragment into a graph, moved by ``offset``, under fresh ids and free names.

    What is free there keeps its name. A group that was copied as a whole becomes a new group (``layer1`` becomes
    ``layer2``), closed if that one is, and keeps the names inside it; single nodes of a group stay in that group
    (``layer1.conv1`` becomes ``layer1.conv2``).

    Raises:
        ParameterError: it would lie far off the canvas.
        NodeNameError: a name would become too long.
    """
    names = FreshNames(TakenNames(node.name for node in graph.nodes.values()), fragment.groups)
    ids = {node.id: new_id() for node in fragment.nodes}
    nodes = [
        replace(node, id=ids[node.id], name=names.take(node.name), position=_moved(node.position, offset))
        for node in fragment.nodes
    ]
    notes = [
        checked_note(replace(note, id=new_id(), position=_moved(note.position, offset))) for note in fragment.notes
    ]
    edges = (Edge(ids[edge.source], ids[edge.target], edge.port) for edge in fragment.edges)
    pasted = replace(
        graph,
        nodes={**graph.nodes, **{node.id: node for node in nodes}},
        edges=graph.edges.union(edges),
        notes={**graph.notes, **{note.id: note for note in notes}},
        closed=graph.closed.union((kind, new) for kind, path in fragment.closed if (new := names.group(path))),
    )
    return Pasted(pasted, tuple(node.id for node in nodes), tuple(note.id for note in notes))


def duplicate(
    graph: Graph,
    node_ids: Iterable[str],
    offset: Position,
    note_ids: Iterable[str] = (),
    *,
    keeps_inputs: bool = False,
) -> Pasted:
    """Put a copy of a part of a graph beside it.

    Args:
        graph: the network.
        node_ids: of the nodes to copy.
        offset: how far from the originals.
        note_ids: of the notes to copy.
        keeps_inputs: whether the copies are fed by the same nodes outside as the originals, as a second branch is.
            What the originals feed has its edge already and is not fed by the copies.

    Raises:
        GraphError: what `copy` and `paste` would raise.
    """
    fragment = copy(graph, node_ids, note_ids)
    pasted = paste(graph, fragment, offset)
    if not keeps_inputs:
        return pasted
    ids = dict(zip((node.id for node in fragment.nodes), pasted.node_ids, strict=True))
    inputs = (
        Edge(edge.source, ids[edge.target], edge.port)
        for edge in graph.edges
        if edge.target in ids and edge.source not in ids
    )
    return pasted._replace(graph=replace(pasted.graph, edges=pasted.graph.edges.union(inputs)))


def _around(path: str) -> tuple[str, ...]:
    return (*groups_of(path), path)


def _moved(position: Position, offset: Position) -> Position:
    return checked_position((position[0] + offset[0], position[1] + offset[1]))
