"""From what a run reports to the curves that are drawn of it. No Qt."""

from __future__ import annotations

import numpy as np

from engine.probes.frames import GradientHistoryFrame
from engine.runtime.mailbox import Records
from engine.training.events import EpochFinished, RunEvent
from gui.plots.series import Series


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


def lr_series(lr: float, records: Records) -> Series:
    """Return the learning rate of a run's steps, which is the same for all: a run has one."""
    if not len(records):
        return Series()
    ends = np.array([records["step"][0], records["step"][-1]], np.float64)
    return Series(ends, np.array([lr, lr]))
