"""The analysis table on the screen, and its ties to the selection on the canvas."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView

from engine.analysis.table import COLUMNS
from gui.analysis.table_model import AnalysisTableModel
from gui.tables.figure_table import FigureTable

_WIDTHS = {
    "name": 126,
    "type": 108,
    "output": 128,
    "num_params": 104,
    "macs": 126,
    "memory": 82,
    "field": 86,
    "jump": 50,
}
_OTHER_WIDTH = 92

_Flag = QItemSelectionModel.SelectionFlag


class AnalysisTable(FigureTable):
    """Rows to be sorted and selected.

    Signals:
        nodes_selected(list[str]): the person selected the rows of these nodes.
        node_chosen(str): a row was double-clicked, or Enter was pressed on it.
    """

    nodes_selected = Signal(object)
    node_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.rows = AnalysisTableModel(self)
        self._is_following = False
        self.setObjectName("analysisTable")
        self.setAccessibleName("Analysis")
        self.setModel(self.rows)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._set_up_headers()
        self.selectionModel().selectionChanged.connect(self._announce)
        self.doubleClicked.connect(self._choose_current)

    def follow(self, node_ids: Collection[str]) -> None:
        """Select the rows of what is selected on the canvas."""
        places = sorted(at for node_id in node_ids if (at := self.rows.row_of(node_id)) is not None)
        wanted = QItemSelection()
        for at in places:
            wanted.select(self.rows.index(at, 0), self.rows.index(at, len(COLUMNS) - 1))
        self._is_following = True
        self.selectionModel().select(wanted, _Flag.ClearAndSelect)
        self._is_following = False
        if places:
            self.selectionModel().setCurrentIndex(self.rows.index(places[0], 0), _Flag.NoUpdate)
            self.scrollTo(self.rows.index(places[0], 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose_current()
        else:
            super().keyPressEvent(event)

    def _set_up_headers(self) -> None:
        across, down = self.horizontalHeader(), self.verticalHeader()
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        across.setSortIndicatorClearable(True)
        across.setMinimumSectionSize(44)
        for at, column in enumerate(COLUMNS):
            across.resizeSection(at, _WIDTHS.get(column.key, _OTHER_WIDTH))
        self.setSortingEnabled(True)
        self.sortByColumn(-1, Qt.SortOrder.AscendingOrder)

    def _announce(self) -> None:
        if not self._is_following:
            chosen = sorted(index.row() for index in self.selectionModel().selectedRows())
            self.nodes_selected.emit([self.rows.rows[at].node_id for at in chosen])

    def _choose_current(self) -> None:
        index = self.currentIndex()
        if index.isValid():
            self.node_chosen.emit(self.rows.rows[index.row()].node_id)
