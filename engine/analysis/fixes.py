"""Suggested fixes: edits that solve a problem, to be offered beside the sentence that describes it.

Remedies are proposed generously and offered only if they work: each is tried on the graph, and kept if `infer` then
finds less wrong with the node.
"""

from __future__ import annotations

from collections.abc import Iterable

from engine.analysis.inference import Diagnostic, Inference, Severity, infer
from engine.analysis.proposals import connection, insertion, parameters, sizes
from engine.analysis.proposals.fix import Fix
from engine.errors import GraphError
from engine.graph.model import Graph

__all__ = ["Fix", "fixes", "graph_fixes"]

_BADNESS = {Severity.WAITING: 0, Severity.WARNING: 1, Severity.INCOMPLETE: 2, Severity.ERROR: 3}


def fixes(graph: Graph, inference: Inference, node_id: str) -> tuple[Fix, ...]:
    """Return the edits that solve what is wrong at a node, the likeliest first; none for a node that only waits.

    Args:
        graph: the network.
        inference: what is known about it.
        node_id: the node.

    Raises:
        UnknownNodeError: no such node.
    """
    node = graph.node(node_id)
    facts = inference.nodes[node_id]
    if facts.diagnostic is None or facts.diagnostic.severity is Severity.WAITING:
        return ()
    proposed = (
        *sizes.proposals(graph, inference, node),
        *insertion.proposals(graph, inference, node),
        *parameters.proposals(node, facts.inputs),
        *connection.proposals(graph, inference, node),
    )
    return _working(graph, inference, proposed, node_id)


def graph_fixes(graph: Graph, inference: Inference) -> tuple[Fix, ...]:
    """Return the edits that solve what is wrong with the network as a whole: an Input or an Output that is missing."""
    return _working(graph, inference, connection.missing_ends(graph, inference), None)


def _working(graph: Graph, inference: Inference, proposed: Iterable[Fix], node_id: str | None) -> tuple[Fix, ...]:
    before = _badness(inference.diagnostics, node_id)
    return tuple(fix for fix in proposed if _outcome(graph, inference, fix, node_id) < before)


def _outcome(graph: Graph, inference: Inference, fix: Fix, node_id: str | None) -> float:
    try:
        changed = fix.apply(graph)
    except GraphError:
        return float("inf")
    return _badness(infer(changed, inference).diagnostics, node_id)


def _badness(diagnostics: Iterable[Diagnostic], node_id: str | None) -> int:
    return sum(_BADNESS[found.severity] for found in diagnostics if found.node_id == node_id)
