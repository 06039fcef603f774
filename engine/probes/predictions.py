"""What the network answers: to the watched picture, and to the validation images at the end of an epoch."""
# ruff: noqa: TID253

from __future__ import annotations

import math

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812 — torch's own name for it

from engine.probes.copying import copied, copied_counts
from engine.probes.frames import ConfusionFrame, FrameKey, Mistake, PredictionFrame
from engine.probes.frames.predictions import MAX_MISTAKES
from engine.probes.moment import Moment

TOP = 5


def prediction_frame(moment: Moment, key: FrameKey) -> PredictionFrame | None:
    """Return the likeliest classes of the watched picture; None where the network gives no scores of classes."""
    scores, label = moment.scores.float(), moment.picture.label
    if scores.ndim != 1:
        return None
    log_probabilities = F.log_softmax(scores, dim=0)
    likeliest = log_probabilities.topk(min(TOP, len(scores)))
    is_known = label is not None and label < len(scores)
    loss = -float(log_probabilities[label]) if is_known else math.nan
    return PredictionFrame(
        step=moment.step,
        classes=copied_counts(likeliest.indices),
        probabilities=copied(likeliest.values.exp()),
        label=label,
        label_probability=math.exp(-loss),
        loss=loss,
    )


class Tally:
    """Counts how images are told apart, batch by batch; a few numbers for each image stay on the device."""

    def __init__(self) -> None:
        self._batches: list[Tensor] = []
        self._num_classes = 0
        self._error: Exception | None = None

    def note(self, scores: Tensor, labels: Tensor) -> None:
        """Count a batch. An error is raised by `frame`: the validation in whose midst it is goes on.

        Args:
            scores: ``(B, classes)``.
            labels: ``(B,)``.
        """
        try:
            self._note(scores, labels)
        except Exception as error:  # noqa: BLE001 — whatever it is, the validation is not to blame
            self._error = self._error or error

    def _note(self, scores: Tensor, labels: Tensor) -> None:
        log_probabilities = F.log_softmax(scores.detach().float(), dim=1)
        best = log_probabilities.max(1)
        own = log_probabilities.gather(1, labels[:, None])
        rank = (log_probabilities > own).sum(1)  # how many classes are likelier
        numbers = [labels, best.indices, rank, best.values.exp(), -own[:, 0]]
        self._batches.append(torch.stack([number.float() for number in numbers]))
        self._num_classes = scores.shape[1]

    def frame(self, step: int, epoch: int) -> ConfusionFrame | None:
        """Return what was counted; None where nothing was.

        Raises:
            Exception: what went wrong in counting.
        """
        if self._error is not None:
            raise self._error
        if not self._batches:
            return None
        labels, predicted, rank, probability, loss = copied(torch.cat(self._batches, dim=1))
        labels, predicted = labels.astype(np.int64), predicted.astype(np.int64)
        counts = np.zeros((self._num_classes, self._num_classes), np.int64)
        np.add.at(counts, (labels, predicted), 1)
        wrong = np.flatnonzero(labels != predicted)
        worst = wrong[np.argsort(-loss[wrong], kind="stable")][:MAX_MISTAKES]
        return ConfusionFrame(
            step=step,
            epoch=epoch,
            labels=labels,
            predicted=predicted,
            counts=counts,
            top1_error=len(wrong) / len(labels),
            top5_error=float((rank >= TOP).mean()),
            worst=tuple(
                Mistake(int(i), int(labels[i]), int(predicted[i]), float(probability[i]), float(loss[i])) for i in worst
            ),
        )
