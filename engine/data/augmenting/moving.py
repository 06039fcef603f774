"""Random changes of pictures whose targets are places in them: masks and boxes move as the pictures do.

A mask goes through the very operation that its picture goes through, as one map per class, with the same random
numbers; each pixel takes the class of the largest share. So it is exact for flips and crops, and for the others what
bilinear resampling makes of the classes. What comes in from outside is background. torchvision's `tv_tensors` do the
same one picture at a time, with the nearest pixel; tests hold the two against each other.
"""
# ruff: noqa: TID253

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeAlias

import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812 — torch's own name for it

from engine.data.augmenting.batched import OPERATIONS, Target
from engine.data.augmenting.draws import Draws
from engine.data.augmenting.steps import Step
from engine.data.targets import kept_boxes
from engine.errors import DataError
from engine.tasks.task import Task

if TYPE_CHECKING:
    from engine.data.images import Pipeline

_FREE = frozenset({"AutoAugment", "RandAugment"})
"""Steps that move things without saying how."""
_BOXES_FOLLOW = frozenset({"RandomHorizontalFlip", "RandomVerticalFlip", "RandomCrop"})


def check_steps(steps: Sequence[Step], task: Task) -> None:
    """Refuse an augmentation that a task's targets cannot follow.

    Raises:
        DataError: it has such a step; the sentence names it.
    """
    for step in steps:
        if reason := _reason(step, task):
            raise DataError(f"{step.type} {reason} Remove it from the augmentation, or choose another task.")


def _reason(step: Step, task: Task) -> str:
    if step.spec.mixes and not task.mixes:
        return f"mixes two pictures, and '{task.title.lower()}' cannot be answered in shares."
    if task.name not in _MOVERS:
        return ""
    if step.type in _FREE:
        return f"moves things in the picture without saying where, so '{task.title.lower()}' cannot follow."
    if step.spec.moves and task.name == "detection" and step.type not in _BOXES_FOLLOW:
        return "would leave boxes that no longer fit: they follow flips and RandomCrop."
    return ""


def augment_with(images: Tensor, targets: Tensor, pipeline: Pipeline, draws: Draws) -> tuple[Tensor, Tensor]:
    """Return a batch with each step done in order, and its targets as they are then.

    Args:
        images: ``(N, C, H, W)`` in [0, 1].
        targets: of the pipeline's task.
        pipeline: has the steps.
        draws: the batch's random numbers.
    """
    mover = _MOVERS.get(pipeline.task.name)
    for step in pipeline.steps:
        if step.spec.mixes:
            continue
        before = draws.rng.bit_generator.state
        changed = OPERATIONS[step.type](images, step, draws, pipeline.target)
        if mover is not None and step.spec.moves:
            after, draws.rng.bit_generator.state = draws.rng.bit_generator.state, before
            targets = mover(targets, step, draws, pipeline.target, pipeline.num_classes)
            draws.rng.bit_generator.state = after
        images = changed
    return images, targets


def _move_masks(masks: Tensor, step: Step, draws: Draws, target: Target, num_classes: int) -> Tensor:
    """Return masks ``(N, H, W)``, uint8, moved."""
    maps = F.one_hot(masks.long(), num_classes).permute(0, 3, 1, 2).float()
    return OPERATIONS[step.type](maps, step, draws, target).argmax(1).to(torch.uint8)


def _move_boxes(boxes: Tensor, step: Step, draws: Draws, target: Target, num_classes: int) -> Tensor:
    """Return boxes ``(N, most, 5)`` moved; those that leave the picture are gone."""
    if step.type == "RandomCrop":
        padding = int(step.number("padding"))
        down, across = (padding - draws.ints(0, 2 * padding) for _ in range(2))
        shift = torch.from_numpy(across) / target.size[1], torch.from_numpy(down) / target.size[0]
        moved = torch.stack([*shift, *shift], dim=1).to(boxes)[:, None]
        return kept_boxes(torch.cat([boxes[..., :4] + moved, boxes[..., 4:]], dim=-1))
    chosen = torch.from_numpy(draws.chances(step.number("p"))).to(boxes.device)
    left, top, right, bottom, classes = boxes.unbind(-1)
    if step.type == "RandomHorizontalFlip":
        left, right = 1 - right, 1 - left
    else:
        top, bottom = 1 - bottom, 1 - top
    flipped = kept_boxes(torch.stack([left, top, right, bottom, classes], dim=-1))
    return torch.where(chosen[:, None, None], flipped, boxes)


_Mover: TypeAlias = Callable[[Tensor, Step, Draws, Target, int], Tensor]
_MOVERS: dict[str, _Mover] = {"segmentation": _move_masks, "detection": _move_boxes}
