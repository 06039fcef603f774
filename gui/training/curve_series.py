"""From what a run reports to the curves that are drawn of it. No Qt."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from engine.probes.frames import GradientHistoryFrame
from engine.runtime.mailbox import Records
from engine.tasks.task import Metric
from engine.training.config import TrainingConfig
from engine.training.events import EpochFinished, RunEvent, RunExtended, RunStarted
from engine.training.schedules import Schedule
from gui.plots.series import Series

_MAX_RATES = 400


def training_series(records: Records, metric: Metric) -> tuple[Series, Series]:
    """Return loss and metric of each step; the latter empty where a step does not say it."""
    steps = records["step"].astype(np.float64)
    return Series(steps, records["loss"]), Series(steps, records["accuracy"]) if metric.in_steps else Series()


def validation_series(events: tuple[RunEvent, ...]) -> tuple[Series, Series]:
    """Return loss and accuracy of each epoch's validation, at the step behind it."""
    epochs = [event for event in events if isinstance(event, EpochFinished)]
    steps = np.array([epoch.step for epoch in epochs], np.float64)
    loss = np.array([epoch.validation_loss for epoch in epochs], np.float64)
    accuracy = np.array([epoch.validation_accuracy for epoch in epochs], np.float64)
    return Series(steps, loss), Series(steps, accuracy)


def averaged_series(events: tuple[RunEvent, ...]) -> Series:
    """Return the validation accuracy of the averaged weights, at the steps behind the epochs that have any."""
    known = [(event.step, event.averaged_accuracy) for event in events if isinstance(event, EpochFinished)]
    known = [(step, accuracy) for step, accuracy in known if accuracy is not None]
    return Series(*(np.array(column, np.float64) for column in zip(*known, strict=True))) if known else Series()


def gradient_norm_series(frame: GradientHistoryFrame, former: Series | None = None) -> Series:
    """Return the norm of all parameters' gradients together, at the steps at which it was noted.

    Args:
        frame: a run so far.
        former: the series of an earlier frame of the same run: what it has is not reckoned again.
    """
    steps = frame.steps.astype(np.float64)
    known = len(former) if former is not None and np.array_equal(steps[: len(former)], former.steps) else 0
    new = np.sqrt(np.nansum(frame.norms[:, known:].astype(np.float64) ** 2, axis=0))
    return Series(steps, np.concatenate([former.values, new]) if former is not None and known else new)


def lr_series(config: TrainingConfig, records: Records, events: tuple[RunEvent, ...]) -> Series:
    """Return the learning rate with which steps were taken, at some hundred of them, by the run's own schedule.

    What a plateau takes off is in the events: each epoch says the rate of the step behind it.
    """
    started = next((event for event in events if isinstance(event, RunStarted)), None)
    if started is None or not len(records):
        return Series()
    plans = _plans(config, started.steps_per_epoch, events)
    steps = np.unique(records["step"][np.linspace(0, len(records) - 1, _MAX_RATES).astype(np.intp)])
    rates = np.array([config.lr * _planned(plans, int(step) - 1) for step in steps])
    reduced = np.ones(len(steps))
    for epoch in events if config.schedule == "plateau" else ():
        planned = config.lr * _planned(plans, epoch.step) if isinstance(epoch, EpochFinished) else 0.0
        if isinstance(epoch, EpochFinished) and epoch.lr is not None and planned:
            reduced[steps > epoch.step] = epoch.lr / planned
    return Series(steps.astype(np.float64), rates * reduced)


def _plans(config: TrainingConfig, steps_per_epoch: int, events: tuple[RunEvent, ...]) -> list[tuple[int, Schedule]]:
    """Return the schedules that a run has had, each with the number of steps before it."""
    extensions = [event for event in events if isinstance(event, RunExtended)]
    lengths = [event.epochs_before for event in extensions] + [config.epochs]
    begins = [0] + [event.step for event in extensions]
    return [
        (begin, Schedule.of(replace(config, epochs=epochs), steps_per_epoch))
        for begin, epochs in zip(begins, lengths, strict=True)
    ]


def _planned(plans: list[tuple[int, Schedule]], step: int) -> float:
    """Return the share of the learning rate for a step, counted from 0."""
    return next(schedule for begin, schedule in reversed(plans) if begin <= step).factor(step)
