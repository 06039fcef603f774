"""The same network on the CPU and on a GPU: how long a pass takes at some batch sizes."""
# ruff: noqa: TID253

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from time import perf_counter

import torch
from torch import Tensor, fx

from engine.compiling.compiler import all_scores, compile_graph
from engine.graph.model import Graph
from engine.layers.spec import Shape
from engine.training.devices import wait_for
from engine.training.memory_limit import is_out_of_memory
from engine.training.randomness import seeded

_WARM_UP = 2
"""Passes before the first that counts: memory is taken, and libraries choose their kernels."""


@dataclass(frozen=True)
class DeviceTime:
    """What a batch takes on a device; medians.

    Attributes:
        device: as torch names it.
        batch_size: images in a pass.
        forward_s: seconds of the forward pass in training mode; None where the batch does not fit into the memory.
        backward_s: seconds of the backward pass behind it.
        copy_s: seconds that the images take from the CPU's memory to the device's; 0 on the CPU.
    """

    device: str
    batch_size: int
    forward_s: float | None = None
    backward_s: float | None = None
    copy_s: float | None = None

    @property
    def images_per_second(self) -> float | None:
        """Of both passes; the copy is left out, as it can be done meanwhile."""
        if self.forward_s is None or self.backward_s is None:
            return None
        return self.batch_size / (self.forward_s + self.backward_s)


def measure(
    graph: Graph, shape: Shape, device: torch.device, batch_sizes: Iterable[int], rounds: int = 10
) -> list[DeviceTime]:
    """Time the network's passes over random images, with weights of one seed.

    Args:
        graph: a network that works.
        shape: ``(C, H, W)`` of its input.
        device: where it is computed.
        batch_sizes: images in a pass.
        rounds: passes of which the median counts.
    """
    with seeded(0, device):
        module = compile_graph(graph).to(device)
        return [_of_batch(module, torch.randn(size, *shape), device, rounds) for size in batch_sizes]


def _of_batch(module: fx.GraphModule, images: Tensor, device: torch.device, rounds: int) -> DeviceTime:
    try:
        times = [_seconds(module, images, device) for _ in range(_WARM_UP + rounds)][_WARM_UP:]
    except (RuntimeError, MemoryError) as error:
        if is_out_of_memory(error):
            return DeviceTime(str(device), len(images))
        raise
    copies, forwards, backwards = zip(*times, strict=True)
    copy_s = median(copies) if device.type != "cpu" else 0.0
    return DeviceTime(str(device), len(images), median(forwards), median(backwards), copy_s)


def _seconds(module: fx.GraphModule, images: Tensor, device: torch.device) -> tuple[float, float, float]:
    """Return what the copy, the forward and the backward pass take; a GPU is waited for, as it only takes orders."""
    module.zero_grad(set_to_none=True)
    moments = [_now(device)]
    there = images.to(device)
    moments.append(_now(device))
    loss = torch.stack([scores.float().square().mean() for scores in all_scores(module(there))]).sum()
    moments.append(_now(device))
    loss.backward()  # type: ignore[no-untyped-call]
    moments.append(_now(device))
    copy, forward, backward = (end - begin for begin, end in pairwise(moments))
    return copy, forward, backward


def _now(device: torch.device) -> float:
    wait_for(device)
    return perf_counter()
