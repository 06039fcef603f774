"""How well a network does on some images."""
# ruff: noqa: TID253

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from engine.data.images import ImageSource


@dataclass(frozen=True)
class Score:
    """Loss and right answers over some images.

    Attributes:
        loss: mean over the images; NaN without any.
        num_right: images whose label has the highest score.
        num_images: how many there were.
        minimised: what the step was to make smaller, where that is more than the loss: it, and what auxiliary
            classifiers add.
    """

    loss: float
    num_right: int
    num_images: int
    minimised: float | None = None

    @property
    def accuracy(self) -> float:
        """Share of right answers; NaN without images."""
        return self.num_right / self.num_images if self.num_images else math.nan

    @property
    def is_finite(self) -> bool:
        """Whether the loss, and what was minimised, are numbers to go on from."""
        return math.isfinite(self.loss) and (self.minimised is None or math.isfinite(self.minimised))


@dataclass(frozen=True)
class BatchScore:
    """The score of a batch on its way from the device.

    Attributes:
        values: loss, right answers and perhaps what is minimised, in the CPU's memory once they have arrived.
        num_images: how many there were.
        arrived: says that on CUDA; None where nothing is waited for.
    """

    values: Tensor
    num_images: int
    arrived: torch.cuda.Event | None = None

    def read(self) -> Score:
        """Return it, once it has arrived."""
        if self.arrived is not None:
            self.arrived.synchronize()
        values = self.values.tolist()
        return Score(values[0], int(values[1]), self.num_images, *values[2:])


def of_batch(loss: Tensor, scores: Tensor, labels: Tensor, minimised: Tensor | None = None) -> BatchScore:
    """Return the score of one batch, without waiting for a device that is still computing it.

    Args:
        loss: mean loss of the batch, a single value.
        scores: ``(B, classes)``.
        labels: ``(B,)``, or shares of the classes, ``(B, classes)``, of which the largest counts.
        minimised: what the step makes smaller, a single value; the loss by default.
    """
    hard = labels if labels.ndim == 1 else labels.argmax(1)
    num_right = (scores.argmax(1) == hard).sum()
    more = [] if minimised is None or minimised is loss else [minimised.detach()]
    values = torch.stack([loss.detach(), num_right.to(loss.dtype), *more])
    if not values.is_cuda:
        return BatchScore(values, len(labels))
    arriving = torch.empty(values.shape, dtype=values.dtype, pin_memory=True).copy_(values, non_blocking=True)
    event = torch.cuda.Event()  # type: ignore[no-untyped-call]
    event.record()  # behind the copy, before whatever the step goes on with
    return BatchScore(arriving, len(labels), event)


def total(scores: Iterable[Score]) -> Score:
    """Return the score over all batches together, each image counted alike."""
    batches = list(scores)
    num_images = sum(batch.num_images for batch in batches)
    if not num_images:
        return Score(math.nan, 0, 0)
    loss = sum(batch.loss * batch.num_images for batch in batches) / num_images
    return Score(loss, sum(batch.num_right for batch in batches), num_images)


@torch.no_grad()
def evaluate(
    module: nn.Module,
    loss: nn.Module,
    data: ImageSource,
    batch_size: int,
    may_go_on: Callable[[], bool],
    note: Callable[[Tensor, Tensor], None] | None = None,
) -> Score | None:
    """Return the score on all images in evaluation mode, or None if it was told to give up.

    Args:
        module: in training mode, before and after.
        loss: scores and labels to their mean loss.
        batch_size: images at a time; the result does not depend on it.
        may_go_on: asked before each batch.
        note: is told the scores, ``(B, classes)``, and labels of each batch.
    """
    module.eval()
    try:
        batches = []
        for images, labels in data.in_order(batch_size):
            if not may_go_on():
                return None
            scores = module(images).float()
            if note is not None:
                note(scores, labels)
            batches.append(of_batch(loss(scores, labels), scores, labels))
        return total(batch.read() for batch in batches)
    finally:
        module.train()
