"""Which networks an ensemble of runs has as its members."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from engine.errors import TrainingError
from engine.layers.counted import counted
from engine.project.document import Document
from engine.runs import checkpoints, snapshots
from engine.runs.folder import RunFolder
from engine.tasks.catalogue import TASKS
from engine.training.settings import SETTINGS
from engine.training.weights.kept import WEIGHTS

SAME = ("data", "test_share", "split_seed")
"""Settings that decide which images a run is tested on. Where they differ, one learned what another is tested on."""


@dataclass(frozen=True)
class Member:
    """One network with its weights.

    Attributes:
        title: what a person calls it.
        document: its graph, and the settings of its run.
        weights: a file of safetensors.
    """

    title: str
    document: Document
    weights: Path


def members(folders: Sequence[RunFolder]) -> tuple[Member, ...]:
    """Return the snapshots of a single run, or of several runs the latest weights of each.

    Raises:
        TrainingError: there are not two of them, they were not to be tested on the same images, or their task has no
            probabilities of classes.
        FormatError: one of the folders is no run's.
    """
    for folder in folders:
        _check_task(folder)
    if len(folders) == 1:
        return _snapshots(folders[0])
    names = [_name(folder) for folder in folders]
    titles = [
        name if names.count(name) == 1 else f"{name}, {folder.path.name}"
        for name, folder in zip(names, folders, strict=True)
    ]
    found = tuple(_latest(folder, title) for folder, title in zip(folders, titles, strict=True))
    for member in found[1:]:
        _check_same(found[0], member)
    return found


def _snapshots(folder: RunFolder) -> tuple[Member, ...]:
    document = folder.document()
    paths = snapshots.listed(folder.snapshots)
    if len(paths) < 2:
        raise TrainingError(
            f"An ensemble has at least two members, and '{_name(folder)}' has kept {counted(len(paths), 'snapshots')}. "
            "Choose several runs, or one that was trained with the schedule Cosine, restarts for two cycles or "
            "more: it keeps a snapshot of each."
        )
    return tuple(Member(f"Epoch {snapshots.epoch_of(path)}", document, path) for path in paths)


def _latest(folder: RunFolder, title: str) -> Member:
    document = folder.document()
    kept = checkpoints.latest_first(folder.checkpoints)
    if not kept:
        raise TrainingError(f"'{title}' has no checkpoint yet. Leave it out, or let it train for an epoch.")
    return Member(title, document, kept[0] / WEIGHTS)


def _name(folder: RunFolder) -> str:
    return str(folder.label().get("name") or folder.facts().get("title") or folder.path.name)


def _check_task(folder: RunFolder) -> None:
    task = TASKS[folder.document().training.task]
    if not task.has_confusion:
        raise TrainingError(
            f"'{_name(folder)}' was trained for '{task.title.lower()}', and an ensemble averages the probabilities of "
            "classes. Choose runs of one class per image."
        )


def _check_same(one: Member, other: Member) -> None:
    mine, its = one.document.training.values(), other.document.training.values()
    for param in SETTINGS:
        if param.name in SAME and mine[param.name] != its[param.name]:
            raise TrainingError(
                f"'{one.title}' and '{other.title}' cannot be tested together: their {param.name} is "
                f"{param.text(mine[param.name])} and {param.text(its[param.name])}, so one has learned from images "
                "that the other is tested on. Choose runs that were tested on the same images."
            )
