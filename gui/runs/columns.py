"""The columns of the list of runs. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from engine.runs.listing import RunEntry


@dataclass(frozen=True)
class Column:
    """One column.

    Attributes:
        title, doc: for its head.
        text: what it shows of a run.
        value: what it is sorted by; the text by default.
    """

    title: str
    doc: str
    text: Callable[[RunEntry], str]
    value: Callable[[RunEntry], float] | None = None

    @property
    def is_number(self) -> bool:
        """Whether it is sorted, and aligned, as numbers are."""
        return self.value is not None

    def key(self, run: RunEntry) -> str | float:
        """Return what a run is sorted by."""
        return self.text(run).lower() if self.value is None else self.value(run)


def _epochs(run: RunEntry) -> str:
    return f"{run.epochs:,} / {run.config.get('epochs', 0):,}"


def _setting(name: str) -> Callable[[RunEntry], str]:
    return lambda run: str(run.config.get(name, ""))


def _lr(run: RunEntry) -> float:
    return float(run.config.get("lr", 0))


def _share(of: Callable[[RunEntry], float | None]) -> Callable[[RunEntry], str]:
    return lambda run: "" if (value := of(run)) is None else f"{value:.1%}"


def _known(of: Callable[[RunEntry], float | None]) -> Callable[[RunEntry], float]:
    """Sort what is unknown below everything."""
    return lambda run: -1.0 if (value := of(run)) is None else value


def _validation(run: RunEntry) -> float | None:
    return run.validation_accuracy


def _best(run: RunEntry) -> float | None:
    return run.best_accuracy


def _test(run: RunEntry) -> float | None:
    return run.test_accuracy


def _metric(run: RunEntry) -> str:
    return run.metric.title


COLUMNS = (
    Column("Run", "What it is called; double-click to name it", lambda run: run.name),
    Column("Tags", "Words of yours, with commas between", lambda run: ", ".join(run.tags)),
    Column("State", "Where it is, or how it ended", lambda run: run.state),
    Column("Epochs", "Finished, of those planned", _epochs, lambda run: run.epochs),
    Column(
        "Validation",
        "What stands under Metric, after the last epoch",
        _share(_validation),
        _known(_validation),
    ),
    Column("Best", "The highest after any epoch", _share(_best), _known(_best)),
    Column("Test", "The same on images that training never saw", _share(_test), _known(_test)),
    Column("Metric", "What Validation, Best and Test are: the metric of the run's task", _metric),
    Column("Data", "What it learned from", _setting("data")),
    Column("Optimizer", "How gradients became steps", _setting("optimizer")),
    Column("lr", "Learning rate", lambda run: f"{_lr(run):g}", _lr),
    Column("Time", "Of training, pauses left out", lambda run: f"{run.seconds:,.0f} s", lambda run: run.seconds),
    Column("Started", "When it began", lambda run: f"{run.created:%Y-%m-%d %H:%M:%S}"),
)
STARTED = len(COLUMNS) - 1
