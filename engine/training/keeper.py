"""Who keeps a run on disk, as far as the loop needs to know."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from engine.training.events import EndReason, EpochFinished, RunFailed, RunFinished

if TYPE_CHECKING:
    from engine.training.run import Run
    from engine.training.score import Score


class RunKeeper(Protocol):
    """Hears of everything that a run is made of; `engine.runs.keeping.FolderKeeper` is one."""

    @property
    def goes_on(self) -> bool:
        """Whether the run is one that goes on: `begin` then brings its weights."""

    def begin(self, run: Run) -> None:
        """Before the first step: bring the run to where it was, if it is one that goes on.

        Raises:
            TrainingError: it cannot go on.
        """

    def after_step(self, run: Run, batch: Score) -> None:
        """A step was taken."""

    def after_epoch(self, run: Run, epoch: EpochFinished) -> None:
        """An epoch and its validation are done."""

    def after_lengthening(self, run: Run) -> None:
        """The run ends at another moment than was planned."""

    def after_last_step(self, run: Run, reason: EndReason) -> None:
        """The loop is over, and the run as it will be."""

    def close(self, event: RunFinished | RunFailed) -> None:
        """The run is over for good; it is this last event that is going to be reported."""


class KeepsNothing:
    """For runs that nobody wants to keep."""

    goes_on = False

    def begin(self, run: Run) -> None:
        """Do nothing."""

    def after_step(self, run: Run, batch: Score) -> None:
        """Do nothing."""

    def after_epoch(self, run: Run, epoch: EpochFinished) -> None:
        """Do nothing."""

    def after_lengthening(self, run: Run) -> None:
        """Do nothing."""

    def after_last_step(self, run: Run, reason: EndReason) -> None:
        """Do nothing."""

    def close(self, event: RunFinished | RunFailed) -> None:
        """Do nothing."""
