"""What the gradient plot shows, as numbers: a group of bars per node on a logarithmic axis. No Qt."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from gui.plots.gradient_measure import Magnitude

MAX_DECADES = 12
"""A norm further below the largest one is as good as none, and would make all others look alike."""

STEADY = 0.3
"""How many decades a norm may leave the axis's last one before the axis follows inwards."""


class Bar(NamedTuple):
    """The gradient of one parameter, or of all parameters of one kind in a layer that is made of several.

    Attributes:
        parameter: its name: ``weight``.
        norm: the frame's own number, whichever is shown; that of all such parameters together where the layer has
            several.
        is_frozen: whether it is not learned any more: the number is then its last one, or NaN where there was none.
    """

    parameter: str
    norm: float
    is_frozen: bool = False

    @property
    def has_height(self) -> bool:
        """Whether a logarithm can show it."""
        return math.isfinite(self.norm) and self.norm > 0


class Group(NamedTuple):
    """A node with its parameters in the order in which the layer has them."""

    node_id: str
    name: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Decades:
    """The powers of ten at the ends of the axis."""

    low: int
    high: int

    def share(self, norm: float) -> float:
        """Return how far up the axis a positive norm reaches, from 0 to 1."""
        return min(1.0, max(0.0, (math.log10(norm) - self.low) / (self.high - self.low)))

    @classmethod
    def around(cls, groups: tuple[Group, ...], former: Decades | None = None) -> Decades:
        """Return the whole decades that hold all norms.

        Args:
            groups: what is to be shown.
            former: the axis so far; it stays where it nearly fits, so that a norm near a power of ten does not make
                all bars jump to and fro.
        """
        norms = [norm for group in groups for _, norm, _ in group.bars if 0 < norm < math.inf]
        if not norms:
            return cls(-3, 0)
        smallest, largest = math.log10(min(norms)), math.log10(max(norms))
        high, low = math.ceil(largest), math.ceil(smallest) - 1  # the smallest one has a height too
        if former is not None and former.high - 1 - STEADY <= largest <= former.high:
            high = former.high
        if former is not None and former.low < smallest <= former.low + 1 + STEADY:
            low = former.low
        return cls(max(min(low, high - 2), high - MAX_DECADES), high)


def groups_of(magnitudes: tuple[Magnitude, ...], names: Mapping[str, str]) -> tuple[Group, ...]:
    """Return magnitudes by node, in the order in which they come.

    A layer made of layers has parameters such as ``conv1.weight`` and ``conv2.weight``: they count as one, ``weight``,
    as if they were one long vector.

    Args:
        magnitudes: parameters of one node stand together.
        names: of nodes, by id.
    """
    kinds: dict[str, dict[str, Magnitude]] = {}
    for magnitude in magnitudes:
        of_node, kind = kinds.setdefault(magnitude.node_id, {}), magnitude.parameter.rpartition(".")[2]
        of_node[kind] = of_node[kind].joined(magnitude) if kind in of_node else magnitude
    return tuple(
        Group(
            node_id,
            names.get(node_id, node_id),
            tuple(Bar(kind, found.value, found.is_frozen) for kind, found in of_node.items()),
        )
        for node_id, of_node in kinds.items()
    )


def labelled(num_groups: int, slot: float, room_for_label: float) -> range:
    """Return the groups whose names are written, so that no two names touch.

    Args:
        num_groups: how many groups there are.
        slot: width of a group, in pixels.
        room_for_label: width that a name takes, in pixels.
    """
    return range(0, num_groups, max(1, math.ceil(room_for_label / slot)))
