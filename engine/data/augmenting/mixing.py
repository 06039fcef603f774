"""MixUp and CutMix: what mixes the images of a finished batch, and their labels."""
# ruff: noqa: TID253

from __future__ import annotations

from math import sqrt

import torch
from torch import Tensor

from engine.data.augmenting.draws import Draws
from engine.data.augmenting.steps import Step


def mix(
    images: Tensor, labels: Tensor, steps: tuple[Step, ...], draws: Draws, num_classes: int
) -> tuple[Tensor, Tensor]:
    """Return a batch mixed with itself moved on by one image, as torchvision does it.

    Where several steps mix, each batch gets one of them, all as likely.

    Args:
        images: ``(N, C, H, W)``.
        labels: ``(N,)``, or a number from 0 to 1 for each class, ``(N, num_classes)``.
        steps: all of an augmentation; only those that mix count.
        draws: the batch's random numbers.
        num_classes: of the labels.

    Returns:
        images and labels; the latter become shares ``(N, num_classes)`` where something mixes.
    """
    mixing = [step for step in steps if step.spec.mixes]
    if not mixing:
        return images, labels
    step = mixing[int(draws.rng.integers(len(mixing)))]
    share = float(draws.rng.beta(step.number("alpha"), step.number("alpha")))
    other = images.roll(1, 0)
    if step.type == "MixUp":
        images = images * share + other * (1 - share)
    else:
        images, share = _pasted(images, other, share, draws)
    certain = labels if labels.ndim == 2 else torch.nn.functional.one_hot(labels, num_classes).to(images.dtype)
    return images, certain * share + certain.roll(1, 0) * (1 - share)


def _pasted(images: Tensor, other: Tensor, share: float, draws: Draws) -> tuple[Tensor, float]:
    """Return images with a rectangle of the others, and the share of the area that stays (Yun et al. 2019, eq. 2)."""
    height, width = images.shape[2:]
    half = 0.5 * sqrt(1 - share)
    across, down = int(draws.rng.integers(width)), int(draws.rng.integers(height))
    left, right = max(0, across - int(half * width)), min(width, across + int(half * width))
    top, bottom = max(0, down - int(half * height)), min(height, down + int(half * height))
    images = images.clone()
    images[..., top:bottom, left:right] = other[..., top:bottom, left:right]
    return images, 1 - (right - left) * (bottom - top) / (width * height)
