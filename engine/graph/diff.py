"""What separates two graphs: the one way by which any change reaches the canvas."""

from __future__ import annotations

from dataclasses import dataclass

from engine.graph.model import Edge, Graph, Node


@dataclass(frozen=True)
class GraphDiff:
    """The parts to take out of the old graph and to put into the new one.

    Attributes:
        removed_edges, removed_nodes: in the old graph only; nodes by id.
        added_nodes, added_edges: in the new graph only.
        changed_nodes: in both, with another name, type, position or parameter, as they are in the new graph.
    """

    removed_edges: frozenset[Edge]
    removed_nodes: tuple[str, ...]
    added_nodes: tuple[Node, ...]
    changed_nodes: tuple[Node, ...]
    added_edges: frozenset[Edge]

    def __bool__(self) -> bool:
        return bool(
            self.removed_edges or self.removed_nodes or self.added_nodes or self.changed_nodes or self.added_edges
        )


def diff(old: Graph, new: Graph) -> GraphDiff:
    """Return what turns ``old`` into ``new``; parts that the two share cost one identity check each."""
    return GraphDiff(
        removed_edges=old.edges - new.edges,
        removed_nodes=tuple(node_id for node_id in old.nodes if node_id not in new.nodes),
        added_nodes=tuple(node for node in new.nodes.values() if node.id not in old.nodes),
        changed_nodes=tuple(
            node
            for node in new.nodes.values()
            if (before := old.nodes.get(node.id)) is not None and before is not node and before != node
        ),
        added_edges=new.edges - old.edges,
    )


def apply(difference: GraphDiff, graph: Graph) -> Graph:
    """Return the graph with the difference made to it: ``apply(diff(a, b), a) == b``."""
    nodes = {node_id: node for node_id, node in graph.nodes.items() if node_id not in difference.removed_nodes}
    for node in (*difference.changed_nodes, *difference.added_nodes):
        nodes[node.id] = node
    return Graph(nodes, (graph.edges - difference.removed_edges) | difference.added_edges)
