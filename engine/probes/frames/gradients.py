"""Frames of the parameters' gradients."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.probes.frames.arrays import Array, Integers


@dataclass(frozen=True)
class GradientFrame:
    """How large the gradient of each learnable parameter is, right after a backward pass.

    Attributes:
        step: the step whose gradients they are, counted from 1.
        node_ids: the node of each parameter, in network order.
        parameters: the name of each parameter within its node: ``weight``, ``bias``.
        norms: one per parameter; ``p.grad.norm()``.
        mean_abs: ``p.grad.abs().mean()``; the probes always say it, as the following.
        max_abs: ``p.grad.abs().max()``.
        frozen: whether the parameter is frozen (``requires_grad`` is False); its numbers are NaN.
        sizes: how many values each parameter has; the probes always say it.
    """

    step: int
    node_ids: tuple[str, ...]
    parameters: tuple[str, ...]
    norms: Array
    mean_abs: Array | None = None
    max_abs: Array | None = None
    frozen: tuple[bool, ...] = ()
    sizes: tuple[int, ...] = ()

    @property
    def first_to_last(self) -> float:
        """Norm of the first weight's gradient over the last's: far below 1 where the gradient vanishes on its way."""
        weights = [
            float(norm)
            for name, norm in zip(self.parameters, self.norms, strict=True)
            if name == "weight" and norm == norm  # not NaN, that is, not frozen
        ]
        return weights[0] / weights[-1] if len(weights) > 1 and weights[-1] else float("nan")


@dataclass(frozen=True)
class GradientHistoryFrame:
    """How the gradients' norms went, from the first step on.

    Attributes:
        step: the last of `steps`.
        node_ids, parameters, frozen: as in `GradientFrame`, as it is now.
        steps: ``(T,)``: when they were noted.
        norms: ``(P, T)``; NaN while a parameter was frozen. Memory that the next frames share, and nobody writes again.
    """

    step: int
    node_ids: tuple[str, ...]
    parameters: tuple[str, ...]
    frozen: tuple[bool, ...]
    steps: Integers
    norms: Array


@dataclass(frozen=True)
class GradientHistogramFrame:
    """How the gradients by a node's weights are distributed.

    Attributes:
        step: the step whose gradients they are.
        parameters: the histograms' names, ``weight``, ``bias``.
        edges: ``(parameters, bins + 1)``.
        counts: ``(parameters, bins)``.
        frozen: whether each is frozen; its counts are then 0.
    """

    step: int
    parameters: tuple[str, ...]
    edges: Array
    counts: Integers
    frozen: tuple[bool, ...]
