"""What the network answers to the watched picture, task by task."""
# ruff: noqa: TID253

from __future__ import annotations

import math
from collections.abc import Callable

import torch
from torch.nn import functional as F  # noqa: N812 — torch's own name for it

from engine.probes.copying import copied, copied_counts
from engine.probes.frames import BoxesFrame, Frame, FrameKey, LabelsFrame, MaskFrame
from engine.probes.moment import Moment
from engine.probes.predictions import prediction_frame
from engine.tasks.box_meter import SURE
from engine.tasks.counting import ious, overlaps
from engine.tasks.detection import BOX_NUMBERS
from engine.tasks.grid import decoded
from engine.tasks.multilabel import THRESHOLD


def answer_frame(moment: Moment, key: FrameKey) -> Frame | None:
    """Return what is shown of the answer; None where the network's scores have another form than the task's."""
    return _FRAMES[moment.pictures.task.name](moment, key)


def _labels(moment: Moment, key: FrameKey) -> LabelsFrame | None:
    scores, target = moment.scores.float(), moment.picture.target
    if scores.ndim != 1:
        return None
    is_known = target is not None and target.shape[1:] == scores.shape
    loss = float(F.binary_cross_entropy_with_logits(scores, target[0])) if is_known and target is not None else math.nan
    return LabelsFrame(
        step=moment.step,
        probabilities=copied(scores.sigmoid()),
        threshold=THRESHOLD,
        targets=copied(target[0]) >= THRESHOLD if is_known and target is not None else None,
        loss=loss,
    )


def _mask(moment: Moment, key: FrameKey) -> MaskFrame | None:
    scores, target = moment.scores, moment.picture.target
    if scores.ndim != 3:
        return None
    predicted, num_classes = scores.argmax(0), len(scores)
    if target is None or target.shape[1:] != predicted.shape or int(target.max()) >= num_classes:
        nothing = copied(torch.full((num_classes,), math.nan))
        return MaskFrame(moment.step, copied_counts(predicted), None, nothing, math.nan)
    of_classes = ious(overlaps(predicted, target[0], num_classes).tolist())
    return MaskFrame(
        step=moment.step,
        predicted=copied_counts(predicted),
        target=copied_counts(target[0]),
        ious=copied(torch.tensor(of_classes)),
        pixel_accuracy=float((predicted == target[0]).float().mean()),
    )


def _boxes(moment: Moment, key: FrameKey) -> BoxesFrame | None:
    scores, target = moment.scores.float(), moment.picture.target
    if scores.ndim != 3 or len(scores) <= BOX_NUMBERS:
        return None
    found = decoded(scores[None], least=SURE)[0]
    true = target[0][target[0][:, 4] >= 0] if target is not None else None
    return BoxesFrame(
        step=moment.step,
        corners=copied(found.corners),
        classes=copied_counts(found.classes),
        confidences=copied(found.confidences),
        target_corners=copied(true[:, :4]) if true is not None else None,
        target_classes=copied_counts(true[:, 4].long()) if true is not None else None,
    )


_FRAMES: dict[str, Callable[[Moment, FrameKey], Frame | None]] = {
    "classification": prediction_frame,
    "multilabel": _labels,
    "segmentation": _mask,
    "detection": _boxes,
}
