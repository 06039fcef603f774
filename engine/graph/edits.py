"""Every way to change a network: pure functions from graph to graph.

Each raises a `GraphError` and changes nothing where the result would not be valid. Parts that stay are shared.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any
from uuid import uuid4

from engine.errors import (
    CycleError,
    DuplicateNodeError,
    ParameterError,
    PortOccupiedError,
    UnknownPortError,
    shown,
)
from engine.graph.model import Edge, Graph, Node, Position
from engine.graph.names import check_name, free_name
from engine.graph.topology import would_cycle
from engine.layers import registry, unknown
from engine.layers.spec import Category

FARTHEST = 1e7
"""Pixels from the middle of the canvas beyond which nothing can be put: far more than the largest network needs."""


def new_id() -> str:
    """Return an id that no other node has."""
    return uuid4().hex[:12]


def with_fresh_ids(graph: Graph) -> Graph:
    """Return the same network with ids that no other network has."""
    ids = {node_id: new_id() for node_id in graph.nodes}
    nodes = {ids[node.id]: replace(node, id=ids[node.id]) for node in graph.nodes.values()}
    edges = frozenset(Edge(ids[edge.source], ids[edge.target], edge.port) for edge in graph.edges)
    notes = [replace(note, id=new_id()) for note in graph.notes.values()]
    return replace(graph, nodes=nodes, edges=edges, notes={note.id: note for note in notes})


def add_node(
    graph: Graph,
    type_: str,
    *,
    name: str | None = None,
    params: Mapping[str, Any] | None = None,
    position: Position = (0.0, 0.0),
    node_id: str | None = None,
) -> tuple[Graph, Node]:
    """Add a layer and return the new graph and the new node; what is not given is chosen.

    Raises:
        UnknownLayerError: no such type.
        ParameterError: an unknown parameter or an invalid value.
        NodeNameError: the name is taken or cannot be one.
        DuplicateNodeError: there is a node of that id.
    """
    spec = registry.get(type_)
    if name is None:
        name = free_name(graph, spec)
    check_name(graph, name)
    node_id = node_id or new_id()
    if node_id in graph.nodes:
        raise duplicate_node(node_id, graph.nodes[node_id], name)
    node = Node(node_id, name, type_, spec.complete(params or {}), checked_position(position))
    return _with_nodes(graph, node), node


def duplicate_node(node_id: str, node: Node, name: str) -> DuplicateNodeError:
    """Return the error for a second node, named ``name``, with the id of a node."""
    return DuplicateNodeError(
        f"{node.name} and {name} have the same id, {shown(node_id)}. Give one of them an id of its own."
    )


def checked_position(position: Position) -> Position:
    """Return the position as a pair of floats.

    Raises:
        ParameterError: it is not finite, or far off the canvas.
    """
    x, y = position
    # Compared before it is made a float: a whole number may be too large for one. NaN fails the comparison.
    if not (abs(x) <= FARTHEST and abs(y) <= FARTHEST):
        raise ParameterError(
            f"position must be two numbers (x, y) from {-FARTHEST:.0f} to {FARTHEST:.0f}. Received {shown((x, y))}."
        )
    return float(x), float(y)


def remove_nodes(graph: Graph, node_ids: Iterable[str]) -> Graph:
    """Remove nodes and the edges at them.

    Raises:
        UnknownNodeError: an id that is not in the graph.
    """
    gone = {graph.node(node_id).id for node_id in node_ids}
    nodes = {node_id: node for node_id, node in graph.nodes.items() if node_id not in gone}
    edges = frozenset(edge for edge in graph.edges if not {edge.source, edge.target} & gone)
    return replace(graph, nodes=nodes, edges=edges)


def connect(graph: Graph, source: str, target: str, port: str | None = None) -> Graph:
    """Add an edge; without a port, to the target's first free one.

    Raises:
        UnknownNodeError, UnknownPortError: an end that does not exist.
        PortOccupiedError: the port has its edge.
        CycleError: the target's output already reaches the source.
    """
    check_connection(graph, source, target, port)
    edge = Edge(source, target, port if port is not None else free_port(graph, target))
    return replace(graph, edges=graph.edges | {edge})


def check_connection(graph: Graph, source: str, target: str, port: str | None = None) -> None:
    """Check that `connect` would succeed; raises what it would raise."""
    start, end = graph.node(source), graph.node(target)
    check_source(start)
    if port is None:
        port = free_port(graph, target)
    end.spec.slot(port)
    if port in graph.incoming(target):
        raise occupied(end, port)
    if would_cycle(graph, source, target):
        raise CycleError(f"{end.name} already feeds {start.name}: an edge back would close a cycle.")


def check_source(node: Node) -> None:
    """Check that an edge can start at a node.

    Raises:
        UnknownPortError: it has no output.
    """
    if not node.spec.has_output:
        raise UnknownPortError(f"{node.name} has no output: the network ends there.")


def occupied(node: Node, port: str) -> PortOccupiedError:
    """Return the error for a second edge at a port."""
    return PortOccupiedError(
        f"{node.name} already has an edge at {port}. Remove that edge first, or join the two with Add or Concat."
    )


def free_port(graph: Graph, target: str) -> str:
    """Return the target's first input port without an edge.

    Raises:
        UnknownPortError: the layer has no input.
        PortOccupiedError: all are taken.
    """
    node = graph.node(target)
    taken = graph.incoming(target)
    ports = node.spec.ports(taken)
    if node.spec.category is Category.UNKNOWN:
        raise UnknownPortError(f"Nobody knows which inputs {node.name} has. {unknown.sentence(node.type)}")
    if not ports:
        raise UnknownPortError(f"{node.name} has no input: the network begins there.")
    for port in ports:
        if port not in taken:
            return port
    raise occupied(node, ports[0])


def disconnect(graph: Graph, edges: Iterable[Edge]) -> Graph:
    """Remove edges; those that are not there are passed over."""
    return replace(graph, edges=graph.edges - frozenset(edges))


def set_param(graph: Graph, node_id: str, name: str, value: object) -> Graph:
    """Give a parameter a value.

    Raises:
        UnknownNodeError, ParameterError: no such node or parameter, or an invalid value.
    """
    node = graph.node(node_id)
    valid = node.spec.param(name).validate(value)
    return _with_nodes(graph, replace(node, params={**node.params, name: valid}))


def rename(graph: Graph, node_id: str, name: str) -> Graph:
    """Give a node another name.

    Raises:
        UnknownNodeError, NodeNameError: no such node, or not a possible name.
    """
    node = graph.node(node_id)
    check_name(graph, name, node_id)
    return _with_nodes(graph, replace(node, name=name))


def move_nodes(graph: Graph, positions: Mapping[str, Position]) -> Graph:
    """Put nodes at other places on the canvas.

    Raises:
        UnknownNodeError, ParameterError: an id that is not in the graph, or no possible place.
    """
    return _with_nodes(
        graph,
        *(replace(graph.node(node_id), position=checked_position(position)) for node_id, position in positions.items()),
    )


def _with_nodes(graph: Graph, *changed: Node) -> Graph:
    return replace(graph, nodes={**graph.nodes, **{node.id: node for node in changed}})
