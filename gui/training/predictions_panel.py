"""The live view of what the network answers."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from engine.probes.frames import (
    ConfusionFrame,
    Frame,
    FrameKey,
    FrameKind,
    PictureFrame,
    ReportFrame,
    SamplesFrame,
)
from engine.probes.picture import Part, SamplePicture
from gui.plots.predictions_view import AnswerFrame, Answers, PredictionsView
from gui.training.asked import task_of
from gui.training.class_names import class_names
from gui.training.panel import LivePanel
from gui.xray.looking import Looking

_PICTURE, _PREDICTION = FrameKey(FrameKind.PICTURE), FrameKey(FrameKind.PREDICTION)
_CONFUSION = FrameKey(FrameKind.CONFUSION)


class PredictionsPanel(LivePanel):
    """Shows the answer to the watched picture in the task's form, and how the validation images were told apart.

    Signals:
        picture_wanted(PictureSource): the person wants to look at another picture.
    """

    picture_wanted = Signal(object)

    def __init__(self, looking: Looking, parent: QWidget | None = None) -> None:
        sentence = "Build a network that works, or open one, to see what it answers."
        super().__init__("Predictions", "list-ordered", sentence, parent=parent)
        self._looking = looking
        self._title = ""
        self.view = PredictionsView()
        self.set_picture(self.view)
        self.view.turned.connect(self.keys_changed)
        self.view.turned.connect(self._say_what)
        self.view.image_chosen.connect(self._look_at)
        looking.frames_received.connect(self._take_frames)

    @property
    def keys(self) -> frozenset[FrameKey]:
        if self.view.shown is Answers.PICTURE:
            return frozenset({_PICTURE, _PREDICTION, _CONFUSION})
        return frozenset({_CONFUSION} if self._samples_key is None else {_CONFUSION, self._samples_key})

    @property
    def _samples_key(self) -> FrameKey | None:
        samples = self.view.samples
        return FrameKey(FrameKind.SAMPLES, ask=samples) if samples is not None else None

    def begin(self) -> None:
        self.view.set_task(task_of(self._looking.config))
        self.view.clear()
        self.view.set_names(class_names(self._looking.config))
        self.show_idle()

    def show_state(self) -> None:
        if self._looking.graph is not None and self.view.answer.frame is None and not self.view.has_validation:
            self.show_notice(self._looking.waiting_text)

    def _look_at(self, index: int) -> None:
        self.picture_wanted.emit(SamplePicture(Part.VALIDATION, index))
        self.view.choice.press(Answers.PICTURE)

    def _take_frames(self, frames: Mapping[FrameKey, Frame]) -> None:
        picture, answer, confusion = (frames.get(key) for key in (_PICTURE, _PREDICTION, _CONFUSION))
        if isinstance(picture, PictureFrame):
            self.view.set_names(class_names(self._looking.config, picture))
            self.view.show_picture(picture)
            self._title = picture.title
        if isinstance(answer, AnswerFrame):
            self.view.show_answer(answer)
            self._show(answer.step)
        samples = frames.get(self._samples_key) if self._samples_key is not None else None
        if isinstance(samples, SamplesFrame):
            self.view.show_samples(samples)
        if isinstance(confusion, ConfusionFrame):
            self.view.show_confusion(confusion)
            self._show(confusion.step)

        if isinstance(confusion, ReportFrame):
            self.view.show_report(confusion.report)
            self._show(confusion.step)

    def _say_what(self) -> None:
        if self.view.shown is Answers.PICTURE and self.view.answer.frame is not None:
            self.title_row.set_detail(self._title, self.view.answer.verdict())
        elif self.view.shown is not Answers.PICTURE:
            self.title_row.set_detail("validation images")

    def _show(self, step: int) -> None:
        self._say_what()
        self.title_row.set_moment(step)
        self.show_picture()
