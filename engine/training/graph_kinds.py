"""The same network as a dynamic and as a static graph: the same numbers, other times.

A dynamic graph is built anew by each forward pass, layer by layer, as PyTorch does by itself; a static one is compiled
once by torch.compile, its layers fused, and run again and again.
"""
# ruff: noqa: TID253

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import perf_counter
from typing import Any

import torch
from torch import Tensor, fx, nn

from engine.compiling.compiler import all_scores, compile_graph
from engine.graph.model import Graph
from engine.layers.spec import Shape
from engine.training.devices import wait_for
from engine.training.randomness import seeded
from engine.training.static_graph import statically

Compute = Callable[[Tensor], Any]


@dataclass(frozen=True)
class GraphComparison:
    """What came of computing a network both ways.

    Attributes:
        dynamic_s: seconds of a forward and backward pass, the median of all.
        static_s: the same of the static graph; None where it does not work.
        compile_s: seconds until it was there.
        score_difference: largest ``|static - dynamic|`` of any score, over the largest ``|dynamic|``.
        gradient_difference: the same of the gradients of all parameters.
        why_not: a sentence that says why there is no static graph; empty if there is one.
    """

    dynamic_s: float
    static_s: float | None = None
    compile_s: float | None = None
    score_difference: float | None = None
    gradient_difference: float | None = None
    why_not: str = ""

    @property
    def steps_to_pay(self) -> int | None:
        """Steps after which compiling has paid for itself; None if it never does."""
        if self.static_s is None or self.compile_s is None or self.static_s >= self.dynamic_s:
            return None
        return round(self.compile_s / (self.dynamic_s - self.static_s))


def compare(graph: Graph, shape: Shape, batch_size: int, device: torch.device, rounds: int = 20) -> GraphComparison:
    """Compute a network both ways, in alternation, on the same random images and with the same weights.

    What draws random numbers (dropout) is switched off: each way would draw others.

    Args:
        graph: a network that works.
        shape: ``(C, H, W)`` of its input.
        batch_size: images in a pass.
        device: where it is computed.
        rounds: passes each way.
    """
    with seeded(0, device):
        module = compile_graph(graph).to(device)
        images = torch.randn(batch_size, *shape, device=device)
    _switch_off_randomness(module)
    begin = perf_counter()
    static, why_not = statically(module, images)
    compile_s = perf_counter() - begin
    if why_not:
        return GraphComparison(median(_seconds(module, module, images) for _ in range(rounds)), why_not=why_not)
    scores, gradients = zip(*(_results(way, module, images) for way in (module, static)), strict=True)
    times = [(_seconds(module, module, images), _seconds(static, module, images)) for _ in range(rounds)]
    return GraphComparison(
        dynamic_s=median(dynamic for dynamic, _ in times),
        static_s=median(static for _, static in times),
        compile_s=compile_s,
        score_difference=_difference(*scores),
        gradient_difference=_difference(*gradients),
    )


def _switch_off_randomness(module: fx.GraphModule) -> None:
    """Have layers that keep nothing behave as in evaluation, dropout among them; batch normalization goes on."""
    for part in module.modules():
        is_leaf = not any(part.children())
        keeps_nothing = not any(True for _ in (*part.parameters(), *part.buffers()))
        if is_leaf and keeps_nothing:
            part.eval()


def _pass(compute: Compute, images: Tensor) -> list[Tensor]:
    scores = [each.float() for each in all_scores(compute(images))]
    torch.stack([each.square().mean() for each in scores]).sum().backward()  # type: ignore[no-untyped-call]
    return scores


def _results(compute: Compute, module: nn.Module, images: Tensor) -> tuple[Tensor, Tensor]:
    """Return the scores and the gradients of all parameters, each as one row; running statistics stay as they were."""
    module.zero_grad(set_to_none=True)
    kept = {name: buffer.clone() for name, buffer in module.named_buffers()}
    scores = torch.cat([each.detach().flatten() for each in _pass(compute, images)])
    gradients = torch.cat([parameter.grad.flatten() for parameter in module.parameters() if parameter.grad is not None])
    for name, buffer in module.named_buffers():
        buffer.data.copy_(kept[name])
    return scores, gradients


def _seconds(compute: Compute, module: nn.Module, images: Tensor) -> float:
    module.zero_grad(set_to_none=True)
    wait_for(images.device)
    begin = perf_counter()
    _pass(compute, images)
    wait_for(images.device)
    return perf_counter() - begin


def _difference(dynamic: Tensor, static: Tensor) -> float:
    return float((static - dynamic).abs().max() / dynamic.abs().max())
