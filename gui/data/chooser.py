"""The dialog in which one chooses what the network learns from."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from engine.data.preview import DEFAULT_SHARES, Shares
from engine.data.source import TABLE_SUFFIXES
from gui.data.source_details import SourceDetails
from gui.data.source_list import SourceList

_SIZE = (980, 700)
_LIST_WIDTH = 340


class DataChooser(QDialog):
    """Lists data sets on the left and shows the current one on the right. Deletes itself when closed.

    Signals:
        source_chosen(str): a name or path.
    """

    source_chosen = Signal(str)

    def __init__(self, source: str, parent: QWidget, shares: Shares = DEFAULT_SHARES) -> None:
        super().__init__(parent)
        self.setObjectName("dataChooser")
        self.setWindowTitle("Choose data")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._source = source
        self.list = SourceList()
        self.details = SourceDetails(shares)
        self.use_button = self._button("useData", "Use these images", self._choose, is_primary=True)
        self.folder_button = self._button("chooseFolder", "Folder…", self._ask_folder)
        self.folder_button.setToolTip(
            "Your own images: a folder for each class, or these inside of train, val and test"
        )
        self.table_button = self._button("chooseTable", "Table…", self._ask_table)
        self.table_button.setToolTip("Your own images: a CSV or Parquet file with a column of paths and one of labels")
        self._build(parent)
        self.list.looked_at.connect(self._look_at)
        self.list.confirmed.connect(self._choose)
        self.list.show_source(source)

    def show_source(self, source: str) -> None:
        """Look at a source; a path is added to the list."""
        self.list.show_source(source)

    def done(self, result: int) -> None:
        """Close, and read nothing more."""
        self.details.work.close()
        super().done(result)

    def _build(self, parent: QWidget) -> None:
        own = QHBoxLayout()
        own.addWidget(self.folder_button)
        own.addWidget(self.table_button)
        left = QVBoxLayout()
        left.setContentsMargins(10, 12, 6, 14)
        left.addWidget(self.list, 1)
        left.addLayout(own)
        holder = QWidget()
        holder.setFixedWidth(_LIST_WIDTH)
        holder.setLayout(left)
        foot = QHBoxLayout()
        foot.setContentsMargins(18, 4, 18, 14)
        foot.addStretch(1)
        foot.addWidget(self.use_button)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.details, 1)
        right.addLayout(foot)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(holder)
        row.addLayout(right, 1)
        self.resize(min(_SIZE[0], parent.width() - 40), min(_SIZE[1], parent.height() - 50))

    def _look_at(self, source: str) -> None:
        self._source = source
        self.details.show_source(source)

    def _choose(self, source: str | bool = "") -> None:
        self.source_chosen.emit(self._source)
        self.accept()

    def _ask_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, "Folder with a folder for each class")
        if folder:
            self.show_source(folder)

    def _ask_table(self) -> None:
        kinds = " ".join(f"*{suffix}" for suffix in TABLE_SUFFIXES)
        path, _ = QFileDialog.getOpenFileName(self, "Table with paths and labels", filter=f"Tables ({kinds})")
        if path:
            self.show_source(path)

    @staticmethod
    def _button(name: str, text: str, action: Callable[[], None], *, is_primary: bool = False) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(name)
        button.setAutoDefault(is_primary)
        button.setProperty("primary", is_primary)
        button.clicked.connect(action)
        return button
