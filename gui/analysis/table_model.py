"""The rows of the analysis table for Qt: sorted on demand, each cell's text made when it is painted."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from engine.analysis.table import COLUMNS, Column, Row
from gui.tables.bar_delegate import SHARE
from gui.tables.heads import alignment, head_data

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class AnalysisTableModel(QAbstractTableModel):
    """One row per node, in network order unless sorted by a column."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._in_order: tuple[Row, ...] = ()
        self._rows: tuple[Row, ...] = ()
        self._largest: dict[str, float] = {}
        self._sorted_by: Column | None = None
        self._descending = False

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows as they are shown."""
        return self._rows

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show these rows, in network order, sorted as those before."""
        before = [row.node_id for row in self._rows]
        self._in_order = tuple(rows)
        found = self._sorted()
        if before == [row.node_id for row in found]:
            self._take(found)
            if found:
                self.dataChanged.emit(self.index(0, 0), self.index(len(found) - 1, len(COLUMNS) - 1))
            return
        self.beginResetModel()
        self._take(found)
        self.endResetModel()

    def row_of(self, node_id: str) -> int | None:
        """Return where a node's row is shown."""
        return next((at for at, row in enumerate(self._rows) if row.node_id == node_id), None)

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], COLUMNS[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return column.text(row)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return alignment(column)
        if role == SHARE:
            return self._share(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{row.name} · {column.title}: {column.text(row)}"
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        return head_data(COLUMNS, section, orientation, role)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; what is unknown comes last. A column of -1 is the network's order."""
        self._sorted_by = COLUMNS[column] if 0 <= column < len(COLUMNS) else None
        self._descending = order is Qt.SortOrder.DescendingOrder
        self.layoutAboutToBeChanged.emit()
        kept = [(index, self._rows[index.row()].node_id) for index in self.persistentIndexList()]
        self._rows = self._sorted()
        places = {row.node_id: at for at, row in enumerate(self._rows)}
        for index, node_id in kept:
            self.changePersistentIndex(index, self.index(places[node_id], index.column()))
        self.layoutChanged.emit()

    def _sorted(self) -> tuple[Row, ...]:
        column = self._sorted_by
        if column is None:
            return self._in_order
        known = [row for row in self._in_order if column.value(row) is not None]
        rest = [row for row in self._in_order if column.value(row) is None]
        return (*sorted(known, key=partial(_key, column), reverse=self._descending), *rest)

    def _take(self, rows: tuple[Row, ...]) -> None:
        self._rows = rows
        self._largest = {}
        for column in (column for column in COLUMNS if column.is_number):
            numbers = [value for row in rows if isinstance(value := column.value(row), int | float)]
            self._largest[column.key] = max(numbers, default=0)

    def _share(self, row: Row, column: Column) -> float | None:
        value, largest = column.value(row), self._largest.get(column.key, 0)
        return value / largest if isinstance(value, int | float) and largest else None


def _key(column: Column, row: Row) -> tuple[str, float]:
    """Return what a row is sorted by: words before numbers, though a column has only one kind."""
    value = column.value(row)
    return (str(value), 0.0) if isinstance(value, str) else ("", float(value or 0))
