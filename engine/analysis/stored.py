"""What a training step keeps of the forward pass for its backward pass: activations, counted once each.

Several layers may keep the same tensor: a convolution keeps the output of the ReLU before it, which that ReLU keeps as
well. It is counted once, at the node that made it. A Flatten's output is the memory of what it flattens.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from math import prod
from typing import NamedTuple

from engine.analysis.inference import Inference, NodeFacts
from engine.graph.model import Node
from engine.layers.saved import Saved

BYTES_PER_MASK = 1
BYTES_PER_INDEX = 8


class Stored(NamedTuple):
    """What is kept of a node: its output if some layer keeps it, and what only this layer has.

    Attributes:
        values: numbers of the network's precision, per image.
        masks: bools, per image.
        indices: whole numbers of 64 bits, per image.
        statistics: numbers of the network's precision, however large the batch.
    """

    values: int = 0
    masks: int = 0
    indices: int = 0
    statistics: int = 0

    @property
    def num_values(self) -> int:
        """Entries kept for a batch of one image, of whatever kind."""
        return self.values + self.masks + self.indices + self.statistics

    def num_bytes(self, batch_size: int, bytes_per_value: int) -> int:
        """Return the memory that a batch takes."""
        per_image = self.values * bytes_per_value + self.masks * BYTES_PER_MASK + self.indices * BYTES_PER_INDEX
        return batch_size * per_image + self.statistics * bytes_per_value


def stored(inference: Inference) -> Mapping[str, Stored]:
    """Return what is kept of each node whose output is known, for a step that trains all parameters.

    The loss and its own tensors are not part of the network and not counted. Of the images, only the copy that the
    first layers keep is (the Input's).
    """
    nodes, sources = inference.nodes, inference.wiring.sources
    saved = _saved(inference)
    kept = _kept(saved, sources)
    found: dict[tuple[int, int, bool], Stored] = {}  # by what it follows from: deep networks repeat themselves
    result: dict[str, Stored] = {}
    for node_id, own in saved.items():
        facts, is_kept = nodes[node_id], node_id in kept
        key = (id(own), id(facts), is_kept)
        one = found.get(key)
        if one is None:
            one = found[key] = _of_one(own, facts, is_kept)
        result[node_id] = one
    return result


def _saved(inference: Inference) -> dict[str, Saved]:
    """Return what each node's layer saves, given where gradients flow: not to the images."""
    layers, nodes, sources = inference.graph.nodes, inference.nodes, inference.wiring.sources
    saved: dict[str, Saved] = {}
    learning: set[str] = set()
    """Nodes whose output a gradient flows back to."""
    for node_id in inference.order:
        facts = nodes[node_id]
        if facts.output is None:
            continue
        before = sources[node_id]
        if before and learning.issuperset(before):
            saved[node_id] = facts.saved
            learning.add(node_id)
            continue
        reaching = tuple([source in learning for source in before])
        learns = bool(facts.num_params) or True in reaching
        saved[node_id] = _saved_without(layers[node_id], facts, reaching, learns)
        if learns:
            learning.add(node_id)
    return saved


def _saved_without(node: Node, facts: NodeFacts, reaching: tuple[bool, ...], learns: bool) -> Saved:
    """Return what is kept where no gradient flows back to some of the inputs, such as the images."""
    assert facts.output is not None
    saved = node.spec.saved(node.params, facts.inputs, facts.output, reaching)
    return saved if learns else Saved(view_of=saved.view_of)


def _kept(saved: Mapping[str, Saved], sources: Mapping[str, tuple[str, ...]]) -> set[str]:
    """Return the nodes whose output some layer keeps."""
    kept: set[str] = set()
    owners: dict[str, str] = {}  # of a view: the node whose memory its output is
    for node_id, own in saved.items():
        if own.inputs:
            before = sources[node_id]
            for place in own.inputs:
                source = before[place]
                kept.add(owners.get(source, source))
        if own.output:
            kept.add(node_id)
        if own.view_of is not None:
            source = sources[node_id][own.view_of]
            owners[node_id] = owners.get(source, source)
    return kept


def _of_one(own: Saved, facts: NodeFacts, is_kept: bool) -> Stored:
    values = own.values + (prod(facts.output or ()) if is_kept else 0)
    return Stored(values, own.masks, own.indices, own.statistics)


def total(of: Collection[Stored]) -> Stored:
    """Return what is kept of several nodes."""
    return Stored(*map(sum, zip(*of, strict=True)))
