"""The rows of the list of runs for Qt; names and tags are edited in place."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from engine.runs.listing import RunEntry
from gui.runs.columns import COLUMNS
from gui.tables.heads import alignment, head_data

SORT = int(Qt.ItemDataRole.UserRole) + 2  # the one before is what `BarDelegate` draws bars for
"""Role of what a cell is sorted by; what is unknown sorts before everything."""

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


NAME, TAGS = 0, 1
"""Columns that are edited in place."""


class RunTableModel(QAbstractTableModel):
    """One row per run.

    Signals:
        label_edited(RunEntry, str, tuple[str, ...]): the person gave a run this name and these tags.
    """

    label_edited = Signal(object, str, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runs: list[RunEntry] = []

    def show_runs(self, runs: list[RunEntry]) -> None:
        """Show these runs; where they are the same ones, what is selected stays selected."""
        is_same = [run.folder for run in runs] == [run.folder for run in self._runs]
        if is_same:
            self._runs = runs
            if runs:
                self.dataChanged.emit(self.index(0, 0), self.index(len(runs) - 1, len(COLUMNS) - 1))
            return
        self.beginResetModel()
        self._runs = runs
        self.endResetModel()

    def run_at(self, row: int) -> RunEntry:
        """Return the run of a row."""
        return self._runs[row]

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._runs)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def flags(self, index: Index) -> Qt.ItemFlag:
        found = super().flags(index)
        return found | Qt.ItemFlag.ItemIsEditable if index.column() in (NAME, TAGS) else found

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        run, column = self._runs[index.row()], COLUMNS[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole, Qt.ItemDataRole.AccessibleTextRole):
            return column.text(run)
        if role == SORT:
            return column.key(run)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return alignment(column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return str(run.folder.path)
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        run = self._runs[index.row()]
        words = str(value).strip()
        if index.column() == NAME:
            self.label_edited.emit(run, words, run.tags)
        else:
            tags = tuple(dict.fromkeys(word.strip() for word in words.split(",") if word.strip()))
            self.label_edited.emit(run, run.name, tags)
        return True

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        return head_data(COLUMNS, section, orientation, role)
