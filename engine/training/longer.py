"""How much longer a run is to go on, and what that changes besides its end. No torch."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from engine.layers.counted import counted
from engine.training.config import TrainingConfig
from engine.training.events import RunExtended
from engine.training.settings.basics import MOST_EPOCHS

if TYPE_CHECKING:
    from engine.training.run import Run


@dataclass(frozen=True)
class Longer:
    """What a person wants of a run that is under way, or over.

    Attributes:
        steps: so many more, and then it pauses; 0 leaves that as it is.
        epochs: so many more than planned.
        until_accuracy: the validation accuracy at which it ends, 0 for none; None leaves that as it is.
    """

    steps: int = 0
    epochs: int = 0
    until_accuracy: float | None = None


def lengthened(config: TrainingConfig, longer: Longer) -> TrainingConfig:
    """Return the settings of a run that goes on for longer."""
    until = config.until_accuracy if longer.until_accuracy is None else longer.until_accuracy
    return replace(config, epochs=min(config.epochs + longer.epochs, MOST_EPOCHS), until_accuracy=until)


def take_in(run: Run, longer: Longer) -> None:
    """Have a run go on for longer, and say so."""
    before, run.config = run.config, lengthened(run.config, longer)
    run.update.plan(run.config)
    run.averages.plan(run.config)
    run.stopping.until = run.config.until_accuracy
    run.keeper.after_lengthening(run)
    run.sink.post_event(extension(before.epochs, run))


def extension(epochs_before: int, run: Run) -> RunExtended:
    """Return the event for a run that was to have so many epochs and has others from its present step on."""
    is_longer = run.config.epochs != epochs_before
    return RunExtended(
        epochs=run.config.epochs,
        step=run.step,
        epochs_before=epochs_before,
        until_accuracy=run.config.until_accuracy,
        note=what_differs(run.config, epochs_before) if is_longer else "",
    )


def what_differs(config: TrainingConfig, epochs_before: int) -> str:
    """Return why a run is not the one that had all its epochs from the start; nothing if it is, to the last bit.

    Args:
        config: with the epochs that it has now.
        epochs_before: those that it was begun with.
    """
    now = counted(config.epochs, "epochs")
    if config.schedule in ("cosine", "one_cycle"):
        what = "cosine" if config.schedule == "cosine" else "one-cycle"
        return (
            f"The {what} schedule is drawn over all epochs: from here on the learning rate is that of a run of {now}, "
            f"while the steps so far were taken with that of {epochs_before:,}."
        )
    if config.warmup_epochs > epochs_before:
        return f"The warm-up is that of {now} from here on; the steps so far had that of {epochs_before:,}."
    if config.average == "swa":
        return (
            f"Averaging (SWA) begins after {config.swa_start:.0%} of all epochs: one that has begun goes on, otherwise "
            f"it begins as in a run of {now}."
        )
    return ""
