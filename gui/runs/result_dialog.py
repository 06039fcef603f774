"""A dialog that tests in a thread and shows what comes out as a table."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QFont, QGuiApplication
from PySide6.QtWidgets import QDialog, QHeaderView, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from gui.data.working import LatestWork
from gui.dialogs.copy_row import copy_row
from gui.wrapped_label import WrappedLabel


class ResultDialog(QDialog):
    """A sentence, a table and a button that copies it. Ends its work when closed, and deletes itself."""

    def __init__(self, title: str, heads: Sequence[str], beginning: str, parent: QWidget | None = None) -> None:
        """Show an empty table.

        Args:
            title: of the window.
            heads: of the columns; the first takes the room that is left.
            beginning: the sentence until there are results.
            parent: the window above which it opens.
        """
        super().__init__(parent)
        self._heads = tuple(heads)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.note = WrappedLabel("small")
        self.note.show_text(beginning)
        self.table = QTableWidget(0, len(heads))
        self.table.setHorizontalHeaderLabels(list(heads))
        self.table.verticalHeader().hide()
        self.table.setShowGrid(False)
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(12)
        layout.addWidget(self.note)
        layout.addWidget(self.table, 1)
        layout.addLayout(copy_row(self, "Copy", self._copy, "Copy the table"))
        self._work = LatestWork(self)
        self._work.failed.connect(self.note.show_text)

    @property
    def rows(self) -> list[list[str]]:
        """What the table says."""
        table = self.table
        items = [[table.item(row, column) for column in range(len(self._heads))] for row in range(table.rowCount())]
        return [[item.text() if item is not None else "" for item in row] for row in items]

    def add_row(self, texts: Sequence[str], *, strong: bool = False) -> None:
        """Add a row: a name and, to the right, its figures."""
        row = self.table.rowCount()
        self.table.insertRow(row)
        for column, text in enumerate(texts):
            item = QTableWidgetItem(text)
            if column:
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            if strong:
                font = QFont(self.table.font())
                font.setBold(True)
                item.setFont(font)
            self.table.setItem(row, column, item)

    def done(self, result: int) -> None:
        self._work.close()
        super().done(result)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._work.close()
        super().closeEvent(event)

    def _copy(self) -> None:
        rows = [list(self._heads), *self.rows]
        QGuiApplication.clipboard().setText("\n".join("\t".join(row) for row in rows))
