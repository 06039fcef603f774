"""Several labels per image: each is a question of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from engine.layers.spec import Shape
from engine.tasks.classification import misfit_of_vector
from engine.tasks.task import Meter, Metric, Task

if TYPE_CHECKING:
    from torch import Tensor, nn

THRESHOLD = 0.5
"""From this probability on a label is answered with yes."""


class Multilabel(Task):
    """Scores ``(B, labels)`` against ``(B, labels)`` of 0 and 1, or of shares where images were mixed."""

    name = "multilabel"
    title = "Several labels"
    doc = "Each label is there or not, whatever the others: binary cross-entropy of each (BCEWithLogitsLoss)."
    metric = Metric(
        "f1",
        "F1",
        f"Mean over the labels of F1 = 2·TP / (2·TP + FP + FN), with yes from a probability of {THRESHOLD} on.",
        "the F1 is {value} on {images}",
    )
    mixes = True

    def misfit(self, found: Shape | None, num_classes: int, image: Shape, data_title: str) -> str:
        """Return what is wrong where there is not one score per label."""
        return misfit_of_vector(found, num_classes, f"one per label of {data_title}")

    def loss(self, settings: Mapping[str, Any], weights: Tensor | None = None) -> nn.Module:
        """Return BCEWithLogitsLoss, the mean over images and labels."""
        from torch import nn

        return nn.BCEWithLogitsLoss(weight=weights)

    def takes(self, scores: Tensor, targets: Tensor) -> bool:
        """Return whether there is a score for each label."""
        return scores.shape == targets.shape

    def answer(self, scores: Tensor) -> Tensor | None:
        """Return 1 for each label whose probability is at least `THRESHOLD`, a score of 0."""
        return (scores >= 0).to(scores.dtype) if scores.ndim == 2 else None

    def counts(self, scores: Tensor, targets: Tensor) -> Tensor:
        """Return the hits of each label; a probability of 0.5 is a score of 0."""
        from engine.tasks.counting import hits

        return hits(scores >= 0, targets >= THRESHOLD)

    def measure(self, counts: Sequence[float]) -> float:
        """Return F1, the mean over the labels."""
        from engine.tasks.counting import f1_scores, mean_of_known

        return mean_of_known(f1_scores(counts))

    def meter(self) -> Meter:
        """Return what also finds the average precision, for which all scores are needed."""
        from engine.tasks.label_meter import LabelMeter

        return LabelMeter()

    def occurrences(self, targets: Tensor, num_classes: int) -> Tensor:
        """Return how many images have each label."""
        return targets.sum(0)
