"""Every step as an operation on a batch that lies on the device, with torchvision's distribution."""
# ruff: noqa: TID253

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from engine.data.augmenting import colors, policies
from engine.data.augmenting.draws import Draws, erasings, resized_crops
from engine.data.augmenting.resampling import Span, resample, shifted_crops
from engine.data.augmenting.steps import Step


@dataclass(frozen=True)
class Target:
    """What comes out in the end.

    Attributes:
        size: ``(H, W)`` of the network's input.
        mean: per channel, of pixels in [0, 1]: what an erased part is filled with.
    """

    size: tuple[int, int]
    mean: Tensor


Operation: TypeAlias = Callable[[Tensor, Step, Draws, Target], Tensor]
"""From images ``(N, C, H, W)`` in [0, 1] to such images."""


def augment(images: Tensor, steps: tuple[Step, ...], draws: Draws, target: Target) -> Tensor:
    """Return a batch with each step done in order; those that mix are left to `mixing`."""
    for step in steps:
        if not step.spec.mixes:
            images = OPERATIONS[step.type](images, step, draws, target)
    return images


def _flip(axis: int) -> Operation:
    def flip(images: Tensor, step: Step, draws: Draws, target: Target) -> Tensor:
        chosen = _on(images, draws.chances(step.number("p")))
        return torch.where(chosen[:, None, None, None], images.flip(axis), images)

    return flip


def _crop(images: Tensor, step: Step, draws: Draws, target: Target) -> Tensor:
    padding = int(step.number("padding"))
    return shifted_crops(images, draws.ints(0, 2 * padding), draws.ints(0, 2 * padding), padding)


def _resized_crop(images: Tensor, step: Step, draws: Draws, target: Target) -> Tensor:
    scale = step.number("min_scale"), step.number("max_scale")
    tops, lefts, heights, widths = resized_crops(draws, scale, (images.shape[2], images.shape[3]))
    rows, columns = Span(tops, heights, tops, tops + heights), Span(lefts, widths, lefts, lefts + widths)
    return resample(images, rows, columns, target.size)


def short_sides(step: Step, size: tuple[int, int]) -> tuple[int, int]:
    """Return the smallest and the largest length of the shorter side, for a network of this size.

    No length is smaller than the crop, which would not fit.
    """
    factor = max(size) / step.number("crop_size")
    low, high = (max(max(size), round(step.number(name) * factor)) for name in ("min_size", "max_size"))
    return low, high


def _shortest_size(images: Tensor, step: Step, draws: Draws, target: Target) -> Tensor:
    sides = (images.shape[2], images.shape[3])
    shortest = draws.ints(*short_sides(step, target.size))
    spans = []
    for side, wanted in zip(sides, target.size, strict=True):
        resized = (side * (shortest / min(sides))).astype(np.int64)  # torchvision rounds down
        per_pixel = side / resized
        none, all_ = np.zeros_like(shortest), np.full_like(shortest, side)
        spans.append(Span(draws.ints(0, resized - wanted) * per_pixel, wanted * per_pixel, none, all_))
    rows, columns = spans
    return resample(images, rows, columns, target.size)


def _rotation(images: Tensor, step: Step, draws: Draws, target: Target) -> Tensor:
    angles = _on(images, np.deg2rad(draws.floats(-step.number("degrees"), step.number("degrees"))))
    height, width = images.shape[2:]
    cosine, sine, ratio = torch.cos(angles), torch.sin(angles), height / width
    zero = torch.zeros_like(angles)
    matrix = torch.stack([cosine, -sine * ratio, zero, sine / ratio, cosine, zero], 1).reshape(-1, 2, 3)
    grid = torch.nn.functional.affine_grid(matrix, list(images.shape), align_corners=False)
    return torch.nn.functional.grid_sample(images, grid, align_corners=False)


def _jitter(images: Tensor, step: Step, draws: Draws, target: Target) -> Tensor:
    changes = [
        (colors.adjust_brightness, _factors(step, "brightness", draws)),
        (colors.adjust_contrast, _factors(step, "contrast", draws)),
        (colors.adjust_saturation, _factors(step, "saturation", draws)),
        (colors.adjust_hue, draws.floats(-step.number("hue"), step.number("hue"))),
    ]
    order = draws.rng.permuted(np.tile(np.arange(4), (draws.count, 1)), axis=1)
    images = images.clone()
    for turn in range(4):
        for number, (change, strengths) in enumerate(changes):
            chosen = np.flatnonzero(order[:, turn] == number)
            if len(chosen):
                places = torch.from_numpy(chosen).to(images.device)
                images[places] = change(images[places], _on(images, strengths[chosen]))
    return images


def _factors(step: Step, name: str, draws: Draws) -> npt.NDArray[np.float64]:
    return draws.floats(max(0.0, 1 - step.number(name)), 1 + step.number(name))


def _lighting(images: Tensor, step: Step, draws: Draws, target: Target) -> Tensor:
    strengths = draws.rng.normal(0, step.number("std"), (draws.count, 3))
    return colors.add_lighting(images, _on(images, strengths))


def _erasing(images: Tensor, step: Step, draws: Draws, target: Target) -> Tensor:
    chosen = draws.chances(step.number("p"))
    size = (images.shape[2], images.shape[3])
    tops, lefts, heights, widths = erasings(draws, (step.number("min_scale"), step.number("max_scale")), size)
    rows, columns = np.arange(size[0]), np.arange(size[1])
    down = (rows >= tops[:, None]) & (rows < (tops + heights)[:, None]) & chosen[:, None]
    across = (columns >= lefts[:, None]) & (columns < (lefts + widths)[:, None])
    erased = _on(images, down)[:, None, :, None] & _on(images, across)[:, None, None, :]
    return torch.where(erased, target.mean[:, None, None], images)


def _policy(images: Tensor, step: Step, draws: Draws, target: Target) -> Tensor:
    """Each image by itself: what torchvision does to one, it does to a whole batch alike."""
    change = policies.transform_of(step)
    pixels = (images * 255).round_().to(torch.uint8)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(draws.seed())
        changed = torch.stack([change(image) for image in pixels])
    return changed.to(torch.float32).mul_(1 / 255)


def _on(images: Tensor, values: npt.NDArray[np.generic]) -> Tensor:
    """Return drawn numbers beside the images, float32 where they are fractions; a GPU is not waited for."""
    tensor = torch.from_numpy(values)
    dtype = torch.float32 if tensor.is_floating_point() else tensor.dtype
    return tensor.to(dtype).to(images.device, non_blocking=True)


OPERATIONS: dict[str, Operation] = {
    "RandomHorizontalFlip": _flip(3),
    "RandomVerticalFlip": _flip(2),
    "RandomCrop": _crop,
    "RandomResizedCrop": _resized_crop,
    "RandomShortestSize": _shortest_size,
    "RandomRotation": _rotation,
    "ColorJitter": _jitter,
    "PCALighting": _lighting,
    "AutoAugment": _policy,
    "RandAugment": _policy,
    "RandomErasing": _erasing,
}
"""By the step's type; `steps.SPECS` has the same, and those that mix."""
