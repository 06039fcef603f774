"""A curve's numbers: values over steps. No Qt."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]

_ROOMY = (1.0, 1.25, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)


def _empty() -> Numbers:
    return np.empty(0, np.float64)


@dataclass(frozen=True)
class Series:
    """Values over steps, in the order of the steps."""

    steps: Numbers = field(default_factory=_empty)
    values: Numbers = field(default_factory=_empty)

    def __len__(self) -> int:
        return len(self.steps)

    def at(self, step: float) -> float | None:
        """Return the value that held at a step, the last one at or before it; None before the first."""
        place = int(np.searchsorted(self.steps, step, side="right")) - 1
        return float(self.values[place]) if place >= 0 else None


def smoothed(series: Series, window: int) -> Series:
    """Return the mean of each value and the ones before it, at most ``window`` of them; what is not finite is left out.

    Args:
        series: any.
        window: how many values; 1 changes nothing.
    """
    if window <= 1 or not len(series):
        return series
    is_known = np.isfinite(series.values)
    sums = np.cumsum(np.where(is_known, series.values, 0.0))
    counts = np.cumsum(is_known)
    for totals in (sums, counts):
        totals[window:] = totals[window:] - totals[:-window]
    means = np.where(counts > 0, sums / np.maximum(counts, 1), np.nan)
    return Series(series.steps, means)


def limits(*series: Series, positive: bool = False) -> tuple[float, float] | None:
    """Return the smallest and the largest finite value of all; None where there is none.

    Args:
        series: any number of them.
        positive: pass over what a logarithm cannot show.
    """
    with np.errstate(invalid="ignore"):
        shown = [one.values[np.isfinite(one.values) & ((one.values > 0) | (not positive))] for one in series]
    ends = [end for values in shown if values.size for end in (float(values.min()), float(values.max()))]
    return (min(ends), max(ends)) if ends else None


def roomy(value: float) -> float:
    """Return a round number at or a little above a positive one: an axis that ends there need not grow each time."""
    power = 10.0 ** math.floor(math.log10(value))
    return next((power * factor for factor in _ROOMY if power * factor >= value), 10 * power)
