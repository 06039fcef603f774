"""What is written of a dotted name where the groups around it are in sight."""

from __future__ import annotations


def last_part(name: str) -> str:
    """Return the part behind the last dot, and the one before it if that is only a number: ``conv1``, ``layer1.0``."""
    *rest, last = name.split(".")
    return f"{rest[-1]}.{last}" if rest and last.isdecimal() else last
