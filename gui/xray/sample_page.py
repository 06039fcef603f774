"""Choosing an image of the data set: by its place, one after the other, by chance, of one class."""

from __future__ import annotations

import random
from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSpinBox, QToolButton, QVBoxLayout, QWidget

from engine.probes.picture import Part, SamplePicture
from gui.theme.appearance import appearance
from gui.theme.icons import icon
from gui.xray.looking import Looking
from gui.xray.sample_finder import SampleFinder

_MOST = 10_000_000
_ANY = -1


class SamplePage(QWidget):
    """Fields for part, place and class, and buttons that go from one image to the next.

    Signals:
        chosen(SamplePicture): the person wants to look at this one.
        missed(str): there is none such.
    """

    chosen = Signal(object)
    missed = Signal(str)

    def __init__(self, looking: Looking, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._num_images = 0
        self._finder = SampleFinder(looking, self)
        self._finder.found.connect(self._go_to)
        self._finder.missed.connect(self._say_missed)
        self.part = QComboBox()
        self.part.setObjectName("samplePart")
        for part in (Part.VALIDATION, Part.TEST, Part.TRAIN):
            self.part.addItem(f"{part.value} images", part)
        self.part.currentIndexChanged.connect(self._choose)
        self.label = QComboBox()
        self.label.setObjectName("sampleClass")
        self.label.setToolTip("Go only to images of this class")
        self.label.activated.connect(self._choose_class)
        self.index = QSpinBox()
        self.index.setObjectName("sampleIndex")
        self.index.setMaximum(_MOST)
        self.index.setKeyboardTracking(False)
        self.index.valueChanged.connect(self._choose)
        self.previous = self._button("samplePrevious", "Previous image", self._go_back)
        self.next = self._button("sampleNext", "Next image", self._go_on)
        self.any = self._button("sampleRandom", "Any image", self._go_anywhere)
        self._lay_out()
        appearance.changed.connect(self._recolor)
        self._recolor()

    @property
    def current_part(self) -> Part:
        """The part of the data set that is chosen from."""
        return Part(self.part.currentData())

    def set_classes(self, names: tuple[str, ...]) -> None:
        """Offer the classes of a data set."""
        self.label.clear()
        self.label.addItem("any class", _ANY)
        for place, name in enumerate(names):
            self.label.addItem(f"class {name}", place)

    def set_num_images(self, count: int) -> None:
        """Say how many images the part has."""
        self._num_images = count
        self.index.setMaximum(max(0, count - 1))

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.part)
        row = QHBoxLayout()
        row.setSpacing(2)
        row.addWidget(self.previous)
        row.addWidget(self.index, 1)
        row.addWidget(self.next)
        row.addWidget(self.any)
        layout.addLayout(row)
        layout.addWidget(self.label)
        layout.addStretch(1)

    def _button(self, name: str, tip: str, act: Callable[[], None]) -> QToolButton:
        button = QToolButton()
        button.setObjectName(name)
        button.setToolTip(tip)
        button.clicked.connect(act)
        return button

    def _recolor(self) -> None:
        color = appearance.theme.text
        for button, name in ((self.previous, "chevron-left"), (self.next, "chevron-right"), (self.any, "dice-5")):
            button.setIcon(icon(name, color))

    def _go_back(self) -> None:
        self._step(self.index.value(), -1)

    def _go_on(self) -> None:
        self._step(self.index.value(), 1)

    def _go_anywhere(self) -> None:
        if self._num_images:
            self._step(random.randrange(self._num_images), 1)

    def _choose_class(self) -> None:
        if self.label.currentData() != _ANY:
            self._step(self.index.value() - 1, 1)  # the present image may have it

    def _step(self, index: int, step: int) -> None:
        """Go from an image to the next one of the class that is chosen."""
        if not self._num_images:
            return
        if self.label.currentData() == _ANY:
            self._go_to((index + step) % self._num_images)
        else:
            self._finder.find(self.current_part, self.label.currentData(), index, step, self._num_images)

    def _go_to(self, index: int) -> None:
        if index == self.index.value():
            self._choose()
        else:
            self.index.setValue(index)

    def _choose(self) -> None:
        self.chosen.emit(SamplePicture(self.current_part, self.index.value()))

    def _say_missed(self) -> None:
        self.missed.emit(f"No {self.current_part.value} image is of {self.label.currentText()}. Choose another class.")
