"""What an augmentation makes of one picture of the data, live."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from engine.data.collection import Pixels
from engine.data.preview import Preview, preview
from engine.data.progress import NOT_HERE, OnlyHere
from engine.layers.spec import Shape
from gui.data.sample_gallery import SampleGallery
from gui.data.working import LatestWork, Task
from gui.inspector.page import section
from gui.wrapped_label import WrappedLabel

NUM_VARIANTS = 15
NUM_CHOICES = 6
"""Pictures among which one can choose."""
WAIT_MS = 60
"""After the last letter typed, so that a number is not drawn with half of its digits."""
DEFAULT_SHAPE = (3, 64, 64)


class AugmentationPreview(QWidget):
    """Shows pictures to choose from, and the chosen one as training would see it."""

    def __init__(self) -> None:
        super().__init__()
        self._source, self._text = "", ""
        self._shape: Shape = DEFAULT_SHAPE
        self._seed = 0
        self._found: Preview | None = None
        self.reading, self.changing = LatestWork(self), LatestWork(self)
        self.reading.done.connect(self._take_pictures)
        self.reading.failed.connect(self._show_problem)
        self.changing.done.connect(self._show_variants)
        self.changing.failed.connect(self._show_problem)
        self.pictures = SampleGallery(side=56, rows=1)
        self.pictures.chosen.connect(self.choose)
        self.variants = SampleGallery(side=92, rows=3)
        self.problem = WrappedLabel("small")
        self.again_button = QPushButton("Draw again")
        self.again_button.setObjectName("drawAgain")
        self.again_button.setAutoDefault(False)
        self.again_button.clicked.connect(self.draw_again)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WAIT_MS)
        self._timer.timeout.connect(self._change)
        head = QHBoxLayout()
        head.addWidget(section("As training sees it"))
        head.addStretch(1)
        head.addWidget(self.again_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(section("Picture"))
        column.addWidget(self.pictures)
        column.addLayout(head)
        column.addWidget(self.variants)
        column.addWidget(self.problem)
        column.addStretch(1)

    def show_augmentation(self, source: str, text: str, shape: Shape | None) -> None:
        """Show another list of steps, or other data.

        Args:
            source: of the pictures.
            text: the list of steps.
            shape: of the network's input; None where it is not known.
        """
        self._text = text
        self._shape = shape if shape is not None and len(shape) == 3 and shape[0] in (1, 3) else DEFAULT_SHAPE
        if source != self._source:
            self._source, self._found = source, None
            self.changing.cancel()
            self.pictures.show_pictures([], [])
            self.variants.show_pictures([], [])
            self.problem.show_text("Reading pictures…")
            self.reading.ask(partial(_read, source))
        self._timer.start()

    def choose(self, place: int) -> None:
        """Look at another picture."""
        self.pictures.set_current(place)
        self._change()

    def draw_again(self) -> None:
        """Draw other random numbers."""
        self._seed += NUM_VARIANTS
        self._change()

    def close_work(self) -> None:
        """End what is going on in threads."""
        self._timer.stop()
        self.reading.close()
        self.changing.close()

    def _take_pictures(self, found: Preview) -> None:
        self._found = found
        self.problem.show_text("")
        self.pictures.show_pictures(found.pictures[:NUM_CHOICES], [])
        self.choose(0)

    def _change(self) -> None:
        if self._found is None:
            return
        place, pictures = max(0, self.pictures.current), self._found.pictures
        other = pictures[(place + 1) % len(pictures)]
        self.changing.ask(partial(_variants, pictures[place], other, self._text, self._shape, self._seed))

    def _show_variants(self, made: list[Pixels]) -> None:
        self.problem.show_text("")
        self.variants.show_pictures(made, [])

    def _show_problem(self, sentence: str) -> None:
        told = "Its pictures are shown here once it is downloaded." if sentence == NOT_HERE else sentence
        self.problem.show_text(told)


def _read(source: str, task: Task) -> Preview:
    from engine.runtime.torch_loading import load_torch

    load_torch(also=("torchvision.transforms.v2",))
    return preview(source, OnlyHere())


def _variants(picture: Pixels, other: Pixels, text: str, shape: Shape, seed: int, task: Task) -> list[Pixels]:
    from engine.data.augmenting.preview import variants

    return variants(picture, other, text, shape, NUM_VARIANTS, seed)
