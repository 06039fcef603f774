"""Frames of what a layer has learned: its filters, its weights."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.probes.frames.arrays import Array, Integers


@dataclass(frozen=True)
class FiltersFrame:
    """A convolution's kernels.

    Attributes:
        step: steps taken when it was made.
        first: place of the first one among the layer's.
        kernels: ``(n, in_channels / groups, kernel height, kernel width)``, as ``weight[first : first + n]``.
        num_filters: how many the layer has.
        is_colour: whether the three input channels are red, green and blue: the layer looks at the picture.
        low, high: smallest and largest of all the layer's weights.
    """

    step: int
    first: int
    kernels: Array
    num_filters: int
    is_colour: bool
    low: float
    high: float


@dataclass(frozen=True)
class WeightsFrame:
    """A layer's weights (biases left out), now and as they went.

    Attributes:
        step: steps taken when it was made.
        edges: ``(bins + 1,)``, the same for all histograms here; widened when the weights outgrow them.
        counts: ``(bins,)``, now; they add up to `num_weights`.
        history_steps: ``(T,)``: when the histograms behind it were noted, oldest first.
        history: ``(T, bins)``, shares of the weights, so that rows add up to 1; where the edges were widened, a
            former bin's share is in the wider bin that has its centre.
        num_weights: how many there are.
        near_zero_share: share whose magnitude is below `near_zero` times the largest magnitude: what L1 makes large
            and L2 does not.
        near_zero: that factor.
        mean, std: of the weights (``correction=0``).
        l1, l2: sum of magnitudes, Euclidean norm.
    """

    step: int
    edges: Array
    counts: Integers
    history_steps: Integers
    history: Array
    num_weights: int
    near_zero_share: float
    near_zero: float
    mean: float
    std: float
    l1: float
    l2: float
