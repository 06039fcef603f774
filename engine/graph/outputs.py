"""Where a network ends: the one Output that answers, and auxiliary ones that only help it to learn.

An auxiliary classifier (Szegedy et al. 2014, section 5) brings the gradient to the middle of a deep network. In
evaluation it falls away, with every node that only it needs.
"""

from __future__ import annotations

from engine.graph.model import Graph, Node
from engine.graph.topology import ancestors


def is_end(node: Node) -> bool:
    """Whether a network's scores leave at this node."""
    return not node.spec.has_output


def is_auxiliary(node: Node) -> bool:
    """Whether it is an Output that falls away in evaluation."""
    return is_end(node) and bool(node.params.get("training_only"))


def main_outputs(graph: Graph) -> tuple[Node, ...]:
    """Return the Outputs that stay in evaluation: one, if the network works."""
    return tuple(node for node in graph.ends if not is_auxiliary(node))


def auxiliary_nodes(graph: Graph) -> frozenset[str]:
    """Return the ids of the nodes that only auxiliary Outputs need, these among them."""
    auxiliary = [node.id for node in graph.ends if is_auxiliary(node)]
    if not auxiliary:
        return frozenset()
    return frozenset(auxiliary) | ancestors(graph, auxiliary) - ancestors(
        graph, [node.id for node in main_outputs(graph)]
    )
