"""Which files a person's own set names, with which labels, and for what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Listing:
    """Files and labels, before any file was opened.

    Attributes:
        paths: one per image.
        labels: of the same length; the names of classes.
        parts: of the same length; ``train``, ``validation``, ``test``, or empty where it is to be split by ratio.
        tags: of the same length, all labels of each image; empty where each has just the one.
    """

    paths: tuple[str, ...]
    labels: tuple[str, ...]
    parts: tuple[str, ...]
    tags: tuple[tuple[str, ...], ...] = ()

    @property
    def classes(self) -> tuple[str, ...]:
        """The classes in the order of their names, numbers by their size."""
        names = {tag for tags in self.tags for tag in tags} if self.tags else set(self.labels)
        return tuple(sorted(names, key=_order))

    def at(self, places: Sequence[int]) -> Listing:
        """Return what it says of the images at these places."""
        paths, labels, parts = (
            tuple(column[place] for place in places) for column in (self.paths, self.labels, self.parts)
        )
        return Listing(paths, labels, parts, tuple(self.tags[place] for place in places) if self.tags else ())


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
