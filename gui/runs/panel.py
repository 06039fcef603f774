"""The list of runs with what can be done with them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QFile, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QInputDialog, QLineEdit, QPushButton, QSplitter, QVBoxLayout, QWidget

from engine.runs import snapshots
from engine.runs.folder import RunFolder
from engine.runs.listing import TRAINING, RunEntry, listed
from engine.training.longer import Longer
from gui.runs.comparison import Comparison
from gui.runs.crops_dialog import CropsDialog
from gui.runs.ensemble_dialog import EnsembleDialog
from gui.runs.folder_menu import FolderMenu
from gui.runs.places import RunPlaces
from gui.runs.table_view import RunTable

MAX_EPOCHS = 100_000
_TABLE_WIDTH, _COMPARISON_WIDTH = 860, 500


class RunsPanel(QWidget):
    """Lists what the folders hold whenever it is told to look.

    Signals:
        go_on_requested(RunFolder, Longer): the person wants a run to go on, for so much longer than planned.
        said(str): a sentence for the person.
    """

    go_on_requested = Signal(object, object)
    said = Signal(str)

    def __init__(self, places: RunPlaces) -> None:
        super().__init__()
        self._places = places
        self._documents: list[Path] = []
        self.setProperty("panel", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.filter = QLineEdit()
        self.filter.setObjectName("runFilter")
        self.filter.setPlaceholderText("Filter: name, tag, state, data…")
        self.filter.setClearButtonEnabled(True)
        self.folder_menu = FolderMenu()
        self.folder_menu.changed.connect(self.refresh)
        self.table = RunTable()
        self.comparison = Comparison()
        self.resume_button = self._button("Resume", "resumeRun", "Go on exactly where the run was")
        self.extend_button = self._button("Extend…", "extendRun", "Train it for more epochs than planned")
        self.crops_button = self._button("Crops…", "testCrops", "Test it with 1 crop, 10 crops and 5 scales × 10 crops")
        self.ensemble_button = self._button(
            "Ensemble…", "testEnsemble", "Test as ensemble: several runs, or the snapshots of one, averaged"
        )
        self.delete_button = self._button("Delete", "deleteRun", "Move the selected runs to the bin (Del)")
        self.resume_button.clicked.connect(self._resume)
        self.extend_button.clicked.connect(self._extend)
        self.crops_button.clicked.connect(self._test_crops)
        self.ensemble_button.clicked.connect(self._test_ensemble)
        self.delete_button.clicked.connect(self.delete_selected)
        self.filter.textChanged.connect(self.table.filter.set_words)
        self.table.selection_changed.connect(self._show_selected)
        self.table.rows.label_edited.connect(self._keep_label)
        self._lay_out()
        self._show_selected()

    def refresh(self, documents: list[Path] | None = None) -> None:
        """Look again what runs there are, also beside these documents."""
        if documents is not None:
            self._documents = documents
        if self.isVisible():
            self.table.rows.show_runs(listed(self._places.roots(self._documents)))
            self._show_selected()

    def delete_selected(self) -> None:
        """Move the selected runs to the bin, but none that is being trained."""
        refused = [run for run in self.table.selected() if not self._to_bin(run)]
        self.refresh()
        if refused:
            self.said.emit(f"{refused[0].name} was not deleted. Stop it first, or check that its folder may be moved.")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self.table.hasFocus():
            self.delete_selected()
        else:
            super().keyPressEvent(event)

    def _button(self, text: str, name: str, tip: str) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(name)
        button.setToolTip(tip)
        return button

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(10, 6, 10, 6)
        top.setSpacing(6)
        top.addWidget(self.filter, 1)
        testing = (self.crops_button, self.ensemble_button)
        for button in (self.resume_button, self.extend_button, *testing, self.delete_button):
            top.addWidget(button)
        top.addWidget(self.folder_menu)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.table, 1)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(left)
        split.addWidget(self.comparison)
        split.setStretchFactor(0, 1)
        split.setSizes([_TABLE_WIDTH, _COMPARISON_WIDTH])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(split)

    def _show_selected(self) -> None:
        runs = self.table.selected()
        self.comparison.show_runs(runs)
        can_train = len(runs) == 1 and runs[0].state != TRAINING
        self.resume_button.setEnabled(can_train and runs[0].can_go_on)
        self.extend_button.setEnabled(can_train)
        self.crops_button.setEnabled(can_train and runs[0].epochs > 0)
        self.ensemble_button.setEnabled(_can_be_ensemble(runs))
        self.delete_button.setEnabled(bool(runs))

    def _resume(self) -> None:
        self._go_on(self.table.selected()[0].folder, 0)

    def _extend(self) -> None:
        run = self.table.selected()[0]
        epochs, accepted = QInputDialog.getInt(self, "Extend the run", f"Epochs more for {run.name}:", 5, 1, MAX_EPOCHS)
        if accepted:
            self._go_on(run.folder, epochs)

    def _test_ensemble(self) -> None:
        EnsembleDialog([run.folder for run in self.table.selected()], self.window()).open()

    def _test_crops(self) -> None:
        run = self.table.selected()[0]
        CropsDialog(run.folder, run.name, self.window()).open()

    def _go_on(self, folder: RunFolder, epochs: int) -> None:
        self.go_on_requested.emit(folder, Longer(epochs=epochs))

    def _to_bin(self, run: RunEntry) -> bool:
        if run.state == TRAINING:
            return False
        moved = QFile.moveToTrash(str(run.folder.path))
        return moved[0] if isinstance(moved, tuple) else bool(moved)

    def _keep_label(self, run: RunEntry, name: str, tags: tuple[str, ...]) -> None:
        try:
            run.folder.write_label(name, tags)
        except OSError as error:
            self.said.emit(f"The name of {run.name} was not kept. The system says: {error.strerror}.")
        self.refresh()


def _can_be_ensemble(runs: list[RunEntry]) -> bool:
    """Whether there are two sets of weights or more that stay as they are."""
    if any(run.state == TRAINING for run in runs):
        return False
    if len(runs) == 1:
        return len(snapshots.listed(runs[0].folder.snapshots)) > 1
    return len(runs) > 1 and all(run.epochs > 0 for run in runs)
