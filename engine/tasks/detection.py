"""Boxes around things, each with a class: a one-stage detector that answers a grid, after YOLO (Redmon et al. 2016)."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from engine.layers.shapes import text
from engine.layers.spec import Shape
from engine.tasks.task import Meter, Metric, Task

if TYPE_CHECKING:
    from torch import Tensor, nn

BOX_NUMBERS = 5
"""Of a cell: x, y, the roots of width and height, confidence; its class scores come behind them."""


class Detection(Task):
    """Numbers ``(B, 5 + classes, S, S)``, a box a cell, against boxes ``(B, most, 5)``: see `engine.tasks.grid`."""

    name = "detection"
    title = "Detection"
    doc = "Detection: each cell of a grid answers with a box, its confidence and its class; the loss is YOLO's."
    metric = Metric(
        "map50",
        "mAP@0.5",
        "Mean over the classes of the average precision of boxes that overlap the truth by an IoU of at least 0.5.",
        "the mAP@0.5 is {value} on {images}",
        in_steps=False,
    )

    def misfit(self, found: Shape | None, num_classes: int, image: Shape, data_title: str) -> str:
        """Return what is wrong where there are not 5 + classes numbers for each cell of a grid."""
        wanted = BOX_NUMBERS + num_classes
        if found is not None and len(found) == 3 and found[0] == wanted:
            return ""
        expected = (
            f"expected {wanted} × S × S: for each cell of a grid the 5 numbers of a box and {num_classes} class scores "
            f"of {data_title}. Received {text(found or ())}."
        )
        if found is None or len(found) != 3:
            return f"{expected} Detection needs maps: leave Flatten and Linear out, as the YOLO preset does."
        return f"{expected} End the network with a Conv2d whose out_channels is {wanted} and kernel_size 1."

    def width(self, num_classes: int) -> int:
        """Return the numbers of a cell: those of its box, and its class scores."""
        return BOX_NUMBERS + num_classes

    def loss(self, settings: Mapping[str, Any], weights: Tensor | None = None) -> nn.Module:
        """Return YOLO's loss."""
        from engine.tasks.grid_loss import GridLoss

        return GridLoss()

    def takes(self, scores: Tensor, targets: Tensor) -> bool:
        """Return whether there is a score for the class of each box."""
        return self._has_form(scores) and bool((targets[..., 4] < scores.shape[1] - BOX_NUMBERS).all())

    def answer(self, scores: Tensor) -> Tensor | None:
        """Return the boxes that are sure enough to be drawn; none of them where the network is sure of nothing."""
        from engine.tasks.box_answer import sure_boxes

        return sure_boxes(scores.detach()) if self._has_form(scores) else None

    def _has_form(self, scores: Tensor) -> bool:
        return scores.ndim == 4 and scores.shape[1] > BOX_NUMBERS

    def counts(self, scores: Tensor, targets: Tensor) -> Tensor:
        """Return nothing: average precision ranks the boxes of all images together."""
        return scores.new_zeros(0)

    def measure(self, counts: Sequence[float]) -> float:
        """Return NaN: it is known of a whole pass only."""
        return math.nan

    def meter(self) -> Meter:
        """Return what ranks the boxes of all images."""
        from engine.tasks.box_meter import BoxMeter

        return BoxMeter()

    def occurrences(self, targets: Tensor, num_classes: int) -> Tensor:
        """Return how many boxes there are of each class."""
        import torch

        classes = targets[..., 4]
        return torch.bincount(classes[classes >= 0].long(), minlength=num_classes)
