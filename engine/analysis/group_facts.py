"""What is known of a closed group as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engine.analysis.inference import Diagnostic, Inference, Severity
from engine.graph.display import Box
from engine.graph.outputs import is_end
from engine.layers.spec import Shape

_WORST_FIRST = (Severity.ERROR, Severity.INCOMPLETE, Severity.WARNING, Severity.WAITING)


@dataclass(frozen=True)
class GroupFacts:
    """Facts about all nodes of a group.

    Attributes:
        inputs: shapes that come in, one per input port; unknown ones left out.
        outputs: shapes that go out, one per output port, or of the Outputs in it where it has none; unknown ones
            left out.
        num_params: learnable parameters of all its nodes.
        macs: multiply-adds for one sample, of all its nodes.
        diagnostic: its worst problem; None without any.
        num_problems: how many nodes have an error, or something missing.
        is_frozen: whether training leaves all that it has to learn as it is.
    """

    inputs: tuple[Shape, ...]
    outputs: tuple[Shape, ...]
    num_params: int
    macs: int
    diagnostic: Diagnostic | None
    num_problems: int
    is_frozen: bool = False


def group_facts(box: Box, inference: Inference) -> GroupFacts:
    """Return the facts about a closed group or row."""
    facts = [inference.nodes[node_id] for node_id in box.node_ids]
    found = [each.diagnostic for each in facts if each.diagnostic is not None]
    worst = min(found, key=lambda each: _WORST_FIRST.index(each.severity), default=None)
    return GroupFacts(
        inputs=_known(_incoming(box, inference)),
        outputs=_known([inference.nodes[node_id].output for node_id in box.outputs or _ends(box, inference)]),
        num_params=sum(each.num_params or 0 for each in facts),
        macs=sum(each.macs or 0 for each in facts),
        diagnostic=worst,
        num_problems=sum(each.severity in (Severity.ERROR, Severity.INCOMPLETE) for each in found),
        is_frozen=_is_frozen(box, inference),
    )


def _is_frozen(box: Box, inference: Inference) -> bool:
    learning = [inference.graph.nodes[node_id] for node_id in box.node_ids if inference.nodes[node_id].num_params]
    return bool(learning) and all(node.is_frozen for node in learning)


def _ends(box: Box, inference: Inference) -> list[str]:
    return [node_id for node_id in box.node_ids if is_end(inference.graph.nodes[node_id])]


def _incoming(box: Box, inference: Inference) -> list[Shape | None]:
    edges = [inference.graph.incoming(node_id).get(port) for node_id, port in box.inputs]
    return [inference.nodes[edge.source].output if edge is not None else None for edge in edges]


def _known(shapes: Sequence[Shape | None]) -> tuple[Shape, ...]:
    return tuple(shape for shape in shapes if shape is not None)
