"""Which nodes the probes can explain in numbers; asked by the window, which names no layers. No torch."""

from __future__ import annotations

from engine.graph.model import Node


def is_explained(node: Node) -> bool:
    """Return whether there are `ConvolutionFrame`s and `FiltersFrame`s of a node: whether it is a plain convolution."""
    return node.spec.module == "torch.nn.Conv2d"
