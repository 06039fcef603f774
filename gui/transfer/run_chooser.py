"""The dialog in which one chooses the run whose weights the next one starts from."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from engine.runs.listing import RunEntry, listed
from engine.training.weights.kept import BEST, LAST
from gui.wrapped_label import WrappedLabel

_SIZE = QSize(620, 420)
_COLUMNS = ("Run", "Data", "Epochs", "Best", "Begun")
_NONE = "No run has been kept yet. Train a network first: each run is a folder with its weights."


class RunChooser(QDialog):
    """Lists the runs that have weights, the latest first. Deletes itself when closed.

    Signals:
        source_chosen(str): ``FOLDER/best`` or ``FOLDER/last``.
    """

    source_chosen = Signal(str)

    def __init__(self, roots: Iterable[Path], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("runChooser")
        self.setWindowTitle("Start from a run")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.list = _list()
        self.moment = QComboBox()
        self.moment.setObjectName("startMoment")
        self.moment.addItem("Weights of its best epoch", BEST)
        self.moment.addItem("Weights of its last step", LAST)
        self.use_button = QPushButton("Start from this run")
        self.use_button.setObjectName("useRun")
        self.use_button.setProperty("primary", True)
        self.use_button.clicked.connect(self._choose)
        self.list.itemDoubleClicked.connect(self._choose)
        self._build()
        self._fill([run for run in listed(roots) if run.epochs])

    def _build(self) -> None:
        self._hint = WrappedLabel("muted")
        foot = QHBoxLayout()
        foot.addWidget(self.moment)
        foot.addStretch(1)
        foot.addWidget(self.use_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 14, 14, 14)
        column.setSpacing(10)
        column.addWidget(self._hint)
        column.addWidget(self.list, 1)
        column.addLayout(foot)
        self.resize(_SIZE)

    def _fill(self, runs: list[RunEntry]) -> None:
        for run in runs:
            item = QTreeWidgetItem(self.list, _texts(run))
            item.setData(0, Qt.ItemDataRole.UserRole, str(run.folder.path))
            item.setToolTip(0, str(run.folder.path))
        self.list.setCurrentIndex(self.list.model().index(0, 0))
        self._hint.show_text("" if runs else _NONE)
        self.use_button.setEnabled(bool(runs))

    def _choose(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            folder = item.data(0, Qt.ItemDataRole.UserRole)
            self.source_chosen.emit(f"{folder}/{self.moment.currentData()}")
            self.accept()


def _list() -> QTreeWidget:
    tree = QTreeWidget()
    tree.setObjectName("runsToStartFrom")
    tree.setRootIsDecorated(False)
    tree.setUniformRowHeights(True)
    tree.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    tree.setHeaderLabels(_COLUMNS)
    header = tree.header()
    header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    header.setStretchLastSection(False)
    header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    return tree


def _texts(run: RunEntry) -> list[str]:
    best = f"{run.metric.title} {run.best_accuracy:.1%}" if run.best_accuracy is not None else "–"
    data = Path(str(run.config.get("data", ""))).name
    return [run.name, data, f"{run.epochs:,}", best, f"{run.created:%Y-%m-%d %H:%M}"]
