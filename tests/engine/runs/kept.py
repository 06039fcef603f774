"""A run that several tests keep, and what must be equal of two of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file
from torch import Tensor

from engine.project.document import Document
from engine.runs import checkpoints, metrics
from engine.runs.folder import RunFolder
from engine.runs.keeping import Cadence, FolderKeeper
from engine.runtime.mailbox import Mailbox
from engine.training.config import TrainingConfig
from engine.training.control import RunControl
from engine.training.loop import train
from engine.training.run import Run
from tests.networks import small

CONFIG = TrainingConfig(epochs=3, batch_size=128, optimizer="Adam", lr=0.01, device="cpu")
STEPS_PER_EPOCH = 11
NUM_STEPS = 33


def new_folder(root: Path, config: TrainingConfig = CONFIG) -> RunFolder:
    return RunFolder.create(root, Document(small(), config), "small")


def go_on(
    folder: RunFolder, every: int = 4, mailbox: Mailbox | None = None, control: RunControl | None = None
) -> Run | None:
    """Train the run in a folder from where it is."""
    document = folder.document()
    keeper = FolderKeeper(folder, Cadence(every))
    return train(document.graph, document.training, mailbox or Mailbox(), control, keeper=keeper)


def outcome(folder: RunFolder) -> dict[str, Any]:
    """Return all of a run that must be the same however often it was killed: everything but times."""
    last = checkpoints.latest_first(folder.checkpoints)[0]
    state = torch.load(last / checkpoints.STATE, weights_only=True)
    del state["seconds"]
    return {
        "weights": load_file(last / checkpoints.WEIGHTS),
        "state": state,
        "best": load_file(best_of(folder) / checkpoints.WEIGHTS),
        "steps": [(row.step, row.loss, row.accuracy, row.num_images) for row in metrics.read_steps(folder.steps)],
        "epochs": [
            (row.epoch, row.step, row.train_loss, row.train_accuracy, row.validation_loss, row.validation_accuracy)
            for row in metrics.read_epochs(folder.epochs)
        ],
    }


def best_of(folder: RunFolder) -> Path:
    return next(folder.checkpoints.glob("best-*"))


def same(one: Any, other: Any) -> bool:
    """Whether two outcomes are equal to the last bit."""
    if isinstance(one, Tensor):
        return torch.equal(one, other)
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(map(same, one, other))
    return bool(one == other)
