"""Moments of a run of any length in bounded memory: when there is no room left, every second one goes."""

from __future__ import annotations

from engine.probes.impressions import Impression


class Moments:
    """Impressions, evenly spread over the steps.

    Args:
        capacity: how many there are at most; even.
    """

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._gap = 1.0
        self.kept: list[Impression] = []

    def is_due(self, step: int) -> bool:
        """Whether an impression of this step would be kept."""
        return not self.kept or step - self.kept[-1].step >= self._gap

    def add(self, impression: Impression) -> None:
        """Keep an impression of a later step than the last, if it is due."""
        if self.is_due(impression.step):
            self.kept.append(impression)
            self._thin_out()

    def limit(self, capacity: int) -> None:
        """Keep no more than so many from now on; even."""
        self._capacity = capacity
        self._thin_out()

    def _thin_out(self) -> None:
        while len(self.kept) > self._capacity:
            del self.kept[1::2]
            self._gap = (self.kept[-1].step - self.kept[0].step) / (len(self.kept) - 1)
