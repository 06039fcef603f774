"""Questions about a graph's wiring, answered by networkx."""

from __future__ import annotations

from collections.abc import Iterable

import networkx as nx

from engine.errors import CycleError
from engine.graph.model import Graph


def digraph(graph: Graph) -> nx.DiGraph:
    """Return the wiring as a networkx graph over node ids."""
    result = nx.DiGraph()
    result.add_nodes_from(graph.nodes)
    result.add_edges_from((edge.source, edge.target) for edge in graph.edges)
    return result


def topological_order(graph: Graph) -> tuple[str, ...]:
    """Return all node ids, sources before targets; ties in the order in which nodes were added.

    Raises:
        CycleError: the graph has a cycle.
    """
    place = {node_id: index for index, node_id in enumerate(graph.nodes)}
    try:
        return tuple(nx.lexicographical_topological_sort(digraph(graph), key=place.__getitem__))
    except nx.NetworkXUnfeasible:
        raise CycleError(_cycle_text(graph, next(iter(cycles(graph))))) from None


def cycles(graph: Graph) -> list[frozenset[str]]:
    """Return the sets of nodes that depend on themselves."""
    wiring = digraph(graph)
    parts = (frozenset(part) for part in nx.strongly_connected_components(wiring))
    return [part for part in parts if len(part) > 1 or wiring.has_edge(*(tuple(part) * 2))]


def would_cycle(graph: Graph, source: str, target: str) -> bool:
    """Whether an edge from source to target would close a cycle."""
    return source == target or source in nx.descendants(digraph(graph), target)


def descendants(graph: Graph, node_ids: Iterable[str]) -> set[str]:
    """Return all nodes that depend on one of those given."""
    wiring = digraph(graph)
    return set().union(*(nx.descendants(wiring, node_id) for node_id in node_ids))


def generations(graph: Graph) -> list[list[str]]:
    """Return node ids in layers: each node one layer behind the last of its sources."""
    place = {node_id: index for index, node_id in enumerate(graph.nodes)}
    return [sorted(layer, key=place.__getitem__) for layer in nx.topological_generations(digraph(graph))]


def _cycle_text(graph: Graph, cycle: frozenset[str]) -> str:
    names = ", ".join(sorted(graph.nodes[node_id].name for node_id in cycle))
    return f"{names} depend on their own output. Remove an edge between them."
