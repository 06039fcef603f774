"""What comes in the place of a frame that could not be made."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """A look that ended by an error; the run goes on without it.

    Attributes:
        step: steps taken when it was tried; of gradients, the step that is being taken.
        message: a full sentence for the person.
    """

    step: int
    message: str
