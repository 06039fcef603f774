"""What testing an ensemble comes to, as plain numbers. No torch."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class EnsembleResult:
    """How well several networks do, each alone and all together.

    Attributes:
        titles: of the members.
        accuracies: of each member alone, on the test images.
        accuracy: of their averaged probabilities.
        num_images: that were tested.
    """

    titles: tuple[str, ...]
    accuracies: tuple[float, ...]
    accuracy: float
    num_images: int

    @property
    def mean(self) -> float:
        """The members' mean accuracy."""
        return sum(self.accuracies) / len(self.accuracies)

    @property
    def gain(self) -> float:
        """What the ensemble is better than its mean member."""
        return self.accuracy - self.mean
