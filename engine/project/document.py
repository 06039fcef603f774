"""What a project file holds: a network and the settings of its next run."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.graph.model import Graph
from engine.training.config import TrainingConfig


@dataclass(frozen=True)
class Document:
    """Frozen like its parts; what can be saved can be undone."""

    graph: Graph = field(default_factory=Graph)
    training: TrainingConfig = field(default_factory=TrainingConfig)
