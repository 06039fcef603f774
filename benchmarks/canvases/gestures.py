"""What a hand does on a canvas, frame by frame, timed; the same for every canvas that is a QGraphicsView."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import cycle, islice
from pathlib import Path
from time import perf_counter

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QGraphicsView

Step = Callable[[], object]
WARM_UP = 10
"""Frames before the clock starts: what is drawn for the first time is drawn into a cache."""


class Screen(QObject):
    """Waits until a view is painted, and counts how often it was."""

    def __init__(self, view: QGraphicsView) -> None:
        super().__init__()
        self.view = view
        self.paints = 0
        view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Count a paint."""
        self.paints += event.type() == QEvent.Type.Paint
        return False

    def show(self, step: Step) -> None:
        """Do a step and paint what it changed at once, without waiting for a screen's next refresh."""
        before = self.paints
        step()
        QApplication.processEvents()
        if self.paints == before:
            QApplication.sendEvent(self.view.window(), QEvent(QEvent.Type.UpdateRequest))

    def frame_ms(self, steps: Iterable[Step]) -> float:
        """Return the milliseconds that a step takes from the event to the painted frame, on average.

        Raises:
            RuntimeError: steps that painted nothing.
        """
        steps = iter(steps)
        for step in islice(steps, WARM_UP):
            self.show(step)
        before, count, start = self.paints, 0, perf_counter()
        for step in steps:
            self.show(step)
            count += 1
        seconds = perf_counter() - start
        if self.paints - before < 0.9 * count:
            raise RuntimeError(f"{count} steps painted {self.paints - before} frames: the figures would mean nothing")
        return 1000 * seconds / count

    # Gestures

    def repaint_ms(self, frames: int) -> float:
        """Return the milliseconds of a repaint of everything in view."""
        return self.frame_ms([self.view.viewport().repaint] * (WARM_UP + frames))

    def pan_ms(self, frames: int) -> float:
        """Return the milliseconds of a frame while the canvas is dragged up and down with the middle button."""
        return self._drag_ms(Qt.MouseButton.MiddleButton, self.middle(), QPoint(0, 16), frames)

    def drag_ms(self, start: QPoint, frames: int) -> float:
        """Return the milliseconds of a frame while what is at a point is dragged to the right and back."""
        return self._drag_ms(Qt.MouseButton.LeftButton, start, QPoint(24, 0), frames)

    def zoom_ms(self, frames: int) -> float:
        """Return the milliseconds of a frame while the wheel turns one click in and one click out."""
        turns = islice(cycle((120, -120)), WARM_UP + frames)
        return self.frame_ms(self._wheel(turn) for turn in turns)

    def middle(self) -> QPoint:
        """Return the middle of the view, in pixels of the viewport."""
        return self.view.viewport().rect().center()

    def _drag_ms(self, button: Qt.MouseButton, start: QPoint, step: QPoint, frames: int) -> float:
        self._mouse(QEvent.Type.MouseButtonPress, button, start)
        result = self.frame_ms(
            self._move(button, start + step * place) for place in islice(_to_and_fro(10), WARM_UP + frames)
        )
        self._mouse(QEvent.Type.MouseButtonRelease, button, start)
        QApplication.processEvents()
        return result

    def _move(self, button: Qt.MouseButton, point: QPoint) -> Step:
        return lambda: self._mouse(QEvent.Type.MouseMove, button, point)

    def _mouse(self, kind: QEvent.Type, button: Qt.MouseButton, point: QPoint) -> None:
        held = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseButtonRelease else button
        cause = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else button
        place, everywhere = QPointF(point), QPointF(self.view.viewport().mapToGlobal(point))
        event = QMouseEvent(kind, place, everywhere, cause, held, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(self.view.viewport(), event)

    def _wheel(self, turn: int) -> Step:
        point = self.middle()
        event = QWheelEvent(
            QPointF(point),
            QPointF(self.view.viewport().mapToGlobal(point)),
            QPoint(),
            QPoint(0, turn),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        return lambda: QApplication.sendEvent(self.view.viewport(), event)


def _to_and_fro(reach: int) -> Iterator[int]:
    """Yield 1, 2, ... reach, ... 1, 0, 1, ... for ever."""
    yield from cycle([*range(1, reach + 1), *range(reach - 1, -1, -1)])


def memory_mb() -> float:
    """Return what the process holds in memory; 0 where the system does not tell."""
    status = Path("/proc/self/status")
    if not status.exists():
        return 0.0
    lines = dict(line.split(":", 1) for line in status.read_text().splitlines())
    return int(lines["VmRSS"].split()[0]) / 1024
