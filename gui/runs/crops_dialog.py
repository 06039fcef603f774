"""What a run's network gains by looking at several crops of each test image."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import QDialog, QHeaderView, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from engine.errors import TrainingError
from engine.runs.folder import RunFolder
from gui.data.working import LatestWork, Task
from gui.dialogs.copy_row import copy_row
from gui.wrapped_label import WrappedLabel

_HEADS = ("Each image seen as", "Accuracy", "Gain")
_SIZE = (520, 260)


class CropsDialog(QDialog):
    """Tests in a thread and shows each result when it is there. Deletes itself when closed.

    Signals:
        found(CropResult): a way of looking was tested.
    """

    found = Signal(object)

    def __init__(self, folder: RunFolder, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self.setObjectName("cropsDialog")
        self.setWindowTitle(f"{title}: one crop against many")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(*_SIZE)
        self.note = WrappedLabel("small")
        self.note.show_text("Testing the best checkpoint on images that training never saw…")
        self.table = QTableWidget(0, len(_HEADS))
        self.table.setHorizontalHeaderLabels(list(_HEADS))
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
        self.found.connect(self._add)
        self._work = LatestWork(self)
        self._work.done.connect(self._finish)
        self._work.failed.connect(self.note.show_text)
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
        """Worker: test, and hand each result over; what is closed meanwhile ends within a batch."""
        from engine.compiling.compiler import compile_graph
        from engine.training import crop_test, devices
        from engine.training.weights.reading import read

        document = self._folder.document()
        module = compile_graph(document.graph)
        try:
            module.load_state_dict(read(str(self._folder.path)).tensors)
        except RuntimeError as error:
            raise TrainingError(f"The run's weights do not fit its network: {str(error).splitlines()[0]}") from error
        device = devices.choose(document.training.device)
        number = 0
        for result in crop_test.results(
            module, document.graph, document.training, device, may_go_on=lambda: not task.is_cancelled
        ):
            task.report("Testing", number, 0, "")
            self.found.emit(result)
            number = result.num_images
        return number

    def _add(self, result: object) -> None:
        from engine.training.crop_test import CropResult

        assert isinstance(result, CropResult)
        row = self.table.rowCount()
        self.table.insertRow(row)
        gain = "" if result.gain is None else f"{100 * result.gain:+.2f} points".replace("-", "−")
        for column, text in enumerate((result.title, f"{result.accuracy:.2%}", gain)):
            item = QTableWidgetItem(text)
            if column:
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self.table.setItem(row, column, item)

    def _finish(self, num_images: object) -> None:
        averaged = "probabilities are averaged over the crops"
        self.note.show_text(f"The best checkpoint on {num_images:,} test images; {averaged}.")

    def _copy(self) -> None:
        rows = [list(_HEADS), *self.rows]
        QGuiApplication.clipboard().setText("\n".join("\t".join(row) for row in rows))
