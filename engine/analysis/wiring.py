"""What follows from the edges of a graph alone, and so stays while only parameters, names or places change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.analysis.dead_ends import dead_ends
from engine.errors import CycleError
from engine.graph.model import Graph
from engine.graph.topology import cycles, topological_order


@dataclass(frozen=True)
class Wiring:
    """What follows from the edges alone.

    Attributes:
        order: node ids, sources before targets; nodes on a cycle are left out.
        sources: ids of the nodes that feed each node, in the order of its inputs.
        cycles: the sets of nodes that depend on themselves.
        dead_ends: the nodes behind the first node of each branch that leads to no Output, by that node's id.
    """

    order: tuple[str, ...]
    sources: Mapping[str, tuple[str, ...]]
    cycles: tuple[frozenset[str], ...]
    dead_ends: Mapping[str, tuple[str, ...]]


def is_wired_alike(one: Graph, other: Graph) -> bool:
    """Whether two graphs have the very same edges, between nodes of the same ids."""
    return one.edges is other.edges and one.nodes.keys() == other.nodes.keys()


def wired(graph: Graph) -> Wiring:
    """Return what follows from a graph's edges."""
    sources = {node_id: tuple(edge.source for edge in graph.inputs(node_id)) for node_id in graph.nodes}
    try:
        order = topological_order(graph)
        return Wiring(order, sources, (), dead_ends(graph, order, sources))
    except CycleError:
        found = tuple(cycles(graph))
    cyclic = frozenset().union(*found)
    rest = {node_id: node for node_id, node in graph.nodes.items() if node_id not in cyclic}
    edges = frozenset(edge for edge in graph.edges if edge.source in rest and edge.target in rest)
    order = topological_order(Graph(rest, edges))
    return Wiring(order, sources, found, dead_ends(graph, order, sources))
