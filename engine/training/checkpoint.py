"""The weights file of a run."""
# ruff: noqa: TID253

from __future__ import annotations

import os

import torch

from engine.errors import TrainingError
from engine.training.diagnosis import is_finite
from engine.training.run import Run


def keep(run: Run) -> None:
    """Write the run's weights, and everything needed to go on from them, if a file was asked for.

    Weights that are not finite are no good to anyone: then the last good ones stay. The file is whole at every
    moment: it is written beside the old one and then takes its place. It holds plain values and tensors, so
    ``torch.load(path, weights_only=True)`` reads it.

    Raises:
        TrainingError: the file cannot be written.
    """
    path = run.checkpoint_path
    if path is None or not is_finite(run):
        return
    state = {
        "model": run.module.state_dict(),
        "optimizer": run.optimizer.state_dict(),
        "update": run.update.state_dict(),
        "averaged": run.averages.state_dict(),
        "epoch": run.epoch,
        "step": run.step,
        "config": run.config.values(),
        "order_rng": run.order.get_state(),
        "torch_rng": torch.get_rng_state(),
    }
    unfinished = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    try:
        torch.save(state, unfinished)
        os.replace(unfinished, path)
    except (OSError, RuntimeError) as error:  # torch raises the latter where the disk is full
        raise TrainingError(f"The weights could not be written to '{path}'. The system says: {error}.") from error
    finally:
        unfinished.unlink(missing_ok=True)
    run.checkpoint = str(path)
