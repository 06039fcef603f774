"""What the classes of a run are called."""

from __future__ import annotations

from engine.data.catalogue import DATASETS
from engine.training.config import TrainingConfig


def class_names(config: TrainingConfig | None) -> tuple[str, ...]:
    """Return the names of the data set's classes, by label; none without a run."""
    info = DATASETS.get(config.data) if config is not None else None
    return info.classes if info is not None else ()
