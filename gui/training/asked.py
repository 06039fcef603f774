"""What a run asks of its network, and what the answers are called. No Qt."""

from __future__ import annotations

from engine.tasks.catalogue import CLASSIFICATION, TASKS
from engine.tasks.task import Metric, Task
from engine.training.config import TrainingConfig


def task_of(config: TrainingConfig | None) -> Task:
    """Return what the settings of a run ask; classification without a run."""
    return TASKS[config.task] if config is not None else CLASSIFICATION


def metric_of(config: TrainingConfig | None) -> Metric:
    """Return by what a run's networks are compared."""
    return task_of(config).metric
