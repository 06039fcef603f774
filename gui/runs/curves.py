"""From what is kept of a run to its curves. No Qt."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from engine.training.events import EpochFinished
from gui.plots.series import Series


def validation_curves(epochs: Sequence[EpochFinished]) -> tuple[Series, Series]:
    """Return loss and accuracy of each epoch's validation, at the step behind it."""
    steps = np.array([epoch.step for epoch in epochs], np.float64)
    loss = np.array([epoch.validation_loss for epoch in epochs], np.float64)
    accuracy = np.array([epoch.validation_accuracy for epoch in epochs], np.float64)
    return Series(steps, loss), Series(steps, accuracy)
