"""Branches that lead to no Output: the network runs without them, which is rarely what was meant."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from engine.graph.model import Graph
from engine.graph.topology import names_text


def dead_ends(graph: Graph, order: Sequence[str], sources: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """Return the first node of each branch that leads to no Output, and the nodes behind it that do not either.

    Empty while no Output is connected: then nothing leads anywhere yet, and the Output says so itself.

    Args:
        graph: the network.
        order: node ids, sources before targets; the nodes left out are passed over.
        sources: ids of the nodes that feed each node.
    """
    ends = [node.id for node in graph.ends if sources[node.id]]
    alive = _all_before(ends, sources)
    if not ends or len(alive) == len(graph.nodes):
        return {}
    behind: dict[str, list[str]] = {}
    heads: dict[str, str] = {}
    for node_id in order:
        if node_id in alive or not graph.nodes[node_id].spec.has_output:
            continue
        head = next((heads[source] for source in sources[node_id] if source in heads), None)
        heads[node_id] = head or node_id
        behind.setdefault(heads[node_id], []).append(node_id)
    return {head: tuple(nodes[1:]) for head, nodes in behind.items()}


def dead_end_text(graph: Graph, behind: Collection[str]) -> str:
    """Return what to say at the first node of a branch that leads to no Output."""
    advice = "Connect it to what leads to the Output, or delete it."
    if not behind:
        return f"Its output goes nowhere, so it is left out of training. {advice}"
    names = names_text(graph, behind)
    return f"Its output goes nowhere but to {names}, so this branch is left out of training. {advice}"


def _all_before(ends: Collection[str], sources: Mapping[str, Sequence[str]]) -> set[str]:
    """Return these nodes and all that they depend on."""
    found, waiting = set(ends), list(ends)
    while waiting:
        for source in sources[waiting.pop()]:
            if source not in found:
                found.add(source)
                waiting.append(source)
    return found
