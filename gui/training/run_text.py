"""A run in words: where it is, how fast it is, how it ended. No Qt."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.data.left_out import LeftOut
from engine.tasks.catalogue import CLASSIFICATION
from engine.tasks.task import Metric
from engine.training.events import EndReason, ImagesLeftOut, RunEvent, RunFinished, RunStarted

if TYPE_CHECKING:
    from engine.runtime.mailbox import Records

_RECENT_S = 3.0
_RECENT_STEPS = 2048


@dataclass(frozen=True)
class Speed:
    """How fast a run is at present."""

    images_per_second: float
    steps_per_second: float


def speed(records: Records) -> Speed | None:
    """Return the speed over the last seconds; None before there are two steps to compare."""
    recent = records[-_RECENT_STEPS:]
    if len(recent) < 2:
        return None
    recent = recent[recent["seconds"] >= recent["seconds"][-1] - _RECENT_S]
    if len(recent) < 2:  # a step takes longer than that
        recent = records[-2:]
    first, last = recent[0], recent[-1]
    seconds = float(last["seconds"] - first["seconds"])
    if seconds <= 0:
        return None
    return Speed(
        images_per_second=float(last["num_images"] - first["num_images"]) / seconds,
        steps_per_second=float(last["step"] - first["step"]) / seconds,
    )


def num_steps(started: RunStarted) -> int:
    """Return how many steps a run has in all."""
    return started.steps_per_epoch * started.epochs


def position_text(started: RunStarted, step: int) -> str:
    """Return where a run is: ``Epoch 3 of 15 · step 63 of 315``."""
    epoch = max(1, math.ceil(step / started.steps_per_epoch))
    return f"Epoch {epoch:,} of {started.epochs:,} · step {step:,} of {num_steps(started):,}"


def rate_text(speed: Speed) -> str:
    """Return ``12,340 images/s``; a decimal where it is slow."""
    rate = speed.images_per_second
    return f"{rate:,.0f} images/s" if rate >= 10 else f"{rate:.1f} images/s"


def time_left_text(started: RunStarted, step: int, speed: Speed) -> str:
    """Return ``0:12 left``, or ``1:02:03 left`` from an hour on."""
    if speed.steps_per_second <= 0:
        return ""
    seconds = math.ceil((num_steps(started) - step) / speed.steps_per_second)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02} left" if hours else f"{minutes}:{seconds:02} left"


def duration_text(seconds: float) -> str:
    """Return a time as one says it: ``0.4 s``, ``9 s``, ``2 min 5 s``, ``1 h 3 min``."""
    if seconds < 1:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    if minutes < 60:
        return f"{minutes} min {rest} s"
    hours, minutes = divmod(minutes, 60)
    return f"{hours:,} h {minutes} min"


def result_text(started: RunStarted, finished: RunFinished, metric: Metric = CLASSIFICATION.metric) -> str:
    """Return how a run ended: ``Completed: 97.8% of 360 test images right, in 9 s``.

    Args:
        metric: of the run's task.
    """
    if finished.reason is EndReason.DIVERGED:
        return finished.message
    head = "Completed" if finished.reason is EndReason.COMPLETED else f"Stopped after step {finished.step:,}"
    duration = duration_text(finished.seconds)
    if finished.test_accuracy is None:
        return f"{head}, in {duration}"
    averaged = finished.averaged_test_accuracy
    also = f" ({averaged:.1%} with the averaged weights)" if averaged is not None else ""
    images = f"{started.num_test_images:,} test images"
    if metric is CLASSIFICATION.metric:
        return f"{head}: {finished.test_accuracy:.1%} of {images} right{also}, in {duration}"
    return f"{head}: {metric.said(finished.test_accuracy, images)}{also}, in {duration}"


def left_out(events: Iterable[RunEvent]) -> tuple[LeftOut, ...]:
    """Return the files of the data that a run does without, of all that it has reported."""
    return next((event.files for event in events if isinstance(event, ImagesLeftOut)), ())


def notes_text(started: RunStarted | None) -> str:
    """Return what a run does not do as it was asked to, a paragraph each; nothing if there is none."""
    return "\n\n".join(started.notes) if started is not None else ""
