"""A layer between two others, or one less: Flatten before a Linear, a 1 × 1 convolution on a shortcut."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from itertools import product
from typing import Any

from engine.analysis.inference import Inference, shape_of
from engine.analysis.proposals.fix import Fix
from engine.errors import ShapeError
from engine.graph import edits
from engine.graph.fresh_names import FreshNames
from engine.graph.groups import common_group
from engine.graph.model import Edge, Graph, Node
from engine.graph.names import TakenNames, free_name, joined
from engine.graph.placing import free_place, next_place, place_on_edge
from engine.graph.splicing import insert_on_edge, remove_closing
from engine.graph.topology import ancestors
from engine.layers import registry
from engine.layers.spec import Category, Shape


def proposals(graph: Graph, inference: Inference, node: Node) -> Iterator[Fix]:
    """Yield layers to insert before a node, or to take away."""
    inputs = inference.nodes[node.id].inputs
    if node.spec.category is Category.UNKNOWN:
        yield Fix(f"Remove {node.name}", partial(remove_closing, node_ids=(node.id,)))
    elif node.spec.is_variadic:
        yield from _matching(graph, inputs, node)
    elif len(inputs) == 1:
        (edge,) = graph.inputs(node.id)
        if len(inputs[0]) == 3 and node.spec.category is not Category.NORMALIZATION:  # whose groups divide maps
            yield Fix("Insert Flatten", partial(_insert, edge=edge, type_="Flatten", params={}))
        elif graph.nodes[edge.source].type in ("Flatten", "Softmax"):
            yield Fix(f"Remove {graph.nodes[edge.source].name}", partial(remove_closing, node_ids=(edge.source,)))


def _matching(graph: Graph, inputs: tuple[Shape, ...], node: Node) -> Iterator[Fix]:
    """Yield 1 × 1 convolutions that bring all inputs to the shape of one: of the deepest, as in a residual block.

    Where the node takes inputs of different channels, only the sizes are matched.
    """
    edges = graph.inputs(node.id)
    if len(inputs) < len(edges) or any(len(shape) != 3 for shape in inputs):  # not known while one is missing
        return
    depth = {edge.source: len(ancestors(graph, [edge.source])) for edge in edges}
    wires = sorted(zip(edges, inputs, strict=True), key=lambda wire: -depth[wire[0].source])
    for (_, deepest), keeps_channels in product(wires, (True, False)):
        wanted = tuple((shape[0] if keeps_channels else deepest[0], *deepest[1:]) for shape in inputs)
        pairs = zip(edges, inputs, wanted, strict=True)
        steps = tuple((edge, _projection(shape, want)) for edge, shape, want in pairs if shape != want)
        if _takes(node, wanted) and all(params for _, params in steps):
            title = f"Match {_what_differs(inputs, wanted)} with a 1 × 1 convolution"
            yield Fix(title, partial(_project, steps=steps))
            return


def _takes(node: Node, inputs: tuple[Shape, ...]) -> bool:
    try:
        shape_of(node, inputs)
    except ShapeError:
        return False
    return True


def _projection(shape: Shape, wanted: Shape) -> dict[str, Any]:
    """Return the parameters of the 1 × 1 convolution that makes one shape of another; nothing if there is none."""
    strides = [
        next((step for step in range(1, size + 1) if (size - 1) // step + 1 == out), 0)
        for size, out in zip(shape[1:], wanted[1:], strict=True)
    ]
    return {"out_channels": wanted[0], "kernel_size": 1, "stride": tuple(strides)} if all(strides) else {}


def _what_differs(shapes: tuple[Shape, ...], wanted: tuple[Shape, ...]) -> str:
    pairs = list(zip(shapes, wanted, strict=True))
    parts = ("channels",) if any(shape[0] != want[0] for shape, want in pairs) else ()
    return " and ".join((*parts, "size") if any(shape[1:] != want[1:] for shape, want in pairs) else parts)


def _project(graph: Graph, steps: tuple[tuple[Edge, dict[str, Any]], ...]) -> Graph:
    """Insert a convolution into each edge, right above its target or beside what stands there."""
    for edge, params in steps:
        wanted = next_place(graph, edge.target, -1)
        graph, node = _add(graph, edge, "Conv2d", params)
        graph = insert_on_edge(graph, node.id, edge)
        graph = edits.move_nodes(graph, {node.id: free_place(graph, wanted, node.id)})
    return graph


def _insert(graph: Graph, edge: Edge, type_: str, params: Mapping[str, Any]) -> Graph:
    graph, node = _add(graph, edge, type_, params)
    return place_on_edge(graph, node.id, edge)


def _add(graph: Graph, edge: Edge, type_: str, params: Mapping[str, Any]) -> tuple[Graph, Node]:
    """Add a layer that is named as one of the group that both ends of an edge lie in."""
    group, spec = common_group(graph, (edge.source, edge.target)), registry.get(type_)
    names = FreshNames(TakenNames(node.name for node in graph.nodes.values()))
    name = names.take(joined(group, f"{spec.stem}1")) if group else free_name(graph, spec)
    return edits.add_node(graph, type_, name=name, params=params)
