"""What the chart shows of the open network. No Qt."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class LivePoint:
    """The open network as it is now.

    Attributes:
        title: the name of its file.
        macs: multiply-adds of one image's forward pass; 0 while they are unknown.
        num_params: learnable parameters.
        accuracy: share of right answers in its last run, from 0 to 1; None before it has one.
        measured_on: on which images, as a person reads it: ``on Handwritten digits``; empty without an accuracy.
    """

    title: str
    macs: float
    num_params: int
    accuracy: float | None = None
    measured_on: str = ""

    @property
    def sentence(self) -> str:
        """What is known of it, in a line."""
        if not self.macs:
            return f"{self.title}: its cost is known once its shapes are."
        if self.accuracy is None:
            return f"{self.title}: its cost now. Train it to see its accuracy."
        return f"{self.title}: {self.accuracy:.1%} {self.measured_on}."
