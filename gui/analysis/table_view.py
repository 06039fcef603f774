"""The analysis table on the screen, and its ties to the selection on the canvas."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView

from engine.analysis.table import COLUMNS
from gui.analysis.table_model import AnalysisTableModel
from gui.tables.bar_delegate import IS_OPEN, arrow_room
from gui.tables.figure_table import FigureTable

_WIDTHS = {
    "name": 158,
    "type": 108,
    "output": 128,
    "num_params": 104,
    "macs": 126,
    "memory": 92,
    "field": 86,
    "jump": 50,
}
_OTHER_WIDTH = 92

_Flag = QItemSelectionModel.SelectionFlag


class AnalysisTable(FigureTable):
    """Rows to be sorted and selected.

    Signals:
        nodes_selected(list[str]): the person selected the rows of these nodes, or of the groups that they are in.
        nodes_chosen(tuple[str, ...]): a row was double-clicked, or Enter was pressed on it.
    """

    nodes_selected = Signal(object)
    nodes_chosen = Signal(object)

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
        places = self.rows.rows_of(node_ids) if node_ids else []
        wanted = QItemSelection()
        for at in places:
            wanted.select(self.rows.index(at, 0), self.rows.index(at, len(COLUMNS) - 1))
        self._is_following = True
        self.selectionModel().select(wanted, _Flag.ClearAndSelect)
        self._is_following = False
        if places:
            self.selectionModel().setCurrentIndex(self.rows.index(places[0], 0), _Flag.NoUpdate)
            self.scrollTo(self.rows.index(places[0], 0))

    def toggle(self, at: int) -> None:
        """Fold or open a group's row; what was selected stays so, by the group's row where its own is hidden."""
        selected = self._selected_ids()
        self._is_following = True
        self.rows.toggle(at)
        self._is_following = False
        self.follow(selected)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = self._arrow_at(event.position())
        if at is not None:
            self.toggle(at)
        else:
            super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        at = self._arrow_at(event.position())
        if at is not None:
            self.toggle(at)
        else:
            super().mouseDoubleClickEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose_current()
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right) and self.rows.has_groups:
            self._go_in_or_out(event.key() == Qt.Key.Key_Right)
        else:
            super().keyPressEvent(event)

    def _go_in_or_out(self, into: bool) -> None:
        """Open a folded group; or fold an open one, and go from a row in it to its own, as trees do."""
        at = self.currentIndex().row()
        if at < 0:
            return
        shown = self.rows.shown[at]
        if shown.branch.is_group and shown.is_open != into:
            self.toggle(at)
        elif not into and (parent := self.rows.parent_of(at)) is not None:
            self.selectRow(parent)

    def _arrow_at(self, place: QPointF) -> int | None:
        """Return the row of the group whose arrow is there."""
        index = self.indexAt(place.toPoint())
        if index.data(IS_OPEN) is None:
            return None
        room = arrow_room(QRectF(self.visualRect(index)), index)
        return index.row() if room.contains(place) else None

    def _set_up_headers(self) -> None:
        across, down = self.horizontalHeader(), self.verticalHeader()
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        across.setSortIndicatorClearable(True)
        across.setMinimumSectionSize(44)
        for at, column in enumerate(COLUMNS):
            across.resizeSection(at, _WIDTHS.get(column.key, _OTHER_WIDTH))
        self.setSortingEnabled(True)
        self.sortByColumn(-1, Qt.SortOrder.AscendingOrder)

    def _selected_ids(self) -> list[str]:
        chosen = sorted(index.row() for index in self.selectionModel().selectedRows())
        return list(dict.fromkeys(node_id for at in chosen for node_id in self.rows.shown[at].node_ids))

    def _announce(self) -> None:
        if not self._is_following:
            self.nodes_selected.emit(self._selected_ids())

    def _choose_current(self) -> None:
        index = self.currentIndex()
        if index.isValid():
            self.nodes_chosen.emit(self.rows.shown[index.row()].node_ids)
