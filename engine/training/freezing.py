"""Layers that do not learn: transfer learning keeps what a network knows already."""
# ruff: noqa: TID253

from __future__ import annotations

from types import MethodType

from torch import fx, nn

from engine.compiling.compiler import module_names
from engine.graph.model import Graph


def freeze(module: fx.GraphModule, graph: Graph) -> None:
    """Keep the parameters of frozen nodes as they are, and the nodes in evaluation mode.

    Batch normalization would otherwise go on moving its running mean and variance, and so change what the layers
    behind it were trained on, though none of its parameters learns.
    """
    for name in module_names(graph):
        if graph.by_name[name].is_frozen:
            for layer in module.get_submodule(name).requires_grad_(False).modules():
                layer.eval()
                layer.train = MethodType(_stay, layer)  # type: ignore[method-assign]


def _stay(layer: nn.Module, mode: bool = True) -> nn.Module:
    """In place of `nn.Module.train`, which the network calls on all its parts, for training and for evaluation."""
    return layer
