"""The boxes that a detector is sure of, in the form of those that it learns from."""
# ruff: noqa: TID253

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn.utils.rnn import pad_sequence

from engine.tasks.box_meter import SURE
from engine.tasks.grid import decoded


def sure_boxes(scores: Tensor) -> Tensor:
    """Return the boxes answered with a confidence of at least `SURE`, ``(B, most, 5)``; a class of −1 for none.

    Args:
        scores: ``(B, 5 + classes, S, S)``.
    """
    found = decoded(scores.float(), least=SURE)
    boxes = [torch.cat([image.corners, image.classes[:, None].to(image.corners.dtype)], dim=1) for image in found]
    return pad_sequence(boxes, batch_first=True, padding_value=-1.0)
