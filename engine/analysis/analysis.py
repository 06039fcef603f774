"""All that follows from a network, of each node and in all: shapes, counts, receptive fields, stored values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import prod

from engine.analysis.inference import Inference, NodeFacts, infer
from engine.analysis.receptive_field import Field, receptive_fields
from engine.analysis.stored import Stored, stored, total
from engine.graph.model import Graph, Node
from engine.layers.spec import Category

_IN_PLACE = frozenset(
    {Category.ACTIVATION, Category.NORMALIZATION, Category.REGULARIZATION, Category.RESHAPING, Category.TERMINAL}
)
"""Layers that could write over their input, and views of it, as far as the number of values stays."""


@dataclass(frozen=True)
class Analysis:
    """What follows from a network.

    Attributes:
        inference: shapes, parameters, multiply-adds and diagnostics.
        fields: receptive fields by node id, in network order; None where there is no formula.
        stored: what is kept for the backward pass, by node id; nodes whose output is known.
    """

    inference: Inference
    fields: Mapping[str, Field | None]
    stored: Mapping[str, Stored]

    @property
    def num_params(self) -> int:
        """Learnable parameters."""
        return self.inference.num_params

    @property
    def macs(self) -> int:
        """Multiply-adds of one image's forward pass; see `LayerSpec.macs` for what counts."""
        return self.inference.macs

    @property
    def flops(self) -> int:
        """Floating point operations of one image's forward pass: a multiply-add is two."""
        return 2 * self.macs

    @cached_property
    def num_values(self) -> Mapping[str, int]:
        """Output values by node id, for nodes whose output is known; see `output_values`."""
        nodes, graph = self.inference.nodes, self.inference.graph
        found: dict[int, int] = {}  # by facts, which equal layers share
        result: dict[str, int] = {}
        for node_id in self.stored:
            facts = nodes[node_id]
            number = found.get(id(facts))
            if number is None:
                number = found[id(facts)] = output_values(graph.nodes[node_id], facts)
            result[node_id] = number
        return result

    @cached_property
    def all_stored(self) -> Stored:
        """What is kept for the backward pass, of all nodes."""
        return total(self.stored.values())


def analyse(graph: Graph, known: Analysis | None = None) -> Analysis:
    """Return all that follows from a graph. Never raises on a graph made by edits or read from a file.

    Args:
        graph: the network.
        known: the analysis of a graph like it, such as the one before an edit: what cannot have changed is kept.
    """
    return analysis_of(infer(graph, known.inference if known is not None else None), known)


def analysis_of(inference: Inference, known: Analysis | None = None) -> Analysis:
    """Return all that follows from a network whose shapes are known already."""
    if known is not None and _is_alike(inference, known.inference):
        return Analysis(inference, known.fields, known.stored)
    return Analysis(inference, receptive_fields(inference), stored(inference))


def _is_alike(one: Inference, other: Inference) -> bool:
    """Whether shapes, counts and wiring are the very same, so that only names or places have changed."""
    if one.wiring is not other.wiring:
        return False
    return all(facts is other.nodes[node_id] for node_id, facts in one.nodes.items())


def output_values(node: Node, facts: NodeFacts) -> int:
    """Return the numbers in a node's output, for one image, as the lectures' tables of memory count them.

    0 for layers that could write over their input (activations, normalization, dropout) and for views of it (flatten):
    the table of VGG-16 has a line per image, convolution, pooling and full connection. A pooling that leaves the maps
    as they are, as torchvision's VGG has one for images of 224 pixels, is none of them.
    """
    output, category = facts.output or (), node.spec.category
    is_in_place = category in _IN_PLACE or (category is Category.POOLING and not facts.reach)
    if is_in_place and facts.inputs and prod(output) == prod(facts.inputs[0]):
        return 0
    return prod(output)
