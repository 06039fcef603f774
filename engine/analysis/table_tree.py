"""The rows of the table as a tree: a row with sums for each group, around the rows of its nodes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from engine.analysis.table import Row, total
from engine.layers.counted import counted


@dataclass(frozen=True)
class Branch:
    """A row, and those in it.

    Attributes:
        row: of a node, or the sums of a group; that has the group's path for its name and no node's id.
        inside: what is in a group, in network order; nothing in a node.
    """

    row: Row
    inside: tuple[Branch, ...] = ()

    @property
    def is_group(self) -> bool:
        """Whether it is a group's row."""
        return bool(self.inside)

    @property
    def nodes(self) -> Iterator[Row]:
        """The rows of all nodes in it, its own if it is one."""
        if not self.inside:
            yield self.row
        for branch in self.inside:
            yield from branch.nodes


Order = Callable[[Sequence[Branch]], Sequence[Branch]]
"""Returns rows that are in one group as they are to stand."""


def as_tree(rows: Sequence[Row], path: str = "") -> tuple[Branch, ...]:
    """Return rows as branches: a group stands where its first node does.

    Args:
        rows: of nodes, in network order.
        path: of the group that all of them are in; empty for the whole network.
    """
    start = len(path) + 1 if path else 0
    by_head: dict[tuple[bool, str], list[Row]] = {}
    for row in rows:
        head, dot, _ = row.name[start:].partition(".")
        by_head.setdefault((bool(dot), head), []).append(row)
    return tuple(
        _group(f"{path}.{head}" if path else head, found) if is_group else Branch(found[0])
        for (is_group, head), found in by_head.items()
    )


def _group(path: str, rows: Sequence[Row]) -> Branch:
    sums = replace(total(rows, path), type=counted(len(rows), "layers"))
    return Branch(sums, as_tree(rows, path))


def in_order(branches: Sequence[Branch], order: Order) -> tuple[Branch, ...]:
    """Return the tree with what is in each group put into an order."""
    return tuple(replace(branch, inside=in_order(branch.inside, order)) for branch in order(branches))
