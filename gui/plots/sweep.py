"""A place that moves over a map row by row, by itself or step by step. No layers, no frames."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

STEP_MS = 300


def moved(place: tuple[int, int], shape: tuple[int, int], by: int) -> tuple[int, int]:
    """Return the place so many steps on, row by row; behind the last comes the first.

    >>> moved((0, 2), (2, 3), 1), moved((1, 2), (2, 3), 1), moved((0, 0), (2, 3), -1)
    ((1, 0), (0, 0), (1, 2))
    """
    height, width = shape
    row, column = divmod((place[0] * width + place[1] + by) % (height * width), width)
    return row, column


class Sweep(QObject):
    """Holds the place.

    Signals:
        moved(): the place is another one.
        playing_changed(bool): it moves by itself now, or no more.
    """

    moved = Signal()
    playing_changed = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shape = (1, 1)
        self._place = (0, 0)
        self._is_ready = True
        self._timer = QTimer(self)
        self._timer.setInterval(STEP_MS)
        self._timer.timeout.connect(self._advance)

    @property
    def place(self) -> tuple[int, int]:
        """Row and column."""
        return self._place

    @property
    def is_playing(self) -> bool:
        """Whether it moves by itself."""
        return self._timer.isActive()

    def set_shape(self, height: int, width: int) -> None:
        """Say how large the map is; a place outside of it becomes the first."""
        self._shape = (height, width)
        if not (self._place[0] < height and self._place[1] < width):
            self.set_place((0, 0))

    def set_place(self, place: tuple[int, int]) -> None:
        """Put it somewhere."""
        if place != self._place:
            self._place = place
            self._is_ready = False
            self.moved.emit()

    def step(self, by: int = 1) -> None:
        """Move it on."""
        self.set_place(moved(self._place, self._shape, by))

    def arrived(self) -> None:
        """Say that what belongs to the place is on show: only then it moves on by itself."""
        self._is_ready = True

    def play(self, is_playing: bool) -> None:
        """Have it move by itself, or not."""
        if is_playing == self.is_playing:
            return
        if is_playing:
            self._timer.start()
        else:
            self._timer.stop()
        self.playing_changed.emit(is_playing)

    def _advance(self) -> None:
        if self._is_ready:
            self.step()
