"""Counting right and wrong answers of each class on the device, and what follows from such counts.

The formulas are those of scikit-learn and torchmetrics, which the tests hold them against.
"""
# ruff: noqa: TID253

from __future__ import annotations

import math
from collections.abc import Sequence

import torch
from torch import Tensor


def hits(predicted: Tensor, targets: Tensor) -> Tensor:
    """Return true positives, false positives and false negatives of each label, in turn, ``(3 · labels,)``.

    Args:
        predicted, targets: ``(B, labels)``, bool.
    """
    right = (predicted & targets).sum(0)
    return torch.cat([right, predicted.sum(0) - right, targets.sum(0) - right])


def f1_scores(counts: Sequence[float]) -> list[float]:
    """Return ``2·TP / (2·TP + FP + FN)`` of each label from `hits`; NaN of one that neither occurs nor is answered."""
    return [2 * tp / (2 * tp + fp + fn) if tp + fp + fn else math.nan for tp, fp, fn in _thirds(counts)]


def precisions(counts: Sequence[float]) -> list[float]:
    """Return ``TP / (TP + FP)`` of each label; NaN of one that is never answered."""
    return [tp / (tp + fp) if tp + fp else math.nan for tp, fp, _ in _thirds(counts)]


def recalls(counts: Sequence[float]) -> list[float]:
    """Return ``TP / (TP + FN)`` of each label; NaN of one that never occurs."""
    return [tp / (tp + fn) if tp + fn else math.nan for tp, _, fn in _thirds(counts)]


def overlaps(predicted: Tensor, targets: Tensor, num_classes: int) -> Tensor:
    """Return the pixels of each class in both and in either of two masks, ``(2 · classes,)``.

    Args:
        predicted, targets: int64, of one shape.
    """
    both = torch.bincount(targets[predicted == targets], minlength=num_classes)
    either = torch.bincount(predicted.reshape(-1), minlength=num_classes)
    either = either + torch.bincount(targets.reshape(-1), minlength=num_classes) - both
    return torch.cat([both, either])


def ious(counts: Sequence[float]) -> list[float]:
    """Return intersection over union of each class from `overlaps`; NaN of a class that is in neither mask."""
    count = len(counts) // 2
    return [both / either if either else math.nan for both, either in zip(counts[:count], counts[count:], strict=True)]


def mean_of_known(values: Sequence[float]) -> float:
    """Return the mean of what is not NaN; NaN where nothing is known."""
    known = [value for value in values if not math.isnan(value)]
    return sum(known) / len(known) if known else math.nan


def _thirds(counts: Sequence[float]) -> list[tuple[float, float, float]]:
    count = len(counts) // 3
    return list(zip(counts[:count], counts[count : 2 * count], counts[2 * count :], strict=True))
