"""How well several labels are told, over a whole pass."""
# ruff: noqa: TID253

from __future__ import annotations

import math

import torch
from torch import Tensor

from engine.tasks.counting import f1_scores, hits, mean_of_known, precisions, recalls
from engine.tasks.report import Report


class LabelMeter:
    """Keeps the scores of all images, which are as many as there are labels for each."""

    def __init__(self) -> None:
        self._scores: list[Tensor] = []
        self._targets: list[Tensor] = []

    def note(self, scores: Tensor, targets: Tensor) -> None:
        """Take a batch: scores ``(B, labels)``; targets ``(B, labels)``, 0 or 1."""
        self._scores.append(scores.detach())
        self._targets.append(targets > 0.5)

    def report(self) -> Report:
        """Return F1, accuracy of the single answers, exact match of all labels, and mean average precision."""
        scores, targets = torch.cat(self._scores).cpu(), torch.cat(self._targets).cpu()
        right = (scores >= 0) == targets
        counts = hits(scores >= 0, targets).tolist()
        f1, numbers = f1_scores(counts), targets.sum(0).tolist()
        ap = [average_precision(scores[:, label], targets[:, label]) for label in range(scores.shape[1])]
        return Report(
            metrics={
                "f1": mean_of_known(f1),
                "mean_average_precision": mean_of_known(ap),
                "label_accuracy": float(right.float().mean()),
                "exact_match": float(right.all(1).float().mean()),
            },
            columns=("images", "accuracy", "precision", "recall", "F1", "AP"),
            rows=tuple(
                zip(numbers, right.float().mean(0).tolist(), precisions(counts), recalls(counts), f1, ap, strict=True)
            ),
            counted=frozenset({"images"}),
        )


def average_precision(scores: Tensor, targets: Tensor) -> float:
    """Return ``Σ (R_n − R_{n−1}) · P_n`` over thresholds, as scikit-learn's `average_precision_score`.

    Args:
        scores: ``(N,)``; targets: ``(N,)``, bool.

    Returns:
        NaN where no image has the label.
    """
    total = int(targets.sum())
    if not total:
        return math.nan
    order = scores.argsort(descending=True, stable=True)
    scores, found = scores[order].double(), targets[order].double().cumsum(0)
    last = torch.cat([scores[1:] != scores[:-1], torch.ones(1, dtype=torch.bool)])  # equal scores: one threshold
    ranks = torch.arange(1, len(scores) + 1, dtype=torch.float64)
    precision, recall = (found / ranks)[last], (found / total)[last]
    steps = torch.diff(recall, prepend=recall.new_zeros(1))
    return float((precision * steps).sum())
