"""The runs in some folders, as a list shows them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from engine.runs import metrics
from engine.runs.folder import RunFolder
from engine.tasks.catalogue import CLASSIFICATION, TASKS
from engine.tasks.task import Metric

TRAINING, INTERRUPTED = "training", "interrupted"


@dataclass(frozen=True)
class RunEntry:
    """One run.

    Attributes:
        folder: where it is.
        name, tags: the person's; the name is what the run was called when it began, until the person gives another.
        created: when it began, in local time.
        config: its settings by name.
        state: ``training``, ``completed``, ``stopped``, ``diverged``, ``failed``, or ``interrupted``: it was killed.
        epochs, step: finished and taken, as far as they are written.
        seconds: of training until then.
        validation_accuracy, best_accuracy: the task's metric of the last and of the best epoch; None before there is
            one.
        test_accuracy: the same on the test images; None where the run has not come so far.
        metric: what these three are.
    """

    folder: RunFolder
    name: str
    tags: tuple[str, ...]
    created: datetime
    config: dict[str, Any]
    state: str
    epochs: int
    step: int
    seconds: float
    validation_accuracy: float | None
    best_accuracy: float | None
    test_accuracy: float | None
    metric: Metric = CLASSIFICATION.metric

    @property
    def can_go_on(self) -> bool:
        """Whether it has epochs left and nobody trains it."""
        return self.state != TRAINING and self.epochs < self.config.get("epochs", 0)


def listed(roots: Iterable[Path]) -> list[RunEntry]:
    """Return the runs in these folders, the latest first; folders that are not there have none."""
    paths = {path for root in roots if root.is_dir() for path in root.iterdir()}
    runs = [entry(folder) for path in paths if (folder := RunFolder(path)).is_run]
    return sorted(runs, key=_created, reverse=True)


def entry(folder: RunFolder) -> RunEntry:
    """Return what a run's files say."""
    facts, label, result = folder.facts(), folder.label(), folder.result()
    epochs = metrics.read_epochs(folder.epochs)
    last = epochs[-1] if epochs else None
    config = facts.get("config") or {}
    metric = TASKS.get(config.get("task", ""), CLASSIFICATION).metric
    return RunEntry(
        folder=folder,
        name=str(label.get("name") or facts.get("title") or folder.path.name),
        tags=tuple(map(str, label.get("tags", ()))),
        created=datetime.fromisoformat(facts["created"]).astimezone().replace(tzinfo=None),
        config=config,
        state=str(result.get("reason") or _state(folder)),
        epochs=last.epoch if last is not None else 0,
        step=int(result.get("steps") or (last.step if last is not None else 0)),
        seconds=float(result.get("seconds") or (last.seconds if last is not None else 0)),
        validation_accuracy=last.validation_accuracy if last is not None else None,
        best_accuracy=max((epoch.validation_accuracy for epoch in epochs), default=None),
        test_accuracy=result.get(f"test_{metric.name}"),
        metric=metric,
    )


def _state(folder: RunFolder) -> str:
    """Return whether a run without a result is being trained, or was killed."""
    try:
        lock = folder.lock()
    except OSError:
        return INTERRUPTED
    if lock is None:
        return TRAINING
    lock.release()
    return INTERRUPTED


def _created(run: RunEntry) -> tuple[datetime, str]:
    return run.created, run.folder.path.name
