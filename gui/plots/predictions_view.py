"""What the network answers: to the picture that one looks at, and to the validation images."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import TypeAlias

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from engine.probes.frames import (
    MAX_SAMPLES,
    BoxesFrame,
    ConfusionFrame,
    LabelsFrame,
    MaskFrame,
    PictureFrame,
    PredictionFrame,
    Samples,
    SamplesFrame,
)
from engine.probes.picture import Part
from engine.tasks.report import Report
from engine.tasks.task import Task
from gui.plots.boxes_picture import BoxesPicture
from gui.plots.choice import Choice
from gui.plots.confusion_matrix import ConfusionMatrix
from gui.plots.mask_pictures import MaskPictures
from gui.plots.prediction_bars import PredictionBars
from gui.plots.report_table import ReportTable, figures, headline
from gui.plots.sample_grid import SampleGrid

AnswerFrame: TypeAlias = PredictionFrame | LabelsFrame | MaskFrame | BoxesFrame


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
_PER_CLASS = "How well each class is told on the validation images, at the end of the epoch"
_NO_MISTAKES = (
    "A picture has no one class here that could be mistaken for another. How well each class is told stands under "
    "per class; the picture's own answer under picture."
)
_NO_CELL = "Click a cell to see its images."
_NO_MISTAKE = "No validation image was mistaken."
_ERRORS = "Error: share of validation images whose class is not the likeliest one,\nand not among the five likeliest"
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
        self.bars, self.masks, self.boxes = PredictionBars(), MaskPictures(), BoxesPicture()
        self.matrix, self.report = ConfusionMatrix(), ReportTable()
        self._answers = QStackedWidget()
        self._validation = QStackedWidget()
        self._has_confusion = True
        self.cell_images, self.mistakes = SampleGrid(), SampleGrid()
        self.errors = QLabel()
        self.errors.setProperty("role", "small")
        self.errors.setStyleSheet("font-size: 11px;")
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
    def answer(self) -> PredictionBars | MaskPictures | BoxesPicture:
        """What shows the answer to the picture, in the task's form."""
        shown = self._answers.currentWidget()
        assert isinstance(shown, PredictionBars | MaskPictures | BoxesPicture)
        return shown

    @property
    def has_validation(self) -> bool:
        """Whether an epoch's figures are there."""
        return self.matrix.frame is not None or self.report.report is not None

    @property
    def samples(self) -> Samples | None:
        """The validation images that are to be shown; None for none."""
        wanted = self._wanted.get(self.shown, ())
        return Samples(Part.VALIDATION, wanted) if wanted else None

    def set_names(self, names: Sequence[str]) -> None:
        """Set what the classes are called."""
        for part in (self.bars, self.masks, self.boxes, self.matrix, self.report):
            part.set_names(names)

    def set_task(self, task: Task) -> None:
        """Take the form of a task's answers."""
        self._has_confusion = task.has_confusion
        page = self._cells if task.has_confusion else self.report
        self._validation.setCurrentWidget(page)
        button = self.choice.buttons[Answers.CONFUSION]
        button.setText("confusion" if task.has_confusion else "per class")
        button.setToolTip(_ANSWERS["confusion"] if task.has_confusion else _PER_CLASS)
        self.errors.setToolTip(_ERRORS if task.has_confusion else task.metric.doc)

    def show_picture(self, frame: PictureFrame) -> None:
        """Show the picture that is answered to."""
        for part in (self.bars, self.masks, self.boxes):
            part.show_picture(frame)

    def show_answer(self, frame: AnswerFrame) -> None:
        """Show an answer in place of the former one."""
        match frame:
            case MaskFrame():
                self._answers.setCurrentWidget(self.masks)
                self.masks.show_frame(frame)
            case BoxesFrame():
                self._answers.setCurrentWidget(self.boxes)
                self.boxes.show_frame(frame)
            case _:
                self._answers.setCurrentWidget(self.bars)
                self.bars.show_frame(frame)

    def show_report(self, report: Report) -> None:
        """Show an epoch's figures in place of the former one's."""
        self.report.show_report(report)
        self.errors.setText(headline(report))
        self.errors.setToolTip("On the validation images:\n" + "\n".join(figures(report)))

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
        for part in (self.bars, self.masks, self.boxes, self.matrix):
            part.clear()
        self.matrix.hide()
        self.report.clear_report()
        self.errors.setText("")
        self.cell_images.show_notice(_WAITING)
        self.mistakes.show_notice(_WAITING if self._has_confusion else _NO_MISTAKES)

    def _lay_out(self) -> None:
        self._cells = QWidget()
        beside = QHBoxLayout(self._cells)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(14)
        beside.addWidget(self.matrix, 1)
        beside.addWidget(self.cell_images, 1)
        for answer in (self.bars, self.masks, self.boxes):
            self._answers.addWidget(answer)
        for told in (self._cells, self.report):
            self._validation.addWidget(told)
        for page in (self._answers, self._validation, self.mistakes):
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
