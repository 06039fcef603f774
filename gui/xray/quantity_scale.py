"""From a quantity's values to places on a colour map: its range, its numbers, and what a closed group has. No Qt."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from engine.probes.frames import Quantity
from gui.plots.numbers import power_of_ten, short, tick

_MOST_DECADES = 8
"""What is smaller than the largest by more is 0 to whoever looks at colours."""
_MOST_TICKS = 4
_ROUND = (1.0, 2.0, 5.0, 10.0)


@dataclass(frozen=True)
class QuantityScale:
    """The range that the colours span; round numbers, so that it stays while the values move a little.

    Attributes:
        quantity: what is shown.
        low, high: the ends, in the quantity's own unit: shares from 0 to 1, seconds.
    """

    quantity: Quantity
    low: float
    high: float

    @classmethod
    def of(cls, quantity: Quantity, values: Iterable[float]) -> QuantityScale | None:
        """Return the scale for some values; None where none of them is known."""
        known = [value for value in values if math.isfinite(value)]
        if not known:
            return None
        if quantity is Quantity.DEAD_SHARE:
            return cls(quantity, 0.0, 1.0)
        if not quantity.is_log:
            return cls(quantity, 0.0, _round_above(max(known)))
        positive = [value for value in known if value > 0]
        if not positive:
            return cls(quantity, 0.1, 1.0)
        top = math.ceil(math.log10(max(positive)) - 1e-9)
        bottom = min(math.floor(math.log10(min(positive)) + 1e-9), top - 1)
        return cls(quantity, 10.0 ** max(bottom, top - _MOST_DECADES), 10.0**top)

    def place(self, value: float) -> float | None:
        """Return where a value lies, 0 at the low end and 1 at the high one; None for one that is not known."""
        if math.isnan(value):
            return None
        if not self.quantity.is_log:
            return min(max((value - self.low) / (self.high - self.low), 0.0), 1.0)
        if value <= self.low:
            return 0.0
        if value >= self.high:
            return 1.0
        return math.log(value / self.low) / math.log(self.high / self.low)

    def ticks(self) -> list[tuple[float, str]]:
        """Return places on the map, and the numbers that a legend writes there."""
        if not self.quantity.is_log:
            return [(part, figure(self.quantity, self.low + part * (self.high - self.low))) for part in (0.0, 0.5, 1.0)]
        bottom, top = round(math.log10(self.low)), round(math.log10(self.high))
        step = math.ceil((top - bottom + 1) / _MOST_TICKS)
        exponents = range(top, bottom - 1, -step)
        return [((each - bottom) / (top - bottom), power_of_ten(each)) for each in reversed(exponents)]


def figure(quantity: Quantity, value: float) -> str:
    """Return a value as a card writes it, with its unit."""
    if quantity is Quantity.DEAD_SHARE:
        return f"{100 * value:.3g} %"
    if quantity is Quantity.TIME:
        return f"{tick(float(f'{1e6 * value:.3g}'))} µs" if value < 1e-3 else f"{tick(float(f'{1e3 * value:.3g}'))} ms"
    return short(value)


def together(quantity: Quantity, values: Collection[float], of_output: float) -> float:
    """Return what a closed group has.

    Args:
        quantity: times add up; the norm over all parameters is the root of the sum of squares; of shares and ratios
            the worst counts; what is said of an output is said of the group's.
        values: of its nodes; NaN where not known.
        of_output: of the node inside whose output the group's is.
    """
    known = [value for value in values if not math.isnan(value)]
    if quantity in (Quantity.SPREAD, Quantity.EDGE_GRADIENT):
        return of_output
    if not known:
        return math.nan
    if quantity is Quantity.TIME:
        return math.fsum(known)
    return math.hypot(*known) if quantity is Quantity.GRADIENT else max(known)


def _round_above(value: float) -> float:
    """Return the next of 1, 2, 5, 10, ... times a power of ten."""
    if value <= 0:
        return 1e-6
    unit = 10.0 ** math.floor(math.log10(value))
    return next(unit * each for each in _ROUND if unit * each >= value * (1 - 1e-9))
