"""Where a logarithmic axis has its labels, and what they say: also where less than a power of ten is looked at."""

from __future__ import annotations

import math

from gui.plots.numbers import power_of_ten, tick

_STEPS = (1.0, 2.0, 5.0, 10.0)
_FEWEST, _MOST = 2, 5


def part_of_a_decade(low: float, high: float) -> list[float] | None:
    """Return the labelled places on an axis that holds fewer than two powers of ten; None where it holds more.

    Multiples of 1, 2 and 5 where there are enough of them, otherwise numbers in equal steps.

    Args:
        low, high: decimal logarithms of the ends.

    Returns:
        Decimal logarithms, ascending.
    """
    first = math.floor(low)
    powers = [power for power in range(first, math.ceil(high) + 1) if low <= power <= high]
    if len(powers) >= _FEWEST or high <= low:
        return None
    round_ones = [power + math.log10(step) for power in (first, first + 1) for step in _STEPS[:-1]]
    places = [place for place in round_ones if low <= place <= high]
    return places if len(places) > _FEWEST else _equal_steps(low, high)


def log_label(place: float) -> str:
    """Return what stands at a place of a logarithmic axis.

    >>> [log_label(place) for place in (-2, -5, 4)], log_label(math.log10(0.05)), log_label(math.log10(2e-5))
    (['0.01', '10⁻⁵', '10⁴'], '0.05', '2·10⁻⁵')
    """
    exponent = math.floor(place + 1e-9)
    is_power = abs(place - exponent) < 1e-6
    if -3 <= exponent <= 3:
        return tick(10.0**exponent if is_power else 10.0**place)
    return power_of_ten(exponent) if is_power else f"{10.0 ** (place - exponent):.3g}·{power_of_ten(exponent)}"


def _equal_steps(low: float, high: float) -> list[float]:
    begin, end = 10.0**low, 10.0**high
    rough = (end - begin) / _MOST
    unit = 10.0 ** math.floor(math.log10(rough))
    step = next(step * unit for step in _STEPS if step * unit >= rough * (1 - 1e-9))
    return [math.log10(number * step) for number in range(math.ceil(begin / step), math.floor(end / step) + 1)]
