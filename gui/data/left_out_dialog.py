"""The files of a data set that cannot be used, each with its reason."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from engine.data.left_out import LeftOut
from engine.layers.counted import counted
from gui.dialogs.copy_row import copy_row
from gui.theme.appearance import appearance


class LeftOutDialog(QDialog):
    """Lists files, for reading and copying. Deletes itself when closed."""

    def __init__(self, files: Sequence[LeftOut], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._files = files
        self.setObjectName("leftOut")
        self.setWindowTitle("Files that are left out")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(760, 420)
        message = QLabel(f"{counted(len(files), 'files')} cannot be used. Training goes on with the others.")
        message.setWordWrap(True)
        self.table = QTableWidget(len(files), 2)
        self.table.setHorizontalHeaderLabels(["File", "Why"])
        self.table.verticalHeader().hide()
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.table.setShowGrid(False)
        self.table.setTextElideMode(Qt.TextElideMode.ElideLeft)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        theme = appearance.theme
        self.table.setStyleSheet(
            f"QTableWidget {{ background: {theme.panel}; color: {theme.text}; border: 1px solid {theme.border};"
            f" border-radius: 6px; selection-background-color: {theme.accent}; selection-color: {theme.on_accent}; }}"
            f"QHeaderView::section {{ background: {theme.panel}; color: {theme.muted}; border: none;"
            f" border-bottom: 1px solid {theme.border}; padding: 6px; }}"
        )
        for row, file in enumerate(files):
            for column, text in enumerate((file.path, file.reason)):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                self.table.setItem(row, column, item)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(12)
        layout.addWidget(message)
        layout.addWidget(self.table, 1)
        layout.addLayout(copy_row(self, "Copy list", self._copy))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText("\n".join(f"{file.path}\t{file.reason}" for file in self._files))
