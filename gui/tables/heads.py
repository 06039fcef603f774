"""The heads of a table's columns, for Qt's models."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import Qt

_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class Head(Protocol):
    """What a column says of itself.

    Attributes:
        title: its head.
        doc: what it is and in which unit, for a tooltip.
        is_number: whether it stands to the right.
    """

    @property
    def title(self) -> str: ...

    @property
    def doc(self) -> str: ...

    @property
    def is_number(self) -> bool: ...


def alignment(column: Head) -> int:
    """Return where a column's texts stand: numbers to the right."""
    return _RIGHT if column.is_number else _LEFT


def head_data(columns: Sequence[Head], section: int, orientation: Qt.Orientation, role: int) -> object:
    """Return what a model's `headerData` answers."""
    if orientation is not Qt.Orientation.Horizontal or section >= len(columns):
        return None
    column = columns[section]
    if role == Qt.ItemDataRole.DisplayRole:
        return column.title
    if role == Qt.ItemDataRole.ToolTipRole:
        return column.doc
    return alignment(column) if role == Qt.ItemDataRole.TextAlignmentRole else None
