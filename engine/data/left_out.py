"""Files that a run does without."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class LeftOut:
    """A file that is not used.

    Attributes:
        path: of the file.
        reason: why, as a sentence.
    """

    path: str
    reason: str
