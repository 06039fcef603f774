"""Where a run's first weights come from, as a setting: nowhere, a weights file, or a run."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from engine.layers.params import Param
from engine.training.weights.kept import BEST, LAST

FRESH = "fresh"
"""The word for weights that are drawn anew."""


@dataclass(frozen=True, kw_only=True)
class WeightsSource(Param):
    """The path of a weights file or of a run's folder; empty for fresh weights.

    Whether something is at the path is seen when it is read: a project opens where its weights are not.
    """

    default: str = ""

    def validate(self, value: object) -> str:
        """Return the text if it is one."""
        if not isinstance(value, str):
            raise self.refuse("the path of a weights file or of a run's folder, or empty for fresh weights", value)
        return value.strip()

    def text(self, value: object) -> str:
        """Return the end of the path: ``resnet18.pth``, ``2026-11-24_10-00-00/best``, or ``fresh``."""
        path = Path(str(value))
        return "/".join(path.parts[-2:]) if path.name in (BEST, LAST) else path.name or FRESH


def path_of(source: str) -> Path:
    """Return the path that a source names."""
    return Path(source).expanduser()


def from_command_line(word: str) -> str:
    """Return the source that a word on the command line means, wherever the run is gone on with later."""
    return "" if word == FRESH else str(path_of(word).absolute())
