"""Groups of neighbouring layers, as brackets beside an axis on which names have no room. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby


@dataclass(frozen=True)
class Bracket:
    """Neighbours that lie in one group.

    Attributes:
        name: the group's: the first part of the dotted names.
        first, last: places of the first and the last of them.
    """

    name: str
    first: int
    last: int


def brackets_of(names: tuple[str, ...]) -> tuple[Bracket, ...]:
    """Return the groups that two or more neighbours share, in their order.

    >>> brackets_of(("conv1", "layer1.0.conv1", "layer1.0.conv2", "fc"))
    (Bracket(name='layer1', first=1, last=2),)
    """
    found = []
    for prefix, places in groupby(range(len(names)), lambda place: names[place].partition(".")[0]):
        members = list(places)
        if len(members) > 1 and all("." in names[place] for place in members):
            found.append(Bracket(prefix, members[0], members[-1]))
    return tuple(found)
