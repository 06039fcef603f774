"""How large the gradient of each parameter is: which layers learn, and which it does not reach."""
# ruff: noqa: TID253

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor

from engine.probes.copying import copied, copied_counts
from engine.probes.frames import FrameKey, GradientFrame, GradientHistogramFrame
from engine.probes.network import NodeParameter

if TYPE_CHECKING:
    from engine.probes.frames.arrays import Array, Integers

BINS = 48


def current_gradients(parameters: Sequence[NodeParameter]) -> tuple[Tensor | None, ...]:
    """Return ``p.grad`` of each; None where there is none, or the parameter is frozen."""
    return tuple(parameter.value.grad if parameter.value.requires_grad else None for parameter in parameters)


def gradient_frame(
    parameters: Sequence[NodeParameter], gradients: Sequence[Tensor | None], step: int
) -> GradientFrame | None:
    """Return norm, mean magnitude and largest magnitude of every gradient; None where there is none at all.

    Calls over all of them and one copy: a copy per parameter would wait for the device each time. Frozen parameters
    are there with NaN; those that are learned but got no gradient are left out.
    """
    shown = [
        (parameter, gradient)
        for parameter, gradient in zip(parameters, gradients, strict=True)
        if gradient is not None or not parameter.value.requires_grad
    ]
    present = [gradient for _, gradient in shown if gradient is not None]
    if not present:
        return None
    is_there = np.array([gradient is not None for _, gradient in shown])
    numbers = np.full((3, len(shown)), math.nan, np.float32)
    numbers[:, is_there] = _magnitudes(present)
    return GradientFrame(
        step=step,
        node_ids=tuple(parameter.node_id for parameter, _ in shown),
        parameters=tuple(parameter.name for parameter, _ in shown),
        norms=numbers[0],
        mean_abs=numbers[1],
        max_abs=numbers[2],
        frozen=tuple(not parameter.value.requires_grad for parameter, _ in shown),
        sizes=tuple(parameter.value.numel() for parameter, _ in shown),
    )


def _magnitudes(gradients: list[Tensor]) -> Array:
    """Return ``‖g‖₂``, mean ``|g|`` and max ``|g|`` of each, ``(3, n)``.

    ``_foreach_norm`` gives all three, but on a CPU takes ten times as long for the maximum as for the norm.
    """
    magnitudes = torch._foreach_abs(gradients)
    numbers = copied(
        torch.stack(
            [
                torch.stack(torch._foreach_norm(gradients)),
                torch.stack([magnitude.sum() for magnitude in magnitudes]),
                torch.stack(torch._foreach_max(magnitudes)),
            ]
        )
    )
    numbers[1] /= [gradient.numel() for gradient in gradients]
    return numbers


def gradient_histogram_frame(
    parameters: Sequence[NodeParameter], gradients: Sequence[Tensor | None], key: FrameKey, step: int
) -> GradientHistogramFrame | None:
    """Return how the gradients by one node's parameters are distributed, from the smallest to the largest value."""
    own = [
        (parameter, gradient)
        for parameter, gradient in zip(parameters, gradients, strict=True)
        if parameter.node_id == key.node_id
    ]
    if not any(gradient is not None for _, gradient in own):
        return None
    histograms = [_histogram(gradient) for _, gradient in own]
    return GradientHistogramFrame(
        step=step,
        parameters=tuple(parameter.name for parameter, _ in own),
        edges=np.stack([edges for edges, _ in histograms]),
        counts=np.stack([counts for _, counts in histograms]),
        frozen=tuple(not parameter.value.requires_grad for parameter, _ in own),
    )


def _histogram(values: Tensor | None) -> tuple[Array, Integers]:
    if values is None:
        return _edges(-1, 1, BINS), np.zeros(BINS, np.int64)
    return histogram(values, BINS)


def histogram(values: Tensor, bins: int) -> tuple[Array, Integers]:
    """Return edges ``(bins + 1,)`` and counts ``(bins,)`` of values from the smallest to the largest.

    Values that are not finite are left out; where all are the same, the edges are half of 1 on each side of them.
    """
    flat = values.detach().flatten().float()
    finite = flat[torch.isfinite(flat)]
    if not finite.numel():
        return _edges(-1, 1, bins), np.zeros(bins, np.int64)
    low, high = torch.stack(torch.aminmax(finite)).tolist()
    if low == high:
        low, high = low - 0.5, high + 0.5
    return _edges(low, high, bins), copied_counts(torch.histc(finite, bins, low, high))


def _edges(low: float, high: float, bins: int) -> Array:
    return np.linspace(low, high, bins + 1, dtype=np.float32)
