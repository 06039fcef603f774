"""What several runs, or the snapshots of one, come to when their probabilities are averaged."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTableWidgetItem, QWidget

from engine.runs.ensemble_result import EnsembleResult
from engine.runs.folder import RunFolder
from gui.data.working import Task
from gui.runs.result_dialog import ResultDialog

_HEADS = ("Member", "Accuracy", "Against the mean")
_SIZE = (560, 340)


class EnsembleDialog(ResultDialog):
    """Tests in a thread and shows each member beside all together."""

    def __init__(self, folders: Sequence[RunFolder], parent: QWidget | None = None) -> None:
        super().__init__("Test as ensemble", _HEADS, "Testing on images that training never saw…", parent)
        self._folders = tuple(folders)
        self.setObjectName("ensembleDialog")
        self.resize(*_SIZE)
        self.table.setColumnWidth(2, 140)
        first = QTableWidgetItem(_HEADS[0])
        first.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.table.setHorizontalHeaderItem(0, first)
        self._work.done.connect(self._show)
        self._work.progressed.connect(self._show_progress)
        self._work.ask(self._test)

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
            self.add_row((title, f"{accuracy:.2%}", _points(accuracy - result.mean)))
        self.add_row(("Mean of the members", f"{result.mean:.2%}", ""))
        self.add_row((f"Ensemble of {len(result.titles)}", f"{result.accuracy:.2%}", _points(result.gain)), strong=True)
        what = "snapshots at the end of each cycle" if len(self._folders) == 1 else "runs with their latest weights"
        self.note.show_text(
            f"{len(result.titles)} {what}, on {result.num_images:,} test images. The ensemble's answer is the mean of "
            "the members' probabilities (softmax)."
        )


def _points(share: float) -> str:
    return f"{100 * share:+.2f} points"
