"""How a run goes, as CSV: a line a step and a line an epoch, and back as the records and events they came from.

Columns are called by the task's metric: ``validation_mean_iou`` where classification has ``validation_accuracy``.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import Any

from engine.training.events import EpochFinished

ACCURACY = "accuracy"
STEPS_FILE, EPOCHS_FILE = "steps.csv", "epochs.csv"


@dataclass(frozen=True)
class StepRow:
    """A step that was taken; fields as in `engine.runtime.mailbox.SCALARS`."""

    step: int
    loss: float
    accuracy: float
    seconds: float
    num_images: int


Row = StepRow | EpochFinished


def header(kind: type[Row], metric: str = ACCURACY) -> bytes:
    """Return the first line of a file of such rows, in a task with this metric."""
    return _line(field.name.replace(ACCURACY, metric) for field in fields(kind))


def line(row: Row) -> bytes:
    """Return a row's line; each number reads back as exactly the same."""
    return _line("" if value is None else repr(value) for value in astuple(row))


def read_steps(path: Path, last: int | None = None) -> list[StepRow]:
    """Return the steps in a file, up to one of them; a half line that a kill left behind is left out.

    A file that is not there has none.
    """
    return [StepRow(**row) for row in _rows(path, StepRow) if last is None or row["step"] <= last]


def read_epochs(path: Path, last: int | None = None) -> list[EpochFinished]:
    """Return the epochs in a file, up to one of them; otherwise as `read_steps`."""
    return [EpochFinished(**row) for row in _rows(path, EpochFinished) if last is None or row["epoch"] <= last]


def _line(words: Iterable[str]) -> bytes:
    return (",".join(words) + "\n").encode()


def _rows(path: Path, kind: type[Row]) -> list[dict[str, Any]]:
    types = {field.name: str(field.type) for field in fields(kind)}
    try:
        whole, _, _ = path.read_text(encoding="utf-8").rpartition("\n")
    except (FileNotFoundError, UnicodeDecodeError):
        return []
    rows = csv.DictReader(whole.splitlines()[1:], _columns(whole, kind))
    return [found for row in rows if (found := _values(row, types)) is not None]


def _columns(text: str, kind: type[Row]) -> list[str]:
    """Return the names of a file's columns as the rows have them, whatever the metric is called there."""
    words, names = text.partition("\n")[0].split(","), [field.name for field in fields(kind)]
    is_measured = [ACCURACY in name for name in names]
    if len(words) != len(names):  # of a version with other columns
        return words
    return [name if measured else word for name, word, measured in zip(names, words, is_measured, strict=True)]


def _values(row: dict[str, str | None], types: dict[str, str]) -> dict[str, Any] | None:
    """Return a line's numbers; None where it is not whole, or of a version with other columns."""
    try:
        return {name: _number(text, types[name]) for name, text in row.items()}
    except (ValueError, KeyError, TypeError):
        return None


def _number(text: str | None, kind: str) -> int | float | None:
    if text is None:
        raise ValueError
    if kind == "int":
        return int(text)
    return None if text == "" else float(text)
