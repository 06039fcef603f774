"""A detector's grid: from boxes to the cells that answer for them, and from answers back to boxes (Redmon et al. 2016).

The cell in which a box has its middle answers for it. Its numbers are, with shares of the image's width and height:
``x, y``, the middle's place in the cell from 0 to 1; ``√w, √h``, roots as in the paper's loss, so that small boxes
count; a confidence, which is to be the IoU of the answered box with the true one; and a score of each class. One box a
cell (the paper has two), so of two boxes in a cell the later one counts.
"""
# ruff: noqa: TID253

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from engine.tasks.detection import BOX_NUMBERS

MOST_BOXES = 100
"""Of an image, the surest ones: COCO counts as many."""
NMS_IOU = 0.5
"""Of two boxes of a class that overlap by more, the surer one stays."""
LEAST_CONFIDENCE = 0.01
"""What is less sure is no answer; low, as average precision ranks them all."""


@dataclass(frozen=True)
class Truth:
    """What the cells are to answer.

    Attributes:
        there: ``(B, S, S)``, bool: the cells that answer for a box.
        boxes: ``(B, S, S, 4)``: x and y in the cell, w and h of the image; zeros without a box.
        classes: ``(B, S, S)``, int64; 0 without a box.
    """

    there: Tensor
    boxes: Tensor
    classes: Tensor


@dataclass(frozen=True)
class Boxes:
    """The boxes answered to one image, the surest first.

    Attributes:
        corners: ``(n, 4)``: left, top, right, bottom, shares of the image.
        classes: ``(n,)``, int64.
        confidences: ``(n,)``: that of the box times its class's score.
    """

    corners: Tensor
    classes: Tensor
    confidences: Tensor


def encoded(targets: Tensor, rows: int, columns: int) -> Truth:
    """Return what each cell is to answer.

    Args:
        targets: ``(B, most, 5)``: left, top, right, bottom as shares, class; a class of −1 where there is no box.
        rows, columns: of the grid.
    """
    image, place = (targets[..., 4] >= 0).nonzero(as_tuple=True)
    boxes = targets[image, place]
    middles, sizes = (boxes[:, :2] + boxes[:, 2:4]) / 2, boxes[:, 2:4] - boxes[:, :2]
    scaled = middles * middles.new_tensor([columns, rows])
    column, row = scaled[:, 0].long().clamp_(0, columns - 1), scaled[:, 1].long().clamp_(0, rows - 1)
    shape = (len(targets), rows, columns)
    there = torch.zeros(shape, dtype=torch.bool, device=targets.device)
    found = targets.new_zeros((*shape, 4))
    classes = torch.zeros(shape, dtype=torch.int64, device=targets.device)
    there[image, row, column] = True
    found[image, row, column] = torch.cat([scaled - torch.stack([column, row], 1), sizes], 1)
    classes[image, row, column] = boxes[:, 4].long()
    return Truth(there, found, classes)


def corners(cells: Tensor) -> Tensor:
    """Return the corners, as shares of the image, of cells' boxes ``(B, S, S, 4)``: x, y in the cell, w, h."""
    rows, columns = cells.shape[1:3]
    across = (cells[..., 0] + torch.arange(columns, device=cells.device)) / columns
    down = (cells[..., 1] + torch.arange(rows, device=cells.device)[:, None]) / rows
    half = cells[..., 2:] / 2
    return torch.stack([across - half[..., 0], down - half[..., 1], across + half[..., 0], down + half[..., 1]], dim=-1)


def answered(scores: Tensor) -> Tensor:
    """Return the boxes that cells answer, ``(B, S, S, 4)``, from scores ``(B, 5 + classes, S, S)``; w and h squared."""
    numbers = scores[:, :4].permute(0, 2, 3, 1)
    return torch.cat([numbers[..., :2], numbers[..., 2:] ** 2], dim=-1)


@torch.no_grad()
def decoded(scores: Tensor, least: float = LEAST_CONFIDENCE, overlap: float = NMS_IOU) -> list[Boxes]:
    """Return each image's boxes: those that are sure enough, after non-maximum suppression within each class.

    Args:
        scores: ``(B, 5 + classes, S, S)``.
        least: confidence from which a box counts.
        overlap: see `NMS_IOU`.
    """
    boxes = corners(answered(scores)).clamp(0, 1).flatten(1, 2)
    shares = scores[:, BOX_NUMBERS:].permute(0, 2, 3, 1).flatten(1, 2)
    best = shares.max(-1)
    confidences = scores[:, 4].flatten(1).clamp(0, 1) * best.values.clamp(0, 1)
    return [_suppressed(*parts, least, overlap) for parts in zip(boxes, best.indices, confidences, strict=True)]


def _suppressed(boxes: Tensor, classes: Tensor, confidences: Tensor, least: float, overlap: float) -> Boxes:
    from torchvision.ops import batched_nms

    sure = confidences >= least
    boxes, classes, confidences = boxes[sure], classes[sure], confidences[sure]
    kept = batched_nms(boxes.float(), confidences.float(), classes, overlap)[:MOST_BOXES]
    return Boxes(boxes[kept], classes[kept], confidences[kept])
