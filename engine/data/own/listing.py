"""Which files a person's own set names, with which labels, and for what."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Listing:
    """Files and labels, before any file was opened.

    Attributes:
        paths: one per image.
        labels: of the same length; the names of classes.
        parts: of the same length; ``train``, ``validation``, ``test``, or empty where it is to be split by ratio.
    """

    paths: tuple[str, ...]
    labels: tuple[str, ...]
    parts: tuple[str, ...]

    @property
    def classes(self) -> tuple[str, ...]:
        """The classes in the order of their names, numbers by their size."""
        return tuple(sorted(set(self.labels), key=_order))


def _order(name: str) -> tuple[bool, int, str]:
    return (not name.isdecimal(), int(name) if name.isdecimal() else 0, name)


PART_NAMES = {
    "train": "train",
    "training": "train",
    "val": "validation",
    "valid": "validation",
    "validation": "validation",
    "dev": "validation",
    "test": "test",
    "testing": "test",
}
"""How people call the parts."""
