"""The rows of the analysis table for Qt: sorted on demand, each cell's text made when it is painted."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import partial

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from engine.analysis.table import COLUMNS, Column, Row
from engine.analysis.table_tree import Branch, as_tree, in_order
from gui.analysis.shown_rows import ShownRow, largest, shown_rows, sorted_by
from gui.tables.bar_delegate import DEPTH, IS_OPEN, SHARE
from gui.tables.heads import alignment, head_data

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class AnalysisTableModel(QAbstractTableModel):
    """A row per node and per group, in network order unless sorted by a column: within each group, by its own sums."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._nodes: tuple[Row, ...] = ()
        self._shown: list[ShownRow] = []
        self._tree: tuple[Branch, ...] = ()
        self._folded: set[str] = set()
        self._seen: set[str] = set()
        self._is_grouped = True
        self._largest: dict[tuple[str, int], float] = {}
        self._sorted_by: Column | None = None
        self._descending = False

    @property
    def shown(self) -> Sequence[ShownRow]:
        """The rows as they are shown."""
        return self._shown

    @property
    def rows(self) -> tuple[Row, ...]:
        """The figures of the rows that are shown."""
        return tuple(shown.row for shown in self._shown)

    @property
    def node_rows(self) -> tuple[Row, ...]:
        """The rows of all nodes, also of those in folded groups, as they are sorted."""
        return tuple(row for branch in self._tree for row in branch.nodes)

    @property
    def has_groups(self) -> bool:
        """Whether any row is a group's."""
        return any(branch.is_group for branch in self._tree)

    def show_rows(self, rows: Sequence[Row], closed: Collection[str] = ()) -> None:
        """Show these rows of nodes, in network order, sorted and folded as those before.

        Args:
            rows: of nodes.
            closed: paths of groups that begin folded, if they are new here.
        """
        self._nodes = tuple(rows)
        self._folded |= {path for path in closed if path not in self._seen}
        self._seen.update(row.name[:at] for row in rows for at, letter in enumerate(row.name) if letter == ".")
        self._show()

    def forget_groups(self) -> None:
        """Take the groups of what is shown next for new ones."""
        self._folded, self._seen = set(), set()

    def group(self, is_grouped: bool) -> None:
        """Show a tree of groups, or one list of all nodes."""
        self._is_grouped = is_grouped
        self._show()

    def toggle(self, at: int) -> None:
        """Fold a group that is open, or open one that is folded."""
        if not self._shown[at].branch.is_group:
            return
        self._folded ^= {self._shown[at].row.name}
        found = shown_rows(self._tree, self._folded)
        more = len(found) - len(self._shown)
        if more > 0:
            self.beginInsertRows(_ROOT, at + 1, at + more)
            self._take(found)
            self.endInsertRows()
        else:
            self.beginRemoveRows(_ROOT, at + 1, at - more)
            self._take(found)
            self.endRemoveRows()
        self.dataChanged.emit(self.index(at, 0), self.index(at, 0))

    def rows_of(self, node_ids: Collection[str]) -> list[int]:
        """Return the rows that stand for these nodes: a group's where all of it is among them, or it is folded."""
        wanted, found = set(node_ids), []
        inside: int | None = None
        for at, shown in enumerate(self._shown):
            if inside is not None and shown.depth > inside:
                continue
            own = set(shown.node_ids)
            is_meant = own <= wanted or (not shown.is_open and not own.isdisjoint(wanted))
            inside = shown.depth if is_meant else None
            if is_meant:
                found.append(at)
        return found

    def parent_of(self, at: int) -> int | None:
        """Return the row of the group that a row is in."""
        depth = self._shown[at].depth
        return next((above for above in range(at - 1, -1, -1) if self._shown[above].depth < depth), None)

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        shown, column = self._shown[index.row()], COLUMNS[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return shown.short_name if index.column() == 0 else column.text(shown.row)
            case Qt.ItemDataRole.TextAlignmentRole:
                return alignment(column)
            case Qt.ItemDataRole.ToolTipRole:
                return f"{shown.row.name} · {column.title}: {column.text(shown.row)}"
        if role == SHARE:
            return self._share(shown, column)
        if index.column() == 0 and role == DEPTH:
            return shown.depth if self.has_groups else None
        return shown.is_open if index.column() == 0 and role == IS_OPEN and shown.branch.is_group else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        return head_data(COLUMNS, section, orientation, role)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; what is unknown comes last. A column of -1 is the network's order."""
        self._sorted_by = COLUMNS[column] if 0 <= column < len(COLUMNS) else None
        self._descending = order is Qt.SortOrder.DescendingOrder
        self._show()

    def _show(self) -> None:
        """Put the rows where they belong; what is selected stays selected."""
        self._tree = as_tree(self._nodes) if self._is_grouped else tuple(map(Branch, self._nodes))
        if self._sorted_by is not None:
            self._tree = in_order(self._tree, partial(_sorted, self._sorted_by, self._descending))
        found = shown_rows(self._tree, self._folded)
        before = [shown.key for shown in self._shown]
        after = [shown.key for shown in found]
        if before == after:
            self._take(found)
            if found:
                self.dataChanged.emit(self.index(0, 0), self.index(len(found) - 1, len(COLUMNS) - 1))
        elif sorted(before) == sorted(after):
            self._take_in_other_order(found)
        else:
            self.beginResetModel()
            self._take(found)
            self.endResetModel()

    def _take_in_other_order(self, found: list[ShownRow]) -> None:
        self.layoutAboutToBeChanged.emit()
        kept = [(index, self._shown[index.row()].key) for index in self.persistentIndexList()]
        self._take(found)
        places = {shown.key: at for at, shown in enumerate(found)}
        for index, key in kept:
            self.changePersistentIndex(index, self.index(places[key], index.column()))
        self.layoutChanged.emit()

    def _take(self, rows: list[ShownRow]) -> None:
        self._shown, self._largest = rows, largest(rows)

    def _share(self, shown: ShownRow, column: Column) -> float | None:
        value, most = column.value(shown.row), self._largest.get((column.key, shown.depth), 0)
        return value / most if isinstance(value, int | float) and most else None


def _sorted(column: Column, descending: bool, branches: Sequence[Branch]) -> list[Branch]:
    return sorted_by(branches, column, descending)
