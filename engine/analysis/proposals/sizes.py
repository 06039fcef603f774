"""Branches that come together in different sizes because a window on the way takes the border away: pad it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from engine.analysis.inference import Inference
from engine.analysis.proposals.fix import Fix
from engine.analysis.proposals.parameters import Pair, keeps_size, pair, same_padding
from engine.graph import edits
from engine.graph.model import Graph, Node
from engine.graph.topology import ancestors, names_text


def proposals(graph: Graph, inference: Inference, node: Node) -> Iterator[Fix]:
    """Yield the padding of all windows between the fork of a node's branches and the node that could keep the size."""
    inputs = inference.nodes[node.id].inputs
    if not node.spec.is_variadic or len({shape[1:] for shape in inputs}) < 2:
        return
    branches = [{edge.source, *ancestors(graph, [edge.source])} for edge in graph.inputs(node.id)]
    between = set().union(*branches) - branches[0].intersection(*branches[1:])
    windows = [graph.nodes[node_id] for node_id in inference.order if node_id in between and _shrinks(graph, node_id)]
    if not windows:
        return
    _, *size = inference.nodes[windows[0].id].inputs[0]
    padding = {window.id: same_padding(window) for window in windows}
    names = names_text(graph, padding)
    value = f" to {windows[0].spec.param('padding').text(padding[windows[0].id])}" if len(windows) == 1 else ""
    yield Fix(f"Set padding of {names}{value} to keep {' × '.join(map(str, size))}", partial(_pad, padding=padding))


def _shrinks(graph: Graph, node_id: str) -> bool:
    node = graph.nodes[node_id]
    has_window = "kernel_size" in node.params and "padding" in node.params
    return has_window and keeps_size(node) and pair(node, "padding") != same_padding(node)


def _pad(graph: Graph, padding: Mapping[str, Pair]) -> Graph:
    for node_id, value in padding.items():
        graph = edits.set_param(graph, node_id, "padding", value)
    return graph
