"""Frames of what the network answers: to the watched picture, to the validation images."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.probes.frames.arrays import Array, Integers


@dataclass(frozen=True)
class PredictionFrame:
    """What the network answers to the watched picture.

    Attributes:
        step: steps taken when it was made.
        classes: ``(k,)``, the likeliest classes, at most five, the likeliest first.
        probabilities: ``(k,)``, softmax of the scores.
        label: the picture's class, if that is known.
        label_probability: what the network gives it; NaN where it is not known.
        loss: cross-entropy of the label; NaN where it is not known.
    """

    step: int
    classes: Integers
    probabilities: Array
    label: int | None
    label_probability: float
    loss: float


@dataclass(frozen=True)
class Mistake:
    """A validation image whose class is not the likeliest one.

    Attributes:
        index: its place among the validation images.
        label: its class; predicted: the network's answer.
        probability: what the network gives its answer.
        loss: cross-entropy of the label.
    """

    index: int
    label: int
    predicted: int
    probability: float
    loss: float


@dataclass(frozen=True)
class ConfusionFrame:
    """How the validation images were told apart, at the end of an epoch.

    Attributes:
        step: steps taken then.
        epoch: which one, counted from 1; 0 before training.
        labels, predicted: ``(images,)``, by place among the validation images.
        counts: ``(classes, classes)``; row: the image's class, column: the network's answer.
        top1_error, top5_error: share of images whose class is not the likeliest, not among the five likeliest.
        worst: mistakes, the highest loss first, at most `MAX_MISTAKES`.
    """

    step: int
    epoch: int
    labels: Integers
    predicted: Integers
    counts: Integers
    top1_error: float
    top5_error: float
    worst: tuple[Mistake, ...]

    def images_in(self, label: int, predicted: int) -> tuple[int, ...]:
        """Return the places of the validation images in a cell."""
        return tuple(((self.labels == label) & (self.predicted == predicted)).nonzero()[0].tolist())


MAX_MISTAKES = 64
"""No more than one looks through."""
