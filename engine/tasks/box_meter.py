"""How well boxes are found, over a whole pass: average precision as PASCAL VOC has it since 2010."""
# ruff: noqa: TID253

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
from torch import Tensor

from engine.tasks.counting import mean_of_known
from engine.tasks.detection import BOX_NUMBERS
from engine.tasks.grid import Boxes, decoded
from engine.tasks.report import Report

MATCH_IOU = 0.5
SURE = 0.25
"""Confidence from which a box counts for precision and recall, and is drawn: Darknet's, as the authors have it."""


class BoxMeter:
    """Keeps the boxes that are answered to each image, and the true ones."""

    def __init__(self) -> None:
        self._answers: list[Boxes] = []
        self._truths: list[Tensor] = []
        self._num_classes = 0

    def note(self, scores: Tensor, targets: Tensor) -> None:
        """Take a batch: scores ``(B, 5 + classes, S, S)``; targets ``(B, most, 5)``."""
        self._num_classes = scores.shape[1] - BOX_NUMBERS
        self._answers += decoded(scores.cpu())
        self._truths += [boxes[boxes[:, 4] >= 0] for boxes in targets.cpu()]

    def report(self) -> Report:
        """Return mAP@0.5, and precision and recall of the boxes that are sure."""
        found = [self._matches(label) for label in range(self._num_classes)]
        ap = [average_precision(confidences, right, total) for confidences, right, total in found]
        sure = [(right[confidences >= SURE], total) for confidences, right, total in found]
        num_right = sum(int(right.sum()) for right, _ in sure)
        num_sure, num_true = sum(len(right) for right, _ in sure), sum(total for _, total in sure)
        return Report(
            metrics={
                "map50": mean_of_known(ap),
                "precision": num_right / num_sure if num_sure else 0.0,
                "recall": num_right / num_true if num_true else math.nan,
            },
            columns=("boxes", "precision", "recall", "AP@0.5"),
            rows=tuple(
                (total, _share(right.sum(), len(right)), _share(right.sum(), total), precision)
                for (right, total), precision in zip(sure, ap, strict=True)
            ),
            counted=frozenset({"boxes"}),
        )

    def _matches(self, label: int) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.bool_], int]:
        """Return the confidence of each box of a class, whether it is right, and how many true ones there are."""
        confidences: list[npt.NDArray[np.float64]] = []
        right: list[npt.NDArray[np.bool_]] = []
        total = 0
        for answer, truth in zip(self._answers, self._truths, strict=True):
            own = answer.classes == label
            true = truth[truth[:, 4] == label][:, :4]
            confidences.append(answer.confidences[own].double().numpy())
            right.append(matched(answer.corners[own], true))
            total += len(true)
        return np.concatenate(confidences), np.concatenate(right), total


def matched(boxes: Tensor, true: Tensor, least: float = MATCH_IOU) -> npt.NDArray[np.bool_]:
    """Return which boxes of an image are right: VOC's rule, each true box is found once, by the surest.

    Args:
        boxes: ``(n, 4)``, the surest first; true: ``(m, 4)``; both of one class.
        least: IoU from which a box is found.
    """
    from torchvision.ops import box_iou

    right, taken = np.zeros(len(boxes), np.bool_), set[int]()
    if not len(boxes) or not len(true):
        return right
    best = box_iou(boxes.float(), true.float()).max(1)
    for place, (overlap, number) in enumerate(zip(best.values.tolist(), best.indices.tolist(), strict=True)):
        right[place] = overlap >= least and number not in taken
        if right[place]:
            taken.add(number)
    return right


def average_precision(confidences: npt.NDArray[np.float64], right: npt.NDArray[np.bool_], total: int) -> float:
    """Return the area below the falling hull of precision over recall (Everingham et al. 2010, section 4.2, from 2010).

    Args:
        confidences, right: of all boxes of a class, ``(n,)``.
        total: true boxes.

    Returns:
        NaN where there is no true box.
    """
    if not total:
        return math.nan
    found = np.cumsum(right[np.argsort(-confidences, kind="stable")])
    recall = np.concatenate([[0.0], found / total])
    precision = found / np.arange(1, len(found) + 1)
    hull = np.maximum.accumulate(precision[::-1])[::-1]
    return float((np.diff(recall) * hull).sum())


def _share(part: float, whole: int) -> float:
    return float(part) / whole if whole else math.nan
