"""A softmax right before the Output: the loss applies its own, and two of them hardly let a network learn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.graph.model import Graph


def doubled(graph: Graph, sources: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Return the Outputs that a Softmax feeds, and the id of that node.

    LogSoftmax is none: the logarithm of a softmax is what cross-entropy makes of it again, unchanged.

    Args:
        graph: the network.
        sources: ids of the nodes that feed each node.
    """
    fed = {end.id: source for end in graph.ends for source in sources[end.id]}
    return {end: source for end, source in fed.items() if graph.nodes[source].type == "Softmax"}


def doubled_text(name: str) -> str:
    """Return what to say at an Output behind a softmax of this name."""
    return (
        f"The loss (cross-entropy) takes scores and applies softmax itself. Behind {name} it gets probabilities, from "
        f"which a network learns slowly. Remove {name}."
    )
