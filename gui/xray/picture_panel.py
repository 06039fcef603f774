"""Choosing the picture that all views look at: it is held fixed, so that one sees the network change, not the data."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from engine.probes.frames import Frame, FrameKey, FrameKind, PictureFrame, Samples, SamplesFrame
from engine.probes.picture import FilePicture, PictureSource, SamplePicture
from engine.tasks.catalogue import TASKS
from engine.training.config import TrainingConfig
from gui.training.class_names import class_names
from gui.xray.draw_page import DrawPage
from gui.xray.file_page import FilePage
from gui.xray.looking import Looking
from gui.xray.preview import Preview
from gui.xray.sample_page import SamplePage

_VIEWER = "picture"
_PICTURE = FrameKey(FrameKind.PICTURE)


class PicturePanel(QWidget):
    """What the picture is, and below it one page for each kind of source."""

    def __init__(self, looking: Looking, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._looking = looking
        self._data = ("", "")
        self._has_one_class = True
        self._class_names: tuple[str, ...] = ()
        self.setObjectName("picturePanel")
        self.setProperty("panel", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.preview = Preview()
        self.samples, self.file, self.draw = SamplePage(looking), FilePage(), DrawPage()
        self.pages = QStackedWidget()
        self._buttons = QButtonGroup(self)
        self._lay_out()
        for page in (self.samples, self.file, self.draw):
            page.chosen.connect(looking.show_picture)
        self.samples.missed.connect(self.preview.say_problem)
        self.samples.part.currentIndexChanged.connect(self._ask)
        looking.frames_received.connect(self._take)
        looking.begun.connect(self.preview.show_nothing)
        looking.picture_changed.connect(self._show_page_of)
        self._show_page_of(looking.picture)

    def set_data(self, config: TrainingConfig) -> None:
        """Follow another data set, as the settings name it."""
        if (config.data, config.task) != self._data:
            self._data = (config.data, config.task)
            self._has_one_class = TASKS[config.task].has_confusion
            self._set_classes(class_names(config) if self._has_one_class else ())

    def _set_classes(self, names: tuple[str, ...]) -> None:
        if names != self._class_names:
            self._class_names = names
            self.samples.set_classes(names)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(2)
        pages: tuple[tuple[str, QWidget], ...] = (("Data", self.samples), ("File", self.file), ("Draw", self.draw))
        for place, (name, page) in enumerate(pages):
            button = QToolButton()
            button.setObjectName(f"picture{name}")
            button.setText(name)
            button.setCheckable(True)
            button.clicked.connect(partial(self._open_page, place))
            self._buttons.addButton(button, place)
            row.addWidget(button)
            self.pages.addWidget(page)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 10)
        layout.setSpacing(8)
        layout.addWidget(self.preview)
        layout.addLayout(row)
        layout.addWidget(self.pages, 1)

    def _open_page(self, place: int, checked: bool = False) -> None:
        self._buttons.button(place).setChecked(True)
        self.pages.setCurrentIndex(place)

    def _show_page_of(self, source: PictureSource) -> None:
        is_sample, is_file = isinstance(source, SamplePicture), isinstance(source, FilePicture)
        self._open_page(0 if is_sample else 1 if is_file else 2)

    def _ask(self) -> None:
        self._looking.watch(_VIEWER, {_PICTURE, self._count_key} if self.isVisible() else ())

    @property
    def _count_key(self) -> FrameKey:
        return FrameKey(FrameKind.SAMPLES, None, Samples(self.samples.current_part, (0,)))

    def _take(self, frames: dict[FrameKey, Frame]) -> None:
        picture, first = frames.get(_PICTURE), frames.get(self._count_key)
        if isinstance(picture, PictureFrame):
            if picture.class_names and self._has_one_class:  # reading the data has told them
                self._set_classes(picture.class_names)
            self.preview.show_frame(picture, self._class_names)
        if isinstance(first, SamplesFrame):
            self.samples.set_num_images(first.num_images)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._ask()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._looking.watch(_VIEWER, ())
