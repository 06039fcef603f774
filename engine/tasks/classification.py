"""One class per image."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from engine.layers.shapes import text
from engine.layers.spec import Shape
from engine.tasks.task import Metric, Task

if TYPE_CHECKING:
    from torch import Tensor, nn


class Classification(Task):
    """Scores ``(B, classes)`` against labels ``(B,)``, or shares of the classes, ``(B, classes)``."""

    name = "classification"
    title = "Classification"
    doc = "The image is of one class: cross-entropy."
    metric = Metric(
        "accuracy",
        "accuracy",
        "Share of the images whose class has the highest score.",
        "{value} of {images} were recognised",
    )
    has_confusion = True
    mixes = True

    def misfit(self, found: Shape | None, num_classes: int, image: Shape, data_title: str) -> str:
        """Return what is wrong where there is not one score per class."""
        return misfit_of_vector(found, num_classes, f"one per class of {data_title}")

    def loss(self, settings: Mapping[str, Any], weights: Tensor | None = None) -> nn.Module:
        """Return cross-entropy, or what the setting ``loss`` says instead."""
        from torch import nn

        from engine.tasks.losses import BinaryLoss, SquaredError

        if settings["loss"] == "binary":
            return BinaryLoss(weights)
        if settings["loss"] == "mse":
            return SquaredError()
        return nn.CrossEntropyLoss(weight=weights, label_smoothing=settings["label_smoothing"])

    def takes(self, scores: Tensor, targets: Tensor) -> bool:
        """Return whether there is a score for each image's class."""
        return scores.ndim == 2 and targets.ndim == 1 and bool((targets < scores.shape[1]).all())

    def answer(self, scores: Tensor) -> Tensor | None:
        """Return the class with the highest score."""
        return scores.argmax(1) if scores.ndim == 2 else None

    def counts(self, scores: Tensor, targets: Tensor) -> Tensor:
        """Return the images whose label has the highest score, and all of them; of shares the largest counts."""
        import torch

        hard = targets if targets.ndim == 1 else targets.argmax(1)
        num_right = (scores.argmax(1) == hard).sum()
        return torch.stack([num_right, torch.full_like(num_right, len(targets))])

    def measure(self, counts: Sequence[float]) -> float:
        """Return the share of right answers; NaN without images."""
        return counts[0] / counts[1] if counts and counts[1] else math.nan

    def meter(self) -> None:
        """Return nothing: the counts say it all."""
        return


def misfit_of_vector(found: Shape | None, count: int, which: str) -> str:
    """Return what is wrong where an Output has not this many scores, and the layers that mend it."""
    if found == (count,):
        return ""
    linear = f"a Linear whose out_features is {count}"
    ending = linear if found is not None and len(found) == 1 else f"Flatten and {linear}"
    return f"expected {count} scores, {which}. Received {text(found or ())}. End the network with {ending}."
