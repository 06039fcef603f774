"""Which rows of the analysis table stand where: groups with what is in them, sorted within each, open or folded."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from engine.analysis.table import COLUMNS, Column, Row
from engine.analysis.table_tree import Branch

Key = tuple[str, str]
"""``("node", id)`` or ``("group", path)``."""


@dataclass(frozen=True)
class ShownRow:
    """A row on the screen.

    Attributes:
        branch: what it shows.
        depth: how many groups it is in.
        is_open: whether what is in it is shown below it.
    """

    branch: Branch
    depth: int = 0
    is_open: bool = False

    @property
    def row(self) -> Row:
        """Its figures."""
        return self.branch.row

    @property
    def key(self) -> Key:
        """What stays the same while figures change."""
        return ("group", self.row.name) if self.branch.is_group else ("node", self.row.node_id)

    @property
    def node_ids(self) -> tuple[str, ...]:
        """Of its node, or of all nodes in its group."""
        return tuple(row.node_id for row in self.branch.nodes)

    @property
    def short_name(self) -> str:
        """Its name without those of the groups that it is in."""
        return self.row.name.split(".", self.depth)[self.depth]


def shown_rows(branches: Iterable[Branch], folded: Collection[str], depth: int = 0) -> list[ShownRow]:
    """Return the rows in the order in which they stand; what is in a folded group is left out."""
    found: list[ShownRow] = []
    for branch in branches:
        is_open = branch.is_group and branch.row.name not in folded
        found.append(ShownRow(branch, depth, is_open))
        if is_open:
            found.extend(shown_rows(branch.inside, folded, depth + 1))
    return found


def sorted_by(branches: Sequence[Branch], column: Column, descending: bool) -> list[Branch]:
    """Return branches sorted by a figure; what is unknown comes last either way."""
    known = [branch for branch in branches if column.value(branch.row) is not None]
    rest = [branch for branch in branches if column.value(branch.row) is None]
    return [*sorted(known, key=partial(_sort_key, column), reverse=descending), *rest]


def _sort_key(column: Column, branch: Branch) -> tuple[str, float]:
    """Return what a row is sorted by: words before numbers, though a column has only one kind."""
    value = column.value(branch.row)
    return (str(value), 0.0) if isinstance(value, str) else ("", float(value or 0))


def largest(rows: Sequence[ShownRow]) -> dict[tuple[str, int], float]:
    """Return the largest number by column and depth: a bar compares a group with groups, a node with its like."""
    found: dict[tuple[str, int], float] = {}
    for column in (column for column in COLUMNS if column.is_number):
        for shown in rows:
            value = column.value(shown.row)
            if isinstance(value, int | float):
                key = column.key, shown.depth
                found[key] = max(found.get(key, 0), value)
    return found
