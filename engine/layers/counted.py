"""Numbers with the words behind them, as a person would write them."""

from __future__ import annotations


def unit_for(number: float, unit: str) -> str:
    """Return a unit as it stands behind a number: ``epochs``, but ``epoch`` behind 1; ``px`` stays as it is."""
    return unit.removesuffix("s") if number == 1 else unit


def counted(number: int, unit: str) -> str:
    """Return a number of things, given their plural: ``1 layer``, ``1,000 layers``."""
    return f"{number:,} {unit_for(number, unit)}"
