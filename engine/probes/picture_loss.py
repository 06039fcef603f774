"""The loss of the watched picture, by which the views of gradients differentiate: the task's own."""
# ruff: noqa: TID253

from __future__ import annotations

from dataclasses import dataclass

from torch import Tensor

from engine.probes.pictures import Picture
from engine.tasks.catalogue import CLASSIFICATION
from engine.tasks.task import Task

_PLAIN = {"loss": "cross_entropy", "label_smoothing": 0.0}
"""Without what a run adds to keep from overfitting: it is about the answer to this one picture."""


@dataclass(frozen=True)
class PictureLoss:
    """The loss of one picture.

    Attributes:
        value: a single value, in autograd's graph.
        targets: what the scores were held against, ``(1, ...)``.
        is_predicted: whether that is the network's own answer, since the picture has no target for it.
    """

    value: Tensor
    targets: Tensor
    is_predicted: bool


def picture_loss(task: Task, scores: Tensor, picture: Picture) -> PictureLoss:
    """Return the task's loss of the scores against the picture's target; where it has none, against their own answer.

    Scores that have not the task's form, as of a network that is still being built, are taken as those of classes.

    Args:
        task: what the network is asked.
        scores: the main Output's, ``(1, ...)``.
        picture: the watched one.
    """
    target = picture.target
    is_known = target is not None and task.takes(scores, target)
    own = target if is_known else task.answer(scores)
    if own is None:
        task, scores = CLASSIFICATION, scores.flatten(1)
        own = scores.argmax(1)
    return PictureLoss(task.loss(_PLAIN)(scores, own), own, not is_known)
