"""The tasks by name."""

from __future__ import annotations

from engine.tasks.classification import Classification
from engine.tasks.detection import Detection
from engine.tasks.multilabel import Multilabel
from engine.tasks.segmentation import Segmentation
from engine.tasks.task import Task

CLASSIFICATION = Classification()

_ALL: tuple[Task, ...] = (CLASSIFICATION, Multilabel(), Segmentation(), Detection())

TASKS = {task.name: task for task in _ALL}
