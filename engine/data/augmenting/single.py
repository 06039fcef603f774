"""Every step as torchvision.transforms.v2 has it, for images that are read one by one in worker processes."""
# ruff: noqa: TID253

from __future__ import annotations

from collections.abc import Callable, Sequence

import torch
from torch import Tensor
from torchvision.transforms import InterpolationMode, v2

from engine.data.augmenting import colors, policies
from engine.data.augmenting.batched import Target, short_sides
from engine.data.augmenting.steps import Step
from engine.data.fitting import unit

Transform = Callable[[Tensor], Tensor]
"""From an image ``(C, H, W)``, uint8, to a changed one."""


def transforms_of(steps: Sequence[Step], target: Target) -> list[Transform]:
    """Return the transforms of the steps in order, without those that mix; they draw from torch's random numbers."""
    return [TRANSFORMS[step.type](step, target) for step in steps if not step.spec.mixes]


def _crop(step: Step, target: Target) -> Transform:
    return v2.RandomCrop(target.size, padding=int(step.number("padding")))  # type: ignore[no-any-return]


def _resized_crop(step: Step, target: Target) -> Transform:
    return v2.RandomResizedCrop(target.size, scale=(step.number("min_scale"), step.number("max_scale")))  # type: ignore[no-any-return]


def _shortest_size(step: Step, target: Target) -> Transform:
    low, high = short_sides(step, target.size)
    lengths = list(range(low, high + 1))
    return v2.Compose([v2.RandomShortestSize(lengths), v2.RandomCrop(target.size)])  # type: ignore[no-any-return]


def _rotation(step: Step, target: Target) -> Transform:
    return v2.RandomRotation(step.number("degrees"), interpolation=InterpolationMode.BILINEAR, fill=None)  # type: ignore[no-any-return]


def _jitter(step: Step, target: Target) -> Transform:
    return v2.ColorJitter(*(step.number(name) for name in ("brightness", "contrast", "saturation", "hue")))  # type: ignore[no-any-return]


def _erasing(step: Step, target: Target) -> Transform:
    scale = (step.number("min_scale"), step.number("max_scale"))
    mean = [round(value * 255) for value in target.mean.tolist()]
    return v2.RandomErasing(step.number("p"), scale, value=mean)  # type: ignore[no-any-return]


class PCALighting:
    """AlexNet's change of colours, which torchvision does not have."""

    def __init__(self, std: float) -> None:
        self._std = std

    def __call__(self, image: Tensor) -> Tensor:
        """Return an image, uint8, with a random colour added."""
        lit = colors.add_lighting(unit(image)[None], torch.randn(1, 3) * self._std)[0]
        return (lit * 255).round_().to(torch.uint8)


TRANSFORMS: dict[str, Callable[[Step, Target], Transform]] = {
    "RandomHorizontalFlip": lambda step, target: v2.RandomHorizontalFlip(step.number("p")),
    "RandomVerticalFlip": lambda step, target: v2.RandomVerticalFlip(step.number("p")),
    "RandomCrop": _crop,
    "RandomResizedCrop": _resized_crop,
    "RandomShortestSize": _shortest_size,
    "RandomRotation": _rotation,
    "ColorJitter": _jitter,
    "PCALighting": lambda step, target: PCALighting(step.number("std")),
    "AutoAugment": lambda step, target: policies.transform_of(step),
    "RandAugment": lambda step, target: policies.transform_of(step),
    "RandomErasing": _erasing,
}
"""By the step's type."""
