"""Whose weights ``test`` judges: a file that ``train --checkpoint`` wrote, or a run's folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from engine.errors import TrainingError
from engine.runs.folder import RunFolder
from engine.training.weights.kept import CHECKPOINTS

if TYPE_CHECKING:
    from torch import nn


def run_of(path: Path) -> RunFolder | None:
    """Return the run that a path is in: ``RUN``, ``RUN/best``, ``RUN/last`` or one of its checkpoints; else None."""
    for folder in (path, path.parent, path.parent.parent):
        run = RunFolder(folder)
        if run.is_run and (path == folder or path.parent == folder or path.parent.name == CHECKPOINTS):
            return run
    return None


def load(module: nn.Module, path: Path) -> dict[str, object]:
    """Put weights into a network, and return the settings of the run that learned them.

    Raises:
        TrainingError: they cannot be read, or are of another network.
        FormatError: they are a run's, and its settings cannot be read.
    """
    run = run_of(path)
    weights, settings = _of_file(path) if run is None else _of_run(run, path)
    try:
        module.load_state_dict(weights)
    except RuntimeError as error:
        raise TrainingError(f"The weights in '{path}' are of another network: {str(error).splitlines()[0]}") from error
    return settings


def _of_run(run: RunFolder, path: Path) -> tuple[dict[str, object], dict[str, object]]:
    from engine.training.weights import reading

    return dict(reading.read(str(path)).tensors), dict(run.document().training.values())


def _of_file(path: Path) -> tuple[dict[str, object], dict[str, object]]:
    import pickle

    import torch

    if path.is_dir():
        raise TrainingError(f"The folder '{path}' is not the folder of a run. Choose one that has a run.json in it.")
    try:
        state = torch.load(path, map_location="cpu", weights_only=True)
        return dict(state["model"]), dict(state.get("config", {}))
    except OSError as error:
        raise TrainingError(f"The weights '{path}' cannot be read. The system says: {error.strerror}.") from error
    except (KeyError, TypeError, ValueError, RuntimeError, pickle.UnpicklingError, EOFError) as error:
        raise TrainingError(f"'{path}' is no file of weights that `train --checkpoint` wrote.") from error
