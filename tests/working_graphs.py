"""Random networks in which every node works: the material for whatever computes with whole networks."""

from __future__ import annotations

from math import prod

from hypothesis import strategies as st

from engine.analysis.inference import NodeFacts, infer
from engine.errors import GraphError
from engine.graph import edits
from engine.graph.model import Graph
from engine.layers import registry
from engine.layers.spec import LayerSpec, Params
from tests import strategies

_OFTEN = ("Conv2d", "Conv2d", "Conv2d", "Flatten", "Linear", "Add", "Concat")

PASSAGES = (*(spec for spec in registry.all_specs() if spec.is_passage), *map(registry.get, _OFTEN))
"""What is drawn from: networks are mostly convolutions."""

MAX_VALUES = 20_000
"""Numbers in an output: small tensors run fast."""


@st.composite
def working_graphs(draw: st.DrawFn, max_layers: int = 8) -> Graph:
    """An Input, some layers with branches that may meet, and an Output behind the last of them."""
    shape = draw(st.tuples(st.integers(1, 3), st.integers(3, 14), st.integers(3, 14)))
    graph, first = edits.add_node(Graph(), "Input", params={"shape": shape}, node_id="n0")
    ids = [first.id]
    for _ in range(draw(st.integers(2, max_layers))):
        spec = draw(st.sampled_from(PASSAGES))
        newest = st.sampled_from(ids[-2:])
        sources = [draw(newest)] if not spec.is_variadic else [draw(newest), draw(st.sampled_from(ids))]
        tried = _with_layer(graph, spec, draw(strategies.params(spec)), sources)
        tried = tried or _with_layer(graph, spec, spec.complete({}), sources)
        if tried is not None:
            graph = tried
            ids.append(next(reversed(graph.nodes)))
    graph, last = edits.add_node(graph, "Output", node_id="end")
    return edits.connect(graph, ids[-1], last.id)


def _with_layer(graph: Graph, spec: LayerSpec, params: Params, sources: list[str]) -> Graph | None:
    """Return the graph with one more layer; None if it cannot work there."""
    try:
        graph, node = edits.add_node(graph, spec.type, params=params, node_id=f"n{len(graph.nodes)}")
        for source in sources:
            graph = edits.connect(graph, source, node.id)
    except GraphError:
        return None
    return graph if _is_small(infer(graph).nodes[node.id]) else None


def _is_small(facts: NodeFacts) -> bool:
    return facts.output is not None and prod(facts.output) <= MAX_VALUES and (facts.num_params or 0) <= MAX_VALUES
