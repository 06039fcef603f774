"""Edits that keep chains whole: a node goes into an edge or out of its chain, an edge's end to another port.

A chain closes behind what leaves it: a node that was fed by the removed part is fed by what fed that part, if that is
one single node. A merging layer, which several nodes fed, leaves its successors open: nobody could say which of its
sources should replace it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from engine.errors import UnknownEdgeError, UnknownPortError
from engine.graph import edits
from engine.graph.model import Edge, Graph


def insert_on_edge(graph: Graph, node_id: str, edge: Edge) -> Graph:
    """Lead an edge through a node: ``source -> node -> target``, the target's port kept.

    The node takes the edge at its first free input port, so an Add that has one branch already takes it as the next.

    Raises:
        UnknownNodeError, UnknownEdgeError: a node or an edge that is not there.
        UnknownPortError: the node has no input or no output, as Input and Output.
        PortOccupiedError: its inputs are connected already.
        CycleError: the node is at an end of the edge, or it feeds the source or depends on the target.
    """
    _check_edge(graph, edge)
    node = graph.node(node_id)
    if not (node.spec.has_output and node.spec.ports(graph.incoming(node_id))):
        end = "input" if node.spec.has_output else "output"
        between = f"{graph.nodes[edge.source].name} and {graph.nodes[edge.target].name}"
        raise UnknownPortError(f"{node.name} cannot go between {between}: it has no {end}.")
    opened = edits.disconnect(graph, [edge])
    return edits.connect(edits.connect(opened, edge.source, node_id), node_id, edge.target, edge.port)


def bridge(graph: Graph, node_ids: Iterable[str]) -> tuple[Edge, ...]:
    """Return the edges that close the chains of a graph from which these nodes are taken out.

    Each port that the nodes feed gets an edge from the one node that led to it through them; it gets none where
    several did, or none. What the edges join was connected before, so they close no cycle.

    Raises:
        UnknownNodeError: an id that is not in the graph.
    """
    gone = {graph.node(node_id).id for node_id in node_ids}
    origins: dict[str, frozenset[str]] = {}
    exits = [edge for edge in graph.edges if edge.source in gone and edge.target not in gone]
    found = ((_origins(graph, edge.source, gone, origins), edge) for edge in exits)
    return tuple(Edge(next(iter(sources)), edge.target, edge.port) for sources, edge in found if len(sources) == 1)


def _origins(graph: Graph, start: str, gone: set[str], known: dict[str, frozenset[str]]) -> frozenset[str]:
    """Return the nodes outside ``gone`` that lead to ``start`` through ``gone`` alone; a walk without recursion."""
    waiting = [start]
    while waiting:
        node_id = waiting[-1]
        sources = {edge.source for edge in graph.incoming(node_id).values()}
        unknown = [source for source in sources & gone if source not in known] if node_id not in known else []
        if unknown:
            waiting += unknown
            continue
        waiting.pop()
        known[node_id] = frozenset(sources - gone).union(*(known[source] for source in sources & gone))
    return known[start]


def remove_closing(graph: Graph, node_ids: Iterable[str]) -> Graph:
    """Remove nodes and close the chains that they lay in, as `bridge` says.

    Raises:
        UnknownNodeError: an id that is not in the graph.
    """
    gone = tuple(node_ids)
    closing = bridge(graph, gone)
    rest = edits.remove_nodes(graph, gone)
    return replace(rest, edges=rest.edges.union(closing))


def pull_out(graph: Graph, *node_ids: str) -> Graph:
    """Take nodes out of their chain and keep them, wired to each other only; the chain closes, as `bridge` says.

    Raises:
        UnknownNodeError: an id that is not in the graph.
    """
    closing = bridge(graph, node_ids)
    out = set(node_ids)
    kept = (edge for edge in graph.edges if (edge.source in out) == (edge.target in out))
    return replace(graph, edges=frozenset(kept).union(closing))


def reconnect(
    graph: Graph, edge: Edge, *, source: str | None = None, target: str | None = None, port: str | None = None
) -> Graph:
    """Move an end of an edge; what is not given stays. Another target without a port takes its first free one.

    Raises:
        UnknownEdgeError: the edge is not there.
        GraphError: what `edits.connect` would raise.
    """
    _check_edge(graph, edge)
    if port is None and target in (None, edge.target):
        port = edge.port
    return edits.connect(edits.disconnect(graph, [edge]), source or edge.source, target or edge.target, port)


def _check_edge(graph: Graph, edge: Edge) -> None:
    if edge not in graph.edges:
        raise UnknownEdgeError("That edge is no longer in the network. Choose another.")
