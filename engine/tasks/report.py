"""What a pass over some images came to, in numbers: of all classes together, and of each by itself. No torch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Report:
    """The figures of a pass.

    Attributes:
        metrics: by the names that files give them; all are shares of 1, the task's own metric first.
        columns: titles of the figures of each class.
        rows: a class each, in the order of the classes; NaN where a figure cannot be had of it.
        counted: which columns are numbers of things, and no shares.
    """

    metrics: Mapping[str, float]
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[float, ...], ...] = ()
    counted: frozenset[str] = field(default_factory=frozenset)

    @property
    def merit(self) -> float:
        """The task's own metric."""
        return next(iter(self.metrics.values()))
