"""What a run's network gains by looking at several crops of each test image."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from engine.errors import TrainingError
from engine.runs.folder import RunFolder
from gui.data.working import Task
from gui.runs.result_dialog import ResultDialog

_HEADS = ("Each image seen as", "Accuracy", "Gain")
_SIZE = (520, 260)


class CropsDialog(ResultDialog):
    """Tests in a thread and shows each result when it is there.

    Signals:
        found(CropResult): a way of looking was tested.
    """

    found = Signal(object)

    def __init__(self, folder: RunFolder, title: str, parent: QWidget | None = None) -> None:
        beginning = "Testing the best checkpoint on images that training never saw…"
        super().__init__(f"{title}: one crop against many", _HEADS, beginning, parent)
        self._folder = folder
        self.setObjectName("cropsDialog")
        self.resize(*_SIZE)
        self.found.connect(self._add)
        self._work.done.connect(self._finish)
        self._work.ask(self._test)

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
        gain = "" if result.gain is None else f"{100 * result.gain:+.2f} points".replace("-", "−")
        self.add_row((result.title, f"{result.accuracy:.2%}", gain))

    def _finish(self, num_images: object) -> None:
        averaged = "probabilities are averaged over the crops"
        self.note.show_text(f"The best checkpoint on {num_images:,} test images; {averaged}.")
