"""What the network answers: to the picture that one looks at, and to the validation images."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from engine.probes.frames import MAX_SAMPLES, ConfusionFrame, Samples, SamplesFrame
from engine.probes.picture import Part
from gui.plots.choice import Choice
from gui.plots.confusion_matrix import ConfusionMatrix
from gui.plots.prediction_bars import PredictionBars
from gui.plots.sample_grid import SampleGrid


class Answers(IntEnum):
    """To what the network answers; the places of the buttons."""

    PICTURE = 0
    CONFUSION = 1
    MISTAKES = 2


_ANSWERS = {
    "picture": "The likeliest classes of the picture that all views look at",
    "confusion": "How the validation images were told apart at the end of the epoch; click a cell to see its images",
    "mistakes": "Validation images with the highest loss; click one to look at it",
}
_NO_CELL = "Click a cell to see its images."
_NO_MISTAKE = "No validation image was mistaken."
_WAITING = "Counted at the end of each epoch of a run."


class PredictionsView(QWidget):
    """Shows whichever is chosen.

    Signals:
        turned(): something else is looked at, other images are wanted.
        image_chosen(int): place among the validation images of one that was clicked.
    """

    turned = Signal()
    image_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wanted: dict[Answers, tuple[int, ...]] = {}
        self.choice = Choice(_ANSWERS)
        self.bars, self.matrix = PredictionBars(), ConfusionMatrix()
        self.cell_images, self.mistakes = SampleGrid(), SampleGrid()
        self.errors = QLabel()
        self.errors.setProperty("role", "small")
        self.errors.setStyleSheet("font-size: 11px;")
        self.errors.setToolTip(
            "Error: share of validation images whose class is not the likeliest one,\nand not among the five likeliest"
        )
        self._stack = QStackedWidget()
        self._lay_out()
        self.choice.chosen.connect(self._turn)
        self.matrix.cell_clicked.connect(self._show_cell)
        self.cell_images.clicked.connect(self._choose)
        self.mistakes.clicked.connect(self._choose)
        self.clear()

    @property
    def shown(self) -> Answers:
        """What is looked at."""
        return Answers(self.choice.place)

    @property
    def samples(self) -> Samples | None:
        """The validation images that are to be shown; None for none."""
        wanted = self._wanted.get(self.shown, ())
        return Samples(Part.VALIDATION, wanted) if wanted else None

    def set_names(self, names: Sequence[str]) -> None:
        """Set what the classes are called."""
        self.bars.set_names(names)
        self.matrix.set_names(names)

    def show_confusion(self, frame: ConfusionFrame) -> None:
        """Show an epoch's counts in place of the former one's."""
        self.matrix.show_frame(frame)
        self.matrix.show()
        self.errors.setText(f"top-1 error {frame.top1_error:.1%} · top-5 {frame.top5_error:.1%}")
        self._wanted[Answers.MISTAKES] = tuple(mistake.index for mistake in frame.worst[:MAX_SAMPLES])
        if not frame.worst:
            self.mistakes.show_notice(_NO_MISTAKE)
        if self.matrix.chosen is not None:
            self._show_cell(*self.matrix.chosen)
        else:
            self.cell_images.show_notice(_NO_CELL)
            self.turned.emit()

    def show_samples(self, frame: SamplesFrame) -> None:
        """Show the images that were wanted, with what the network takes them for."""
        grid = self.mistakes if self.shown is Answers.MISTAKES else self.cell_images
        captions = [
            self._caption(int(index), int(label)) for index, label in zip(frame.indices, frame.labels, strict=True)
        ]
        grid.show_images(list(frame.pixels), captions)

    def clear(self) -> None:
        """Show nothing."""
        self._wanted.clear()
        self.bars.clear()
        self.matrix.clear()
        self.matrix.hide()
        self.errors.setText("")
        self.cell_images.show_notice(_WAITING)
        self.mistakes.show_notice(_WAITING)

    def _lay_out(self) -> None:
        cells = QWidget()
        beside = QHBoxLayout(cells)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(14)
        beside.addWidget(self.matrix, 1)
        beside.addWidget(self.cell_images, 1)
        for page in (self.bars, cells, self.mistakes):
            self._stack.addWidget(page)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.addWidget(self.choice)
        head.addStretch(1)
        head.addWidget(self.errors)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(head)
        layout.addWidget(self._stack, 1)

    def _turn(self, place: int) -> None:
        self._stack.setCurrentIndex(place)
        self.turned.emit()

    def _show_cell(self, label: int, predicted: int) -> None:
        frame = self.matrix.frame
        found = frame.images_in(label, predicted) if frame is not None else ()
        self._wanted[Answers.CONFUSION] = found[:MAX_SAMPLES]
        if not found:
            self.cell_images.show_notice("No image is in this cell.")
        self.turned.emit()

    def _choose(self, place: int) -> None:
        wanted = self._wanted.get(self.shown, ())
        if place < len(wanted):
            self.image_chosen.emit(wanted[place])

    def _caption(self, index: int, label: int) -> str:
        frame = self.matrix.frame
        answer = int(frame.predicted[index]) if frame is not None and index < len(frame.predicted) else label
        own, other = self.bars.name_of(label), self.bars.name_of(answer)
        return own if own == other else f"{own} → {other}"
