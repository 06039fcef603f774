"""The numbers of a run as files that grow: CSV for every program, events for TensorBoard."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from engine.runs import tensorboard
from engine.runs.appended import AppendedFile
from engine.runs.metrics import ACCURACY, EPOCHS_FILE, STEPS_FILE, StepRow, header, line
from engine.training.events import EpochFinished


class Recorder:
    """Takes a run's rows and writes them when it is told to.

    Args:
        folder: of the run.
        begun_at: seconds since 1970; TensorBoard shows times.
        steps, epochs: what was there before, for a run that goes on.
        metric: what the task's metric is called in files.
    """

    def __init__(
        self,
        folder: Path,
        begun_at: float,
        steps: Iterable[StepRow] = (),
        epochs: Iterable[EpochFinished] = (),
        metric: str = ACCURACY,
    ) -> None:
        self._begun_at = begun_at
        self._metric = metric
        events = folder / f"events.out.tfevents.{int(begun_at)}.convcanvas"
        self._steps = AppendedFile(folder / STEPS_FILE, header(StepRow, metric))
        self._epochs = AppendedFile(folder / EPOCHS_FILE, header(EpochFinished, metric))
        self._events = AppendedFile(events, tensorboard.first_event(begun_at))
        for step in steps:
            self.add_step(step)
        for epoch in epochs:
            self.add_epoch(epoch)

    def add_step(self, row: StepRow) -> None:
        """Take in a step."""
        self._steps.add(line(row))
        values = {"train/loss": row.loss, f"train/{self._metric}": row.accuracy}
        self._events.add(tensorboard.scalars(self._begun_at + row.seconds, row.step, values))

    def add_epoch(self, row: EpochFinished) -> None:
        """Take in an epoch."""
        self._epochs.add(line(row))
        values = {"validation/loss": row.validation_loss, f"validation/{self._metric}": row.validation_accuracy}
        if row.averaged_accuracy is not None:
            values[f"validation/averaged_{self._metric}"] = row.averaged_accuracy
        self._events.add(tensorboard.scalars(self._begun_at + row.seconds, row.step, values))

    def flush(self) -> None:
        """Write all that was taken in.

        Raises:
            OSError: some of it could not be written; it will be with the next flush.
        """
        failed: list[OSError] = []
        flushes: tuple[Callable[[], None], ...] = (self._steps.flush, self._epochs.flush, self._events.flush)
        for flush in flushes:
            try:
                flush()
            except OSError as error:
                failed.append(error)
        if failed:
            raise failed[0]
