"""Goes through a part of the data set for the next image of a class, some dozen labels at a time."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from engine.probes.frames import MAX_SAMPLES, Frame, FrameKey, FrameKind, Samples, SamplesFrame
from engine.probes.picture import Part
from gui.xray.looking import Looking

_VIEWER = "finder"


class SampleFinder(QObject):
    """One search at a time, forwards or backwards, round the end.

    Signals:
        found(int): place of the image.
        missed(): no image of that part has the class.
    """

    found = Signal(int)
    missed = Signal()

    def __init__(self, looking: Looking, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._looking = looking
        self._part, self._label, self._step = Part.VALIDATION, 0, 1
        self._next, self._num_left = 0, 0
        self._num_images = 0
        self._key: FrameKey | None = None
        looking.frames_received.connect(self._take)

    def find(self, part: Part, label: int, behind: int, step: int, num_images: int) -> None:
        """Search for an image.

        Args:
            part: where.
            label: its class.
            behind: from where on; that image comes last.
            step: 1 forwards, -1 backwards.
            num_images: in that part.
        """
        self._part, self._label, self._step, self._num_images = part, label, step, num_images
        self._next, self._num_left = (behind + step) % num_images, num_images
        self._ask()

    def stop(self) -> None:
        """Search no more."""
        self._key = None
        self._looking.watch(_VIEWER, ())

    def _ask(self) -> None:
        count = min(MAX_SAMPLES, self._num_left)
        indices = tuple((self._next + self._step * place) % self._num_images for place in range(count))
        self._key = FrameKey(FrameKind.SAMPLES, None, Samples(self._part, indices))
        self._looking.watch(_VIEWER, {self._key})

    def _take(self, frames: dict[FrameKey, Frame]) -> None:
        frame = frames.get(self._key) if self._key is not None else None
        if not isinstance(frame, SamplesFrame):
            return
        hits = [int(index) for index, label in zip(frame.indices, frame.labels, strict=True) if label == self._label]
        self._num_left -= MAX_SAMPLES
        self._next = (self._next + self._step * MAX_SAMPLES) % self._num_images
        if not hits and self._num_left > 0:
            self._ask()
            return
        self.stop()
        if hits:
            self.found.emit(hits[0])
        else:
            self.missed.emit()
