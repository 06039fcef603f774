"""How well a network does on some images, by its task's metric."""
# ruff: noqa: TID253

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import torch
from torch import Tensor, nn

from engine.data.images import ImageSource
from engine.tasks.catalogue import CLASSIFICATION
from engine.tasks.report import Report
from engine.tasks.task import Task


@dataclass(frozen=True)
class Score:
    """Loss and metric over some images.

    Attributes:
        loss: mean over the images; NaN without any.
        accuracy: the task's metric, of classification the accuracy; NaN where it is not known.
        num_images: how many there were.
        minimised: what the step was to make smaller, where that is more than the loss: it, and what auxiliary
            classifiers add.
        counts: what the metric follows from: their sums over batches give that of all of them.
        report: the task's other figures, where a whole pass was judged.
    """

    loss: float
    accuracy: float
    num_images: int
    minimised: float | None = None
    counts: tuple[float, ...] = ()
    report: Report | None = None

    @property
    def is_finite(self) -> bool:
        """Whether the loss, and what was minimised, are numbers to go on from."""
        return math.isfinite(self.loss) and (self.minimised is None or math.isfinite(self.minimised))


@dataclass(frozen=True)
class BatchScore:
    """The score of a batch on its way from the device.

    Attributes:
        values: loss, perhaps what is minimised, and the task's counts, in the CPU's memory once they have arrived.
        num_images: how many there were.
        is_more: whether something else than the loss is minimised.
        task: says what the counts come to.
        arrived: says that they have, on CUDA; None where nothing is waited for.
    """

    values: Tensor
    num_images: int
    is_more: bool
    task: Task
    arrived: torch.cuda.Event | None = None

    def read(self) -> Score:
        """Return it, once it has arrived."""
        if self.arrived is not None:
            self.arrived.synchronize()
        loss, *values = self.values.tolist()
        minimised = values.pop(0) if self.is_more else None
        return Score(loss, self.task.measure(values), self.num_images, minimised, tuple(values))


def of_batch(
    loss: Tensor, scores: Tensor, targets: Tensor, minimised: Tensor | None = None, task: Task = CLASSIFICATION
) -> BatchScore:
    """Return the score of one batch, without waiting for a device that is still computing it.

    Args:
        loss: mean loss of the batch, a single value.
        scores: of the network, ``(B, ...)``.
        targets: ``(B, ...)``, of the task.
        minimised: what the step makes smaller, a single value; the loss by default.
        task: says how scores are judged.
    """
    more = [] if minimised is None or minimised is loss else [minimised.detach()]
    losses = torch.stack([loss.detach(), *more]).float()
    values = torch.cat([losses, task.counts(scores.detach(), targets).float()])
    if not values.is_cuda:
        return BatchScore(values, len(targets), bool(more), task)
    arriving = torch.empty(values.shape, dtype=values.dtype, pin_memory=True).copy_(values, non_blocking=True)
    event = torch.cuda.Event()  # type: ignore[no-untyped-call]
    event.record()  # behind the copy, before whatever the step goes on with
    return BatchScore(arriving, len(targets), bool(more), task, event)


def total(scores: Iterable[Score], task: Task = CLASSIFICATION) -> Score:
    """Return the score over all batches together, each image counted alike."""
    batches = list(scores)
    num_images = sum(batch.num_images for batch in batches)
    if not num_images:
        return Score(math.nan, math.nan, 0)
    loss = sum(batch.loss * batch.num_images for batch in batches) / num_images
    counts = tuple(map(sum, zip(*(batch.counts for batch in batches), strict=True)))
    return Score(loss, task.measure(counts), num_images, counts=counts)


@torch.no_grad()
def evaluate(
    module: nn.Module,
    loss: nn.Module,
    data: ImageSource,
    batch_size: int,
    may_go_on: Callable[[], bool],
    note: Callable[[Tensor, Tensor], None] | None = None,
    task: Task = CLASSIFICATION,
) -> Score | None:
    """Return the score on all images in evaluation mode, or None if it was told to give up.

    Args:
        module: in training mode, before and after.
        loss: scores and targets to their mean loss.
        batch_size: images at a time; the result does not depend on it.
        may_go_on: asked before each batch.
        note: is told the scores and targets of each batch.
        task: says how scores are judged.
    """
    module.eval()
    meter = task.meter()
    try:
        batches = []
        for images, targets in data.in_order(batch_size):
            if not may_go_on():
                return None
            scores = module(images).float()
            if note is not None:
                note(scores, targets)
            if meter is not None:
                meter.note(scores, targets)
            batches.append(of_batch(loss(scores, targets), scores, targets, task=task))
        result = total((batch.read() for batch in batches), task)
        if meter is None:
            return result
        report = meter.report()
        return replace(result, accuracy=report.merit, report=report)
    finally:
        module.train()
