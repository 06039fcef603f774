"""The weights before the first step."""
# ruff: noqa: TID253

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor, fx, nn

from engine.compiling.compiler import module_names
from engine.graph.model import Graph
from engine.training.config import TrainingConfig

_FUNCTIONS: dict[str, Callable[[Tensor], object]] = {
    "xavier_uniform": nn.init.xavier_uniform_,  # Glorot & Bengio 2010
    "xavier_normal": nn.init.xavier_normal_,
    "kaiming_uniform": lambda weight: nn.init.kaiming_uniform_(weight, nonlinearity="relu"),  # He et al. 2015
    "kaiming_normal": lambda weight: nn.init.kaiming_normal_(weight, nonlinearity="relu"),
    "orthogonal": nn.init.orthogonal_,  # Saxe et al. 2013
}


def initialize(module: fx.GraphModule, graph: Graph, config: TrainingConfig) -> None:
    """Draw the weights that the settings ask for from torch's random generator, in network order.

    Weights have two axes or more, and their layer's bias begins at 0. Layers without such weights, as normalization
    and PReLU, stay as PyTorch makes them. A node's own initialization goes before the network's.
    """
    for name in module_names(graph):
        chosen = graph.by_name[name].init or config.init
        if chosen != "default":
            for layer in module.get_submodule(name).modules():
                _draw(layer, chosen, config.init_constant)


@torch.no_grad()
def _draw(layer: nn.Module, name: str, constant: float) -> None:
    own = list(layer.parameters(recurse=False))
    if not any(parameter.ndim > 1 for parameter in own):
        return
    for parameter in own:
        if parameter.ndim < 2:
            parameter.zero_()
        elif name == "constant":
            parameter.fill_(constant)
        else:
            _FUNCTIONS[name](parameter)
