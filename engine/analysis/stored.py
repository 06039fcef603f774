"""What a training step keeps of the forward pass for its backward pass: activations, counted once each.

Several layers may keep the same tensor: a convolution keeps the output of the ReLU before it, which that ReLU keeps as
well. It is counted once, at the node that made it. A Flatten's output is the memory of what it flattens.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from math import prod

from engine.analysis.inference import Inference, NodeFacts
from engine.graph.model import Node
from engine.layers.saved import Saved
from engine.layers.spec import Shape

BYTES_PER_MASK = 1
BYTES_PER_INDEX = 8


@dataclass(frozen=True)
class Stored:
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
    walk = _Walk(inference)
    return walk.result()


class _Walk:
    """One pass over the network, sources first."""

    def __init__(self, inference: Inference) -> None:
        self._inference = inference
        self._needs_grad: dict[str, bool] = {}
        self._owners: dict[str, str] = {}
        """The node whose memory a node's output is."""
        self._kept: set[str] = set()
        """Nodes whose output is kept."""
        self._own: dict[str, Saved] = {}
        self._found: dict[tuple[int, bool, Shape | None], Stored] = {}
        """By what a layer saves and whether its output is kept: deep networks repeat themselves."""

    def result(self) -> dict[str, Stored]:
        nodes, graph = self._inference.nodes, self._inference.graph
        for node_id in self._inference.order:
            if nodes[node_id].output is not None:
                self._visit(graph.nodes[node_id], nodes[node_id], self._inference.wiring.sources[node_id])
        return {node_id: self._stored(node_id, nodes[node_id]) for node_id in self._own}

    def _visit(self, node: Node, facts: NodeFacts, sources: tuple[str, ...]) -> None:
        reaching = tuple([self._needs_grad[source] for source in sources])
        saved = facts.saved
        if False in reaching or not reaching:
            learns = bool(facts.num_params) or True in reaching
            saved = self._saved_without(node, facts, reaching, learns)
            self._needs_grad[node.id] = learns
        else:
            self._needs_grad[node.id] = True
        self._own[node.id] = saved
        self._owners[node.id] = node.id if saved.view_of is None else self._owners[sources[saved.view_of]]
        if saved.output:
            self._kept.add(node.id)
        for place in saved.inputs:
            self._kept.add(self._owners[sources[place]])

    @staticmethod
    def _saved_without(node: Node, facts: NodeFacts, reaching: tuple[bool, ...], learns: bool) -> Saved:
        """Return what is kept where no gradient flows back to some of the inputs, such as the images."""
        assert facts.output is not None
        saved = node.spec.saved(node.params, facts.inputs, facts.output, reaching)
        return saved if learns else Saved(view_of=saved.view_of)

    def _stored(self, node_id: str, facts: NodeFacts) -> Stored:
        own, is_kept = self._own[node_id], node_id in self._kept
        key = (id(own), is_kept, facts.output)
        found = self._found.get(key)
        if found is None:
            output = prod(facts.output or ()) if is_kept else 0
            found = Stored(own.values + output, own.masks, own.indices, own.statistics)
            self._found[key] = found
        return found


def total(of: Collection[Stored]) -> Stored:
    """Return what is kept of several nodes."""
    return Stored(
        sum([each.values for each in of]),
        sum([each.masks for each in of]),
        sum([each.indices for each in of]),
        sum([each.statistics for each in of]),
    )
