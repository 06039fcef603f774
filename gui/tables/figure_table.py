"""A table whose rows are selected and whose numbers have bars: the analysis and the list of runs are such."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractItemView, QTableView

from gui.tables.bar_delegate import ROW_HEIGHT, BarDelegate
from gui.theme.fonts import numbers


class FigureTable(QTableView):
    """Selects whole rows, several at once, and leaves the Tab key to the window."""

    def __init__(self) -> None:
        super().__init__()
        self.setItemDelegate(BarDelegate(self))
        self.setFont(numbers(self.font()))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.horizontalHeader().setHighlightSections(False)
