"""What is not connected yet, or missing at the network's ends."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from math import dist

from engine.analysis.inference import Inference
from engine.analysis.proposals.fix import Fix
from engine.graph import edits
from engine.graph.model import Graph, Node
from engine.graph.placing import append_node, free_place, next_place
from engine.graph.topology import descendants


def proposals(graph: Graph, inference: Inference, node: Node) -> Iterator[Fix]:
    """Yield the nearest loose end that could feed a node that lacks an input."""
    if not node.spec.ports() or inference.nodes[node.id].inputs:
        return
    behind = {node.id, *descendants(graph, [node.id])}
    loose = [end for end in _loose_ends(graph, inference) if end.id not in behind]
    if loose:
        source = min(loose, key=lambda end: dist(end.position, node.position))
        yield Fix(f"Connect it to {source.name}", partial(edits.connect, source=source.id, target=node.id))


def missing_ends(graph: Graph, inference: Inference) -> Iterator[Fix]:
    """Yield an Input before the first node that nothing feeds, and an Output behind the last that feeds nothing."""
    types = {node.type for node in graph.nodes.values()}
    if "Input" not in types:
        unfed = (graph.nodes[node_id] for node_id in inference.order if not graph.incoming(node_id))
        first = next((node for node in unfed if node.spec.inputs), None)
        if first is not None:
            yield Fix(f"Add an Input before {first.name}", partial(_prepend, target=first.id))
    if "Output" not in types:
        loose = list(_loose_ends(graph, inference))
        if loose:
            change = partial(append_node, type_="Output", behind=loose[-1].id, node_id=edits.new_id())
            yield Fix(f"Add an Output behind {loose[-1].name}", change)


def _loose_ends(graph: Graph, inference: Inference) -> Iterator[Node]:
    """Yield the nodes with an output that feeds nothing, in network order."""
    feeding = {edge.source for edge in graph.edges}
    for node_id in inference.order:
        node = graph.nodes[node_id]
        if node.spec.has_output and node_id not in feeding:
            yield node


def _prepend(graph: Graph, target: str) -> Graph:
    position = free_place(graph, next_place(graph, target, -1))
    graph, node = edits.add_node(graph, "Input", position=position)
    return edits.connect(graph, node.id, target)
