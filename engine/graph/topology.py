"""Questions about a graph's wiring, answered by networkx.

networkx takes a ninth of a second to import, so it is imported with the first question, not before the first paint.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from engine.errors import CycleError
from engine.graph.model import Graph

if TYPE_CHECKING:
    import networkx as nx

MAX_LISTED = 6
"""Names that a sentence can carry."""


def digraph(graph: Graph) -> nx.DiGraph:
    """Return the wiring as a networkx graph over node ids."""
    import networkx as nx

    result = nx.DiGraph()
    result.add_nodes_from(graph.nodes)
    result.add_edges_from((edge.source, edge.target) for edge in graph.edges)
    return result


def topological_order(graph: Graph) -> tuple[str, ...]:
    """Return all node ids, sources before targets; ties in the order in which nodes were added.

    Raises:
        CycleError: the graph has a cycle.
    """
    if not graph.edges:
        return tuple(graph.nodes)
    import networkx as nx

    place = {node_id: index for index, node_id in enumerate(graph.nodes)}
    try:
        return tuple(nx.lexicographical_topological_sort(digraph(graph), key=place.__getitem__))
    except nx.NetworkXUnfeasible:
        raise CycleError(_cycle_text(graph, next(iter(cycles(graph))))) from None


def cycles(graph: Graph) -> list[frozenset[str]]:
    """Return the sets of nodes that depend on themselves."""
    import networkx as nx

    wiring = digraph(graph)
    parts = (frozenset(part) for part in nx.strongly_connected_components(wiring))
    return [part for part in parts if len(part) > 1 or wiring.has_edge(*(tuple(part) * 2))]


def would_cycle(graph: Graph, source: str, target: str) -> bool:
    """Whether an edge from source to target would close a cycle."""
    if source == target:
        return True
    if not any(edge.source == target for edge in graph.edges):  # a node just added: spares a digraph per edge
        return False
    import networkx as nx

    return source in nx.descendants(digraph(graph), target)


def descendants(graph: Graph, node_ids: Iterable[str]) -> set[str]:
    """Return all nodes that depend on one of those given."""
    import networkx as nx

    wiring = digraph(graph)
    return set().union(*(nx.descendants(wiring, node_id) for node_id in node_ids))


def ancestors(graph: Graph, node_ids: Iterable[str]) -> set[str]:
    """Return all nodes that one of those given depends on."""
    import networkx as nx

    wiring = digraph(graph)
    return set().union(*(nx.ancestors(wiring, node_id) for node_id in node_ids))


def generations(graph: Graph) -> list[list[str]]:
    """Return node ids in layers: each node one layer behind the last of its sources."""
    import networkx as nx

    place = {node_id: index for index, node_id in enumerate(graph.nodes)}
    return [sorted(layer, key=place.__getitem__) for layer in nx.topological_generations(digraph(graph))]


def names_text(graph: Graph, node_ids: Iterable[str]) -> str:
    """Return the nodes' names as a list in a sentence; of many, the first few."""
    names = sorted(graph.nodes[node_id].name for node_id in node_ids)
    listed = ", ".join(names[:MAX_LISTED])
    return f"{listed} and {len(names) - MAX_LISTED} more" if len(names) > MAX_LISTED else listed


def _cycle_text(graph: Graph, cycle: frozenset[str]) -> str:
    verb = "depends on its" if len(cycle) == 1 else "depend on their"
    return f"{names_text(graph, cycle)} {verb} own output. Remove one of the edges that lead back."
