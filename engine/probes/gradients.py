"""How large the gradient of each parameter is: which layers learn, and which it does not reach."""
# ruff: noqa: TID253

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import nn

from engine.graph.model import Node
from engine.probes.frames import GradientFrame


@dataclass(frozen=True, eq=False)
class NodeParameter:
    """A learnable parameter and where it belongs."""

    node_id: str
    name: str
    value: nn.Parameter


def parameters_of(module: nn.Module, nodes: Sequence[Node]) -> tuple[NodeParameter, ...]:
    """Return the parameters of these nodes, in their order."""
    return tuple(
        NodeParameter(node.id, name, value)
        for node in nodes
        for name, value in module.get_submodule(node.name).named_parameters()
    )


def gradient_frame(parameters: Sequence[NodeParameter], step: int) -> GradientFrame | None:
    """Return ``p.grad.norm()`` of every parameter that has a gradient; None where none has one yet.

    All norms in one fused call and one copy: one `norm` and copy per parameter would wait for the device each time.
    """
    gradients = {parameter: grad for parameter in parameters if (grad := parameter.value.grad) is not None}
    if not gradients:
        return None
    norms = torch.stack(torch._foreach_norm(list(gradients.values())))
    return GradientFrame(
        step=step,
        node_ids=tuple(parameter.node_id for parameter in gradients),
        parameters=tuple(parameter.name for parameter in gradients),
        norms=norms.to("cpu", torch.float32).numpy(),
    )
