"""The list of runs on the screen: sorted by any column, filtered by words."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSortFilterProxyModel, Qt, Signal

from engine.runs.listing import RunEntry
from gui.runs.columns import COLUMNS, STARTED
from gui.runs.table_model import SORT, RunTableModel
from gui.tables.figure_table import FigureTable

_WIDTHS = (150, 90, 92, 70, 92, 62, 62, 76, 84, 60, 60, 150)


class _Filter(QSortFilterProxyModel):
    """Lets through the rows that have all of some words in any of their cells."""

    words: tuple[str, ...] = ()

    def filterAcceptsRow(self, row: int, parent: QModelIndex | QPersistentModelIndex) -> bool:
        source = self.sourceModel()
        assert isinstance(source, RunTableModel)
        text = " ".join(column.text(source.run_at(row)) for column in COLUMNS).lower()
        return all(word in text for word in self.words)

    def set_words(self, text: str) -> None:
        """Filter by the words of a text."""
        self.words = tuple(text.lower().split())
        self.invalidate()


class RunTable(FigureTable):
    """Rows to be sorted, filtered and selected.

    Signals:
        selection_changed(): other runs are selected.
    """

    selection_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.rows = RunTableModel(self)
        self.filter = _Filter(self)
        self.filter.setSourceModel(self.rows)
        self.filter.setSortRole(SORT)
        self.setObjectName("runTable")
        self.setAccessibleName("Runs")
        self.setModel(self.filter)
        for at, width in enumerate(_WIDTHS):
            self.horizontalHeader().resizeSection(at, width)
        self.setSortingEnabled(True)
        self.sortByColumn(STARTED, Qt.SortOrder.DescendingOrder)
        self.selectionModel().selectionChanged.connect(self._announce)
        self.filter.modelReset.connect(self._announce)

    def selected(self) -> list[RunEntry]:
        """Return the selected runs, as they stand in the list."""
        places = sorted(self.selectionModel().selectedRows(), key=QModelIndex.row)
        return [self.rows.run_at(self.filter.mapToSource(place).row()) for place in places]

    def _announce(self, *news: object) -> None:
        self.selection_changed.emit()
