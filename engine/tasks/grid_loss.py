"""The loss of a one-stage detector: equation 3 of Redmon et al. 2016, with one box a cell."""
# ruff: noqa: TID253

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812 — torch's own name for it

from engine.tasks.detection import BOX_NUMBERS
from engine.tasks.grid import answered, corners, encoded

COORDINATES, NO_OBJECT = 5.0, 0.5
"""λ_coord and λ_noobj, section 2.2: boxes count more, and the many cells without one less."""


class GridLoss(nn.Module):
    """``λ_coord·Σ(x, y, √w, √h)² + Σ(confidence)² + λ_noobj·Σ(confidence of empty cells)² + Σ(classes)²``.

    Sums over cells, the mean over images. The confidence of a cell with a box is to be the IoU of its answer with the
    truth. The network answers the roots of width and height itself, as the authors' program has it.
    """

    def forward(self, scores: Tensor, targets: Tensor) -> Tensor:
        """Return the loss, a single value.

        Shape:
            - scores: ``(B, 5 + classes, S, S)``.
            - targets: ``(B, most, 5)``; see `engine.tasks.grid.encoded`.
        """
        truth = encoded(targets, *scores.shape[2:])
        numbers, there = scores.permute(0, 2, 3, 1), truth.there
        own, true = numbers[there], truth.boxes[there]
        boxes = (own[:, :2] - true[:, :2]).square().sum() + (own[:, 2:4] - true[:, 2:].sqrt()).square().sum()
        overlap = _iou(corners(answered(scores))[there], corners(truth.boxes)[there]).detach()
        confidences = (own[:, 4] - overlap).square().sum()
        empty = numbers[~there][:, 4].square().sum()
        shares = F.one_hot(truth.classes[there], scores.shape[1] - BOX_NUMBERS).to(scores.dtype)
        classes = (own[:, BOX_NUMBERS:] - shares).square().sum()
        return (COORDINATES * boxes + confidences + NO_OBJECT * empty + classes) / len(scores)


def _iou(one: Tensor, other: Tensor) -> Tensor:
    """Return the intersection over union of boxes pair by pair, ``(n,)``."""
    shared = torch.minimum(one[:, 2:], other[:, 2:]) - torch.maximum(one[:, :2], other[:, :2])
    both = shared.clamp(min=0).prod(1)
    areas = (one[:, 2:] - one[:, :2]).prod(1) + (other[:, 2:] - other[:, :2]).prod(1)
    return both / (areas - both).clamp(min=1e-9)
