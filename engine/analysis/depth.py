"""How deep a network is, as papers count: the layers with weights that multiply, on the longest way through it."""

from __future__ import annotations

from engine.analysis.inference import Inference


def depth(inference: Inference) -> int:
    """Return the number of convolutions and fully connected layers on the longest way from Input to Output.

    So ResNet-152 has 152 and GoogLeNet 22: normalization does not count, nor does what stands beside the longest way,
    as the 1 × 1 convolutions of ResNet's shortcuts. Source: He et al. 2015, table 1.
    """
    longest: dict[str, int] = {}
    for node_id in inference.order:
        before = max((longest[source] for source in inference.wiring.sources[node_id]), default=0)
        longest[node_id] = before + bool(inference.nodes[node_id].macs)
    return max(longest.values(), default=0)
