"""The axes of the chart, and how large its circles are. Numbers only, no Qt."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_ROOM = 0.06
"""Share of an axis that is left free at each end, so that no circle is cut off."""

_ACCURACY_STEP = 0.05
_LARGEST_RADIUS, _SMALLEST_RADIUS = 26.0, 2.5
"""Pixels, of the circle for the most parameters, and of one that would else be too small to hit."""


@dataclass(frozen=True)
class Axis:
    """One axis.

    Attributes:
        low, high: the values at its ends.
        is_log: whether equal ways are equal factors.
    """

    low: float
    high: float
    is_log: bool = False

    def share(self, value: float) -> float:
        """Return how far along the axis a value lies, 0 at its low and 1 at its high end."""
        if self.is_log:
            return (math.log10(value) - math.log10(self.low)) / (math.log10(self.high) - math.log10(self.low))
        return (value - self.low) / (self.high - self.low)

    def ticks(self) -> tuple[float, ...]:
        """Return the values to be written: powers of ten, or round shares at most seven."""
        if self.is_log:
            first, last = math.ceil(math.log10(self.low) - 1e-9), math.floor(math.log10(self.high) + 1e-9)
            return tuple(10.0**exponent for exponent in range(first, last + 1))
        step = next(step for step in (0.05, 0.1, 0.2, 0.25, 0.5) if (self.high - self.low) / step <= 7)
        first, last = math.ceil(self.low / step - 1e-9), math.floor(self.high / step + 1e-9)
        return tuple(step * place for place in range(first, last + 1))

    def minor_ticks(self) -> tuple[float, ...]:
        """Return where a logarithmic axis has thin lines: at 2 to 9 between the powers of ten."""
        if not self.is_log:
            return ()
        first = math.floor(math.log10(self.low))
        values = (digit * 10.0**exponent for exponent in range(first, first + 12) for digit in range(2, 10))
        return tuple(value for value in values if self.low < value < self.high)


def cost_axis(macs: Iterable[float]) -> Axis:
    """Return the axis that holds these multiply-adds."""
    logs = [math.log10(value) for value in macs if value > 0] or [8.0, 11.0]
    low, high = min(logs), max(logs)
    room = max(0.15, _ROOM * (high - low))
    return Axis(10 ** (low - room), 10 ** (high + room), is_log=True)


def accuracy_axis(accuracies: Sequence[float]) -> Axis:
    """Return the axis that holds these shares of right answers, from 0 to 1, in steps of 5 points."""
    low, high = min(accuracies, default=0.5), max(accuracies, default=0.9)
    bottom = math.floor((low - 0.01) / _ACCURACY_STEP) * _ACCURACY_STEP
    top = math.ceil((high + 0.01) / _ACCURACY_STEP) * _ACCURACY_STEP
    return Axis(max(-0.02, bottom), min(1.02, top) if high < 1 else 1.02)


def radius(num_params: float, most: float) -> float:
    """Return a circle's radius in pixels: its area is in proportion to the parameters, where it is not too small.

    Args:
        num_params: learnable parameters.
        most: the number that the largest circle stands for.
    """
    return max(_SMALLEST_RADIUS, _LARGEST_RADIUS * math.sqrt(num_params / most)) if most > 0 else _SMALLEST_RADIUS
