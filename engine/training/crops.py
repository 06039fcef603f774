"""Testing as the papers did: each image seen as several crops, whose probabilities are averaged."""
# ruff: noqa: TID253

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import torch
from torch import Tensor, nn

from engine.data.augmenting.steps import Step
from engine.data.fitting import resized_to
from engine.data.images import ImageSource
from engine.layers.spec import Shape


@dataclass(frozen=True)
class Views:
    """Which crops of an image a network sees.

    Attributes:
        title: what a person calls it.
        sides: lengths of the image's shorter side, for a crop of 224 px.
        ten: whether the four corners and the middle, and all five mirrored; otherwise the middle alone.
    """

    title: str
    sides: tuple[int, ...]
    ten: bool

    @property
    def num_crops(self) -> int:
        """How often each image is seen."""
        return len(self.sides) * (10 if self.ten else 1)


CROP = 224

VIEWS = {
    "single": Views("1 crop", (256,), ten=False),
    "ten": Views("10 crops", (256,), ten=True),
    "scales": Views("5 scales × 10 crops", (224, 256, 384, 480, 640), ten=True),
}
"""By name: the middle; Krizhevsky et al. 2012, section 4.1; He et al. 2015, section 3.4 (there without borders)."""


def views_of(kind: str, steps: tuple[Step, ...]) -> Views:
    """Return the views of a kind for a network that was trained with this augmentation.

    Where no step cut out parts, the network knows whole images, and the middle is all of the image.
    """
    views = VIEWS[kind]
    is_whole = not any(step.spec.takes_source for step in steps)
    return replace(views, sides=(CROP,)) if is_whole and not views.ten else views


def source_shape(shape: Shape, views: Views) -> Shape:
    """Return the shape in which images must be had for these views of a network of this input shape."""
    return (shape[0], *(round(size * max(views.sides) / CROP) for size in shape[1:]))


def crops(images: Tensor, size: tuple[int, int], views: Views) -> Iterator[Tensor]:
    """Yield the crops of a batch ``(N, C, H, W)``, each ``(N, C, *size)``."""
    height, width = size
    for side in views.sides:
        resized = resized_to(images, [round(length * side / CROP) for length in size])
        down, right = resized.shape[2] - height, resized.shape[3] - width
        corners = ((0, 0), (0, right), (down, 0), (down, right)) if views.ten else ()
        for top, left in (*corners, (round(down / 2), round(right / 2))):
            crop = resized[..., top : top + height, left : left + width]
            yield crop
            if views.ten:
                yield crop.flip(3)


@torch.no_grad()
def accuracy(
    module: nn.Module,
    data: ImageSource,
    size: tuple[int, int],
    views: Views,
    batch_size: int,
    may_go_on: Callable[[], bool] = lambda: True,
) -> float | None:
    """Return the share of images whose label has the highest mean probability over the crops.

    Args:
        module: from images ``(N, C, *size)`` to scores ``(N, classes)``; it is left in evaluation mode.
        data: images of `source_shape`.
        size: ``(H, W)`` of the network's input.
        views: which crops.
        batch_size: images at a time; each is as many crops.
        may_go_on: asked before each batch; None is returned where it says no.
    """
    module.eval()
    num_right = 0
    for images, labels in data.in_order(batch_size):
        if not may_go_on():
            return None
        probabilities = torch.stack([module(crop.contiguous()).softmax(1) for crop in crops(images, size, views)])
        num_right += int((probabilities.mean(0).argmax(1) == labels).sum())
    return num_right / len(data)
