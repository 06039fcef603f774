"""From what a run reports to the curves that are drawn of it. No Qt."""

from __future__ import annotations

import numpy as np

from engine.probes.frames import GradientHistoryFrame
from engine.runtime.mailbox import Records
from engine.training.config import TrainingConfig
from engine.training.events import EpochFinished, RunEvent, RunStarted
from engine.training.schedules import Schedule
from gui.plots.series import Series

_MAX_RATES = 400


def training_series(records: Records) -> tuple[Series, Series]:
    """Return loss and accuracy of each step."""
    steps = records["step"].astype(np.float64)
    return Series(steps, records["loss"]), Series(steps, records["accuracy"])


def validation_series(events: tuple[RunEvent, ...]) -> tuple[Series, Series]:
    """Return loss and accuracy of each epoch's validation, at the step behind it."""
    epochs = [event for event in events if isinstance(event, EpochFinished)]
    steps = np.array([epoch.step for epoch in epochs], np.float64)
    loss = np.array([epoch.validation_loss for epoch in epochs], np.float64)
    accuracy = np.array([epoch.validation_accuracy for epoch in epochs], np.float64)
    return Series(steps, loss), Series(steps, accuracy)


def gradient_norm_series(frame: GradientHistoryFrame) -> Series:
    """Return the norm of all parameters' gradients together, at the steps at which it was noted."""
    norms = np.sqrt(np.nansum(frame.norms.astype(np.float64) ** 2, axis=0))
    return Series(frame.steps.astype(np.float64), norms)


def lr_series(config: TrainingConfig, records: Records, events: tuple[RunEvent, ...]) -> Series:
    """Return the learning rate with which steps were taken, at some hundred of them, by the run's own schedule.

    What a plateau takes off is in the events: each epoch says the rate of the step behind it.
    """
    started = next((event for event in events if isinstance(event, RunStarted)), None)
    if started is None or not len(records):
        return Series()
    schedule = Schedule.of(config, started.steps_per_epoch)
    steps = np.unique(records["step"][np.linspace(0, len(records) - 1, _MAX_RATES).astype(np.intp)])
    rates = np.array([config.lr * schedule.factor(int(step) - 1) for step in steps])
    reduced = np.ones(len(steps))
    for epoch in events:
        planned = config.lr * schedule.factor(epoch.step) if isinstance(epoch, EpochFinished) else 0.0
        if isinstance(epoch, EpochFinished) and epoch.lr is not None and planned:
            reduced[steps > epoch.step] = epoch.lr / planned
    return Series(steps.astype(np.float64), rates * reduced)
