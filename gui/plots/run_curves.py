"""The numbers of one run as curves, and all of them as a table. No Qt."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from gui.plots.series import Series


@dataclass(frozen=True)
class RunCurves:
    """One run's curves.

    Attributes:
        title: of the run.
        loss, accuracy: of each step's batch.
        validation_loss, validation_accuracy: of each epoch, at the step behind it.
        gradient_norm: of all parameters together, at the steps at which it was noted.
        lr: the learning rate of the steps.
        averaged_accuracy: of the averaged weights on the validation images, where there are any.
    """

    title: str = ""
    loss: Series = field(default_factory=Series)
    accuracy: Series = field(default_factory=Series)
    validation_loss: Series = field(default_factory=Series)
    validation_accuracy: Series = field(default_factory=Series)
    gradient_norm: Series = field(default_factory=Series)
    lr: Series = field(default_factory=Series)
    averaged_accuracy: Series = field(default_factory=Series)


_COLUMNS = ("loss", "accuracy", "validation_loss", "validation_accuracy", "gradient_norm", "lr", "averaged_accuracy")


def table(runs: Sequence[RunCurves]) -> str:
    """Return all numbers as CSV: a row per run and step, empty where a curve has none at that step."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("run", "step", *_COLUMNS))
    for run in runs:
        columns = [_by_step(getattr(run, name)) for name in _COLUMNS]
        for step in sorted(set().union(*columns)):
            writer.writerow((run.title, step, *(column.get(step, "") for column in columns)))
    return text.getvalue()


def _by_step(series: Series) -> dict[int, float]:
    return dict(zip(series.steps.astype(np.int64).tolist(), series.values.tolist(), strict=True))
