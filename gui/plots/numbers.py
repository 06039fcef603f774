"""Numbers as a plot writes them: short, with a real minus sign, never in computer notation."""

from __future__ import annotations

import math

_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def short(value: float) -> str:
    """Return a number in three significant digits.

    >>> short(-0.51234), short(1234.5), short(1.5e-7), short(float("inf"))
    ('−0.512', '1,234', '1.50 × 10⁻⁷', '∞')
    """
    return _written(value, digits=3)


def exact(value: float) -> str:
    """Return a number in the seven significant digits that a 32-bit float has."""
    return _written(value, digits=7)


def power_of_ten(exponent: int) -> str:
    """Return ``10⁻³`` for -3, and ``1`` and ``10`` where that is shorter."""
    if exponent in (0, 1):
        return str(10**exponent)
    return "10" + str(exponent).translate(_SUPERSCRIPTS)


def _written(value: float, digits: int) -> str:
    if math.isnan(value):
        return "NaN"
    sign = "−" if value < 0 else ""
    size = abs(value)
    if math.isinf(size):
        return f"{sign}∞"
    if size == 0:
        return "0"
    if not 1e-4 <= size < 1e6:
        mantissa, exponent = f"{size:.{digits - 1}e}".split("e")
        return f"{sign}{mantissa} × 10{str(int(exponent)).translate(_SUPERSCRIPTS)}"
    if size >= 10**digits - 0.5:
        return f"{sign}{size:,.0f}"
    return f"{sign}{size:#,.{digits}g}".rstrip(".")
