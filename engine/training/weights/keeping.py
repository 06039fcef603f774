"""Which nodes keep what was loaded, and which go on learning. No torch."""

from __future__ import annotations

from collections.abc import Sequence

from engine.analysis.inference import Inference
from engine.graph.model import Graph
from engine.graph.topology import topological_order


def learning_nodes(graph: Graph, inference: Inference) -> tuple[str, ...]:
    """Return the nodes with parameters, in network order."""
    return tuple(node_id for node_id in topological_order(graph) if inference.nodes[node_id].num_params)


def keeping(graph: Graph, inference: Inference, loaded: Sequence[str]) -> tuple[str, ...]:
    """Return the nodes to freeze of those that were loaded, in network order.

    Where everything was loaded the last one goes on learning: a run needs something to learn.
    """
    nodes = learning_nodes(graph, inference)
    kept = tuple(node_id for node_id in nodes if node_id in set(loaded))
    return kept[:-1] if kept == nodes else kept


def frozen_nodes(graph: Graph) -> tuple[str, ...]:
    """Return the nodes that do not learn."""
    return tuple(node.id for node in graph.nodes.values() if node.is_frozen)
