"""A run's folder: which files there are, what they say, and how a new one is made.

2026-11-24_13-20-05/
  graph.convcanvas        the network and the settings: a project file
  run.json                when, of which network, seed, versions, the hash of each input
  steps.csv, epochs.csv   a line a step, a line an epoch
  events.out.tfevents.*   the same for TensorBoard
  checkpoints/            see `engine.runs.checkpoints`
  recording.npz           moments of it: see `engine.runs.recording`
  snapshots/              see `engine.runs.snapshots`; of runs with restarts only
  result.json             how it ended; not there while it has not
  label.json              the person's name and tags for it, if there are any
  lock                    held while it is trained
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from engine.errors import FormatError, TrainingError
from engine.project import atomic, files
from engine.project import format as project_format
from engine.project.document import Document
from engine.project.lock import FileLock
from engine.runs.metrics import EPOCHS_FILE, STEPS_FILE
from engine.training.weights.kept import CHECKPOINTS

FOLDER_ENDING = ".runs"
RECORDING_FILE = "recording.npz"
_GRAPH, _FACTS, _RESULT, _LABEL, _LOCK = "graph.convcanvas", "run.json", "result.json", "label.json", "lock"
_SNAPSHOTS = "snapshots"


def root_beside(project: Path) -> Path:
    """Return where the runs of a saved project are: ``lenet.runs`` beside ``lenet.convcanvas``."""
    return project.with_name(project.name.removesuffix(files.SUFFIX) + FOLDER_ENDING)


@dataclass(frozen=True)
class RunFolder:
    """The folder of one run.

    Attributes:
        path: where it is.
    """

    path: Path

    @classmethod
    def create(cls, root: Path, document: Document, title: str) -> RunFolder:
        """Make the folder of a new run among others.

        Raises:
            TrainingError: the system does not let it be made.
        """
        try:
            folder = cls(_new(root, datetime.now()))
            (folder.path / CHECKPOINTS).mkdir()
            folder.write_document(document)
            created = datetime.now().astimezone().isoformat(timespec="seconds")
            training = document.training
            folder.write_facts({"title": title, "created": created, "seed": training.seed, "config": training.values()})
        except OSError as error:
            raise TrainingError(
                f"No folder for the run can be made in '{root}'. The system says: {error.strerror or error}. Free some "
                "space or choose another folder."
            ) from error
        return folder

    @property
    def is_run(self) -> bool:
        """Whether this is a run's folder."""
        return (self.path / _FACTS).is_file() and (self.path / _GRAPH).is_file()

    @property
    def checkpoints(self) -> Path:
        """The folder of its checkpoints."""
        return self.path / CHECKPOINTS

    @property
    def has_checkpoint(self) -> bool:
        """Whether its run came so far that it can go on from somewhere."""
        return any(self.checkpoints.glob("[!.]*/"))

    @property
    def snapshots(self) -> Path:
        """The folder of the weights at the end of each cycle; not there where nothing restarted."""
        return self.path / _SNAPSHOTS

    @property
    def steps(self) -> Path:
        """A line a step."""
        return self.path / STEPS_FILE

    @property
    def epochs(self) -> Path:
        """A line an epoch."""
        return self.path / EPOCHS_FILE

    @property
    def recording(self) -> Path:
        """Moments of it: gradients, steps of the weights, small pictures."""
        return self.path / RECORDING_FILE

    def document(self) -> Document:
        """Return the network and the settings.

        Raises:
            FormatError: there are none that can be read.
        """
        if not self.is_run:
            raise FormatError(f"'{self.path}' is not the folder of a run. Choose one that has a {_FACTS} in it.")
        return files.load(self.path / _GRAPH)

    def write_document(self, document: Document) -> None:
        """Put other settings in the place of those that were there."""
        atomic.write(self.path / _GRAPH, project_format.dumps(document).encode())

    def facts(self) -> dict[str, Any]:
        """Return what is known since the start; empty where it cannot be read."""
        return _read(self.path / _FACTS)

    def write_facts(self, values: dict[str, Any]) -> None:
        """Keep what is known since the start, beside what was kept before."""
        _write(self.path / _FACTS, {**self.facts(), **values})

    def result(self) -> dict[str, Any]:
        """Return how the run ended; empty if it has not."""
        return _read(self.path / _RESULT)

    def write_result(self, values: dict[str, Any] | None) -> None:
        """Say how the run ended; None while it goes on."""
        if values is None:
            (self.path / _RESULT).unlink(missing_ok=True)
        else:
            _write(self.path / _RESULT, values)

    def label(self) -> dict[str, Any]:
        """Return the person's ``name`` and ``tags`` for it, where there are any."""
        return _read(self.path / _LABEL)

    def write_label(self, name: str, tags: tuple[str, ...]) -> None:
        """Keep the person's name and tags."""
        _write(self.path / _LABEL, {"name": name, "tags": list(tags)})

    def lock(self) -> FileLock | None:
        """Return the lock that the run holds while it is trained; None if it is being trained.

        Raises:
            OSError: the folder is gone.
        """
        return FileLock.acquire(self.path / _LOCK)


def _new(root: Path, now: datetime) -> Path:
    """Make and return a folder named after a moment; a number follows where there is one already."""
    root.mkdir(parents=True, exist_ok=True)
    number = 1
    while True:
        path = root / (f"{now:%Y-%m-%d_%H-%M-%S}" + (f"_{number}" if number > 1 else ""))
        with suppress(FileExistsError):
            path.mkdir()
            return path
        number += 1


def _read(path: Path) -> dict[str, Any]:
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return values if isinstance(values, dict) else {}


def _write(path: Path, values: dict[str, Any]) -> None:
    atomic.write(path, (json.dumps(values, indent=2, ensure_ascii=False) + "\n").encode())
