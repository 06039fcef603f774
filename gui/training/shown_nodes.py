"""Which node of a run a live view shows when something is selected on the canvas. No Qt.

The canvas may have moved on since the run began: what is selected need not be part of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from engine.errors import CycleError
from engine.graph.model import Graph, Node
from engine.graph.topology import ancestors, descendants, topological_order
from engine.layers.spec import Category
from engine.probes.explained import is_explained


@dataclass(frozen=True)
class Selection:
    """What is selected on the canvas.

    Attributes:
        node_id: of the one selected node; None if there is none, or more than one.
        name: its name on the canvas.
    """

    node_id: str | None = None
    name: str = ""


@dataclass(frozen=True)
class Shown:
    """What a view is to show.

    Attributes:
        node: the node; None where there is none to show.
        reason: a full sentence for that case.
    """

    node: Node | None
    reason: str = ""


def shown_activations(graph: Graph, selection: Selection) -> Shown:
    """Return the selected node, or the first convolution where nothing is selected."""
    if selection.node_id is None:
        first = next(iter(_computed_nodes(graph, Category.CONVOLUTION)), None)
        return Shown(first, "" if first else "Select a node to see its maps.")
    node = graph.nodes.get(selection.node_id)
    if node is None:
        name = selection.name or "The selected node"
        return Shown(None, f"{name} is not part of this run: it was added after Train.")
    if node.id not in _computed(graph):
        return Shown(None, f"{node.name} does not lead to the Output, so this run does not compute it.")
    return Shown(node)


def shown_pooling(graph: Graph, selection: Selection) -> Shown:
    """Return the selected node if it pools, else the first one behind it that does, else the network's first."""
    pooling = _computed_nodes(graph, Category.POOLING)
    if not pooling:
        is_there = any(node.spec.category is Category.POOLING for node in graph.nodes.values())
        what = (
            "No pooling layer leads to the Output of this network."
            if is_there
            else "This network has no pooling layer."
        )
        return Shown(None, what)
    selected = graph.nodes.get(selection.node_id or "")
    if selected is None:
        return Shown(pooling[0])
    near = {selected.id} | descendants(graph, [selected.id])
    return Shown(next((node for node in pooling if node.id in near), pooling[0]))


def shown_convolution(graph: Graph, selection: Selection) -> Shown:
    """Return the selected node if it is a convolution, else the last one before it, else the network's first."""
    convolutions = [node for node in _computed_nodes(graph, Category.CONVOLUTION) if is_explained(node)]
    return _last_before(graph, selection, convolutions, "No convolution leads to the Output of this network.")


def shown_weights(graph: Graph, selection: Selection) -> Shown:
    """Return the selected node if it multiplies by weights, else the last one before it that does, else the first."""
    computed = _computed(graph)
    kinds = (Category.CONVOLUTION, Category.LINEAR)
    nodes = [node for node in _nodes(graph) if node.spec.category in kinds and node.id in computed]
    return _last_before(graph, selection, nodes, "No layer with weights leads to the Output of this network.")


def _last_before(graph: Graph, selection: Selection, nodes: list[Node], otherwise: str) -> Shown:
    """Return the selected node if it is one of these, else the last of them before it, else the first of them."""
    if not nodes:
        return Shown(None, otherwise)
    selected = graph.nodes.get(selection.node_id or "")
    if selected is None:
        return Shown(nodes[0])
    near = {selected.id} | ancestors(graph, [selected.id])
    return Shown(next((node for node in reversed(nodes) if node.id in near), nodes[0]))


def _nodes(graph: Graph) -> list[Node]:
    """Return the nodes in network order; in order of making where the network has a cycle, which cannot run."""
    try:
        order: Iterable[str] = topological_order(graph)
    except CycleError:
        order = graph.nodes
    return [graph.nodes[node_id] for node_id in order]


def _computed_nodes(graph: Graph, category: Category) -> list[Node]:
    computed = _computed(graph)
    return [node for node in _nodes(graph) if node.spec.category is category and node.id in computed]


def _computed(graph: Graph) -> set[str]:
    """Return the nodes that lead to where the network ends."""
    ends = [node.id for node in graph.nodes.values() if not node.spec.has_output]
    return set(ends) | ancestors(graph, ends)
