"""A layer's weights: how they are distributed, now and as they went, and how many are next to nothing."""
# ruff: noqa: TID253

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor

from engine.probes.copying import copied_counts
from engine.probes.frames import WeightsFrame
from engine.probes.trail import Trail

if TYPE_CHECKING:
    from engine.probes.frames.arrays import Array, Integers
    from engine.probes.network import Network

BINS = 64
MAX_ROWS = 64
NEAR_ZERO = 1e-3
"""A weight below this share of the layer's largest magnitude is called near zero: pruning it would hardly be seen."""


def weights_of(network: Network, node_id: str | None) -> list[Tensor]:
    """Return a node's weights without its biases, flat."""
    own = [parameter for parameter in network.parameters if parameter.node_id == node_id]
    return [parameter.value.detach().flatten().float() for parameter in own if parameter.name.endswith("weight")]


class WeightTrail:
    """Histograms of one layer's weights over a run.

    Their edges are ``-span ... span`` with a span that is a power of 2. If the weights outgrow it, it is doubled: then
    two former bins lie in each new one, so nothing is lost but resolution.
    """

    def __init__(self) -> None:
        self.span = 0.0
        self.trail = Trail(MAX_ROWS)

    def note(self, step: int, weights: Tensor) -> Integers:
        """Note the weights of a step, if a row is due; return their histogram in any case."""
        counts = self._counts(weights)
        self.trail.add(step, (counts / max(1, counts.sum())).astype(np.float32))
        return counts

    @property
    def edges(self) -> Array:
        """``(BINS + 1,)``."""
        return np.linspace(-self.span, self.span, BINS + 1, dtype=np.float32)

    def _counts(self, weights: Tensor) -> Integers:
        largest = float(weights.abs().max()) if weights.numel() else 0.0
        if not math.isfinite(largest):  # a run that diverged: there is no histogram of NaN
            self.span = self.span or 1.0
            return np.zeros(BINS, np.int64)
        self._widen(largest)
        # Exact, since the bins' width is a power of 2; torch.histc rounds where a wide span meets small weights.
        bins = (weights * (BINS // 2 / self.span)).floor().long().add_(BINS // 2).clamp_(0, BINS - 1)
        return copied_counts(torch.bincount(bins, minlength=BINS))

    def _widen(self, largest: float) -> None:
        needed = 2.0 ** math.ceil(math.log2(largest)) if largest > 0 else 1.0
        if not self.span:
            self.span = needed
        while self.span < needed:
            self.span *= 2
            if len(self.trail):
                self.trail.replace(np.stack([_halved(row) for row in self.trail.table]))


def _halved(row: Array) -> Array:
    """Return a histogram over twice the span: pairs of bins in the middle, nothing outside."""
    quarter = BINS // 4
    return np.concatenate([np.zeros(quarter, np.float32), row.reshape(-1, 2).sum(1), np.zeros(quarter, np.float32)])


def weights_frame(weights: list[Tensor], trail: WeightTrail, step: int) -> WeightsFrame | None:
    """Return a layer's weights as a frame, and note them; None where it has none."""
    if not weights:
        return None
    values = weights[0] if len(weights) == 1 else torch.cat(weights)
    counts = trail.note(step, values)
    magnitudes = values.abs()
    near_zero = (magnitudes < NEAR_ZERO * magnitudes.max()).float().mean()
    figures = torch.stack([near_zero, values.mean(), values.std(correction=0), magnitudes.sum(), values.norm()])
    near_zero_share, mean, std, l1, l2 = figures.tolist()
    return WeightsFrame(
        step=step,
        edges=trail.edges,
        counts=counts,
        history_steps=trail.trail.steps,
        history=trail.trail.table,
        num_weights=values.numel(),
        near_zero_share=near_zero_share,
        near_zero=NEAR_ZERO,
        mean=mean,
        std=std,
        l1=l1,
        l2=l2,
    )
