"""After which epochs a cosine with restarts stands at its lowest rate, where a snapshot is taken. No torch."""

from __future__ import annotations

from engine.training.config import TrainingConfig


def ends_cycle(config: TrainingConfig, epoch: int) -> bool:
    """Whether the learning rate restarts behind this epoch, counted from 1."""
    since = epoch - config.warmup_epochs
    return config.schedule == "cosine_restarts" and since > 0 and since % config.cycle_epochs == 0


def num_snapshots(config: TrainingConfig) -> int:
    """Return how many whole cycles there are in the planned epochs, and so how many snapshots."""
    if config.schedule != "cosine_restarts":
        return 0
    return max(0, config.epochs - config.warmup_epochs) // config.cycle_epochs
