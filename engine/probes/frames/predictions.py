"""Frames of what the network answers: to the watched picture, to the validation images."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.tasks.report import Report

if TYPE_CHECKING:
    from engine.probes.frames.arrays import Array, Booleans, Integers


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
class LabelsFrame:
    """Which labels the network gives the watched picture.

    Attributes:
        step: steps taken when it was made.
        probabilities: ``(labels,)``, sigmoid of the scores.
        threshold: from which a label is answered with yes.
        targets: ``(labels,)``, bool: those that the picture has; None where that is not known.
        loss: mean binary cross-entropy; NaN where it is not known.
    """

    step: int
    probabilities: Array
    threshold: float
    targets: Booleans | None
    loss: float


@dataclass(frozen=True)
class MaskFrame:
    """Which class the network gives each pixel of the watched picture.

    Attributes:
        step: steps taken when it was made.
        predicted: ``(H, W)``, places in the classes.
        target: the same of the true mask; None where it is not known.
        ious: ``(classes,)``, of this picture; NaN of a class that is in neither mask, or where nothing is known.
        pixel_accuracy: share of right pixels; NaN where nothing is known.
    """

    step: int
    predicted: Integers
    target: Integers | None
    ious: Array
    pixel_accuracy: float


@dataclass(frozen=True)
class BoxesFrame:
    """Which boxes the network draws into the watched picture.

    Attributes:
        step: steps taken when it was made.
        corners: ``(n, 4)``: left, top, right, bottom as shares of the picture, the surest first.
        classes: ``(n,)``; confidences: ``(n,)``, of each box with its class.
        target_corners: ``(m, 4)``; target_classes: ``(m,)``: the true ones; None where they are not known.
    """

    step: int
    corners: Array
    classes: Integers
    confidences: Array
    target_corners: Array | None
    target_classes: Integers | None


@dataclass(frozen=True)
class ReportFrame:
    """The figures of a task on the validation images, at the end of an epoch.

    Attributes:
        step: steps taken then.
        epoch: which one, counted from 1.
        report: of all classes together and of each.
    """

    step: int
    epoch: int
    report: Report


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
