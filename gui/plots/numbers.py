"""Numbers as a plot writes them: short, with a real minus sign, never in computer notation."""

from __future__ import annotations

import math

_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


# From this size on, in this unit, which this letter stands for.
_LARGE = ((1e9, 1e9, "G"), (1e6, 1e6, "M"), (1e4, 1e3, "k"))
_TOO_LARGE, _TOO_SMALL = 1e12, 1e-4


def short(value: float) -> str:
    """Return a number in about three significant digits.

    >>> short(-0.51234), short(1234.5), short(918_808), short(1.5e-7), short(float("inf"))
    ('−0.512', '1,234', '918.8k', '1.50 × 10⁻⁷', '∞')
    """
    return _large(value) or _written(value, digits=3)


def tick(value: float) -> str:
    """Return a number of an axis, which is round, without zeros behind it.

    >>> tick(0), tick(0.5), tick(1500), tick(20_000)
    ('0', '0.5', '1,500', '20k')
    """
    if value != 0 and not _TOO_SMALL <= abs(value) < _TOO_LARGE:
        return short(value)
    return _large(value) or f"{value:,.6g}".replace("-", "−")


def exact(value: float) -> str:
    """Return a number in the seven significant digits that a 32-bit float has."""
    return _written(value, digits=7)


def power_of_ten(exponent: int) -> str:
    """Return ``10⁻³`` for -3, and ``1`` and ``10`` where that is shorter."""
    if exponent in (0, 1):
        return str(10**exponent)
    return "10" + str(exponent).translate(_SUPERSCRIPTS)


def _large(value: float) -> str:
    """Return a number in thousands, millions or billions; an empty string where it is not that large."""
    for begin, unit, letter in _LARGE:
        if begin <= abs(value) < _TOO_LARGE:
            return f"{value / unit:.4g}{letter}".replace("-", "−")
    return ""


def _written(value: float, digits: int) -> str:
    if math.isnan(value):
        return "NaN"
    sign = "−" if value < 0 else ""
    size = abs(value)
    if math.isinf(size):
        return f"{sign}∞"
    if size == 0:
        return "0"
    if not _TOO_SMALL <= size < max(_LARGE[-1][0], 10.0**digits):
        mantissa, exponent = f"{size:.{digits - 1}e}".split("e")
        return f"{sign}{mantissa} × 10{str(int(exponent)).translate(_SUPERSCRIPTS)}"
    if size >= 10**digits - 0.5:
        return f"{sign}{size:,.0f}"
    return f"{sign}{size:#,.{digits}g}".rstrip(".")
