"""What the classes of a run are called."""

from __future__ import annotations

from engine.data.catalogue import DATASETS
from engine.training.config import TrainingConfig


def class_names(config: TrainingConfig | None) -> tuple[str, ...]:
    """Return the names of the data set's classes, by label; numbers where it has no names, none without a run."""
    info = DATASETS.get(config.data) if config is not None else None
    if info is None:
        return ()
    return info.classes or tuple(str(label) for label in range(info.num_classes))
