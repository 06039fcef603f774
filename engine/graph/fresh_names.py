"""Names for copies: as near to the originals as what is there already lets them be.

``conv1`` becomes ``conv3`` where there are conv1 and conv2, ``relu`` becomes ``relu2``, ``conv3x3`` becomes
``conv3x3_2``. Whatever is free stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from engine.graph.names import RESERVED, TakenNames, joined

_NUMBERED = re.compile(r"(.*?)(\d{1,9})", re.ASCII | re.DOTALL)
_SIZE = re.compile(r"\dx$")
"""What stands before the last number of ``conv3x3``, which counts pixels and not layers."""


def stem_and_number(part: str) -> tuple[str, int]:
    """Return a part of a name without the number that it is counted by, and that number; 1 if it has none."""
    found = _NUMBERED.fullmatch(part)
    if found is None or _SIZE.search(found[1]):
        return (f"{part}_" if part[-1].isdigit() else part), 1
    return found[1], int(found[2])


class FreshNames:
    """Gives names to copies, one after the other.

    A group that is copied as a whole becomes a new group, ``layer1`` becomes ``layer2``; a part of a group stays in
    that group under new names of its own, ``layer1.conv1`` becomes ``layer1.conv2``.

    Args:
        taken: the names that are there already; it takes the new ones too.
        whole: paths of the groups that are copied as a whole.
    """

    def __init__(self, taken: TakenNames, whole: Collection[str] = ()) -> None:
        self._taken = taken
        self._whole = whole
        self._renamed: dict[str, str] = {"": ""}
        self._last_number: dict[str, int] = {}

    def take(self, name: str) -> str:
        """Return a free name for the copy of a node with this name, and take it.

        Raises:
            NodeNameError: it would be too long.
        """
        *groups, leaf = name.split(".")
        old = ""
        for part in groups:
            parent, old = old, joined(old, part)
            if old not in self._renamed:
                self._renamed[old] = self._free(self._renamed[parent], part, is_shared=old not in self._whole)
        fresh = self._free(self._renamed[old], leaf, is_shared=False)
        self._taken.add(fresh)
        return fresh

    def group(self, path: str) -> str | None:
        """Return what the group at this path is called among the copies; None if no node of it was copied."""
        return self._renamed.get(path)

    def _free(self, parent: str, part: str, *, is_shared: bool) -> str:
        """Return a path for a part below its parent; a group that is shared may be there already."""
        is_free = (lambda path: not self._taken.is_node(path)) if is_shared else self._taken.is_free
        path = joined(parent, part)
        if is_free(path):
            return path
        stem, number = stem_and_number(part)
        start = joined(parent, stem)
        number = max(number, self._last_number.get(start, 0))  # or a thousand copies of relu1 would count to a million
        while not is_free(path) or f"{stem}{number}" in RESERVED:
            number += 1
            path = joined(parent, f"{stem}{number}")
        self._last_number[start] = number
        return path
