"""What several runs, or the snapshots of one, come to when their probabilities are averaged."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QFont, QGuiApplication
from PySide6.QtWidgets import QDialog, QHeaderView, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from engine.runs.ensemble_result import EnsembleResult
from engine.runs.folder import RunFolder
from gui.data.working import LatestWork, Task
from gui.dialogs.copy_row import copy_row
from gui.wrapped_label import WrappedLabel

_HEADS = ("Member", "Accuracy", "Against the mean")
_SIZE = (560, 340)


class EnsembleDialog(QDialog):
    """Tests in a thread and shows each member beside all together. Deletes itself when closed."""

    def __init__(self, folders: Sequence[RunFolder], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folders = tuple(folders)
        self.setObjectName("ensembleDialog")
        self.setWindowTitle("Test as ensemble")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(*_SIZE)
        self.note = WrappedLabel("small")
        self.note.show_text("Testing on images that training never saw…")
        self.table = QTableWidget(0, len(_HEADS))
        self.table.setHorizontalHeaderLabels(list(_HEADS))
        self.table.verticalHeader().hide()
        self.table.setShowGrid(False)
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.table.setColumnWidth(2, 140)
        first = QTableWidgetItem(_HEADS[0])
        first.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.table.setHorizontalHeaderItem(0, first)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(12)
        layout.addWidget(self.note)
        layout.addWidget(self.table, 1)
        layout.addLayout(copy_row(self, "Copy", self._copy, "Copy the table"))
        self._work = LatestWork(self)
        self._work.done.connect(self._show)
        self._work.failed.connect(self.note.show_text)
        self._work.progressed.connect(self._show_progress)
        self._work.ask(self._test)

    @property
    def rows(self) -> list[list[str]]:
        """What the table says."""
        table = self.table
        items = [[table.item(row, column) for column in range(len(_HEADS))] for row in range(table.rowCount())]
        return [[item.text() if item is not None else "" for item in row] for row in items]

    def done(self, result: int) -> None:
        self._work.close()
        super().done(result)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._work.close()
        super().closeEvent(event)

    def _test(self, task: Task) -> object:
        """Worker: test; what is closed meanwhile ends within a batch."""
        from engine.runs.ensembles import evaluate_together
        from engine.runs.members import members

        chosen = members(self._folders)
        device = str(chosen[0].document.training.device)

        def report(done: int, total: int) -> None:
            task.report("Testing", done, total, "members")

        return evaluate_together(chosen, device, report, lambda: not task.is_cancelled)

    def _show_progress(self, what: str, done: int, total: int, unit: str) -> None:
        self.note.show_text(f"{what} member {done + 1} of {total} on images that training never saw…")

    def _show(self, result: object) -> None:
        assert isinstance(result, EnsembleResult)
        for title, accuracy in zip(result.titles, result.accuracies, strict=True):
            self._add((title, f"{accuracy:.2%}", _points(accuracy - result.mean)))
        self._add(("Mean of the members", f"{result.mean:.2%}", ""))
        self._add((f"Ensemble of {len(result.titles)}", f"{result.accuracy:.2%}", _points(result.gain)), strong=True)
        what = "snapshots at the end of each cycle" if len(self._folders) == 1 else "runs with their latest weights"
        self.note.show_text(
            f"{len(result.titles)} {what}, on {result.num_images:,} test images. The ensemble's answer is the mean of "
            "the members' probabilities (softmax)."
        )

    def _add(self, texts: tuple[str, ...], *, strong: bool = False) -> None:
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

    def _copy(self) -> None:
        rows = [list(_HEADS), *self.rows]
        QGuiApplication.clipboard().setText("\n".join("\t".join(row) for row in rows))


def _points(share: float) -> str:
    return f"{100 * share:+.2f} points"
