"""From the device to arrays that share no memory with the network."""
# ruff: noqa: TID253

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING

import torch
from torch import Tensor

from engine.probes.frames import MAX_CHANNELS, MAX_FEATURES, MAX_VALUES

if TYPE_CHECKING:
    from engine.probes.frames.arrays import Array, Integers


def copied(values: Tensor) -> Array:
    """Return values as an array of their own."""
    array: Array = values.detach().to("cpu", torch.float32, copy=True).numpy()
    return array


def copied_counts(counts: Tensor) -> Integers:
    """Return whole numbers as an array of their own."""
    array: Integers = counts.detach().to("cpu", torch.int64, copy=True).numpy()
    return array


def first_channels(values: Tensor) -> Tensor:
    """Return a node's output, ``(C, H, W)``, ``(C, F)`` or ``(F,)``, cut to what one frame may hold.

    Rows of values come as maps of height 1.
    """
    if values.ndim == 1:
        return values[:MAX_FEATURES]
    maps = values[:, None, :] if values.ndim == 2 else values
    most = max(1, MAX_VALUES // max(1, prod(maps.shape[1:])))
    return maps[: min(MAX_CHANNELS, most)]
