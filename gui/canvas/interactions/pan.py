"""Moving the view over the canvas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt

if TYPE_CHECKING:
    from gui.canvas.view import CanvasView


class Pan:
    """Keeps the scene point that was pressed under the pointer."""

    cursor = Qt.CursorShape.ClosedHandCursor

    def __init__(self, canvas: CanvasView, start: QPointF) -> None:
        self._canvas = canvas
        self._start = start
        self._home = canvas.middle()
        canvas.setInteractive(False)  # or Qt has the cards that pass where the pointer was take it for hovering

    def move(self, point: QPointF) -> None:
        """Shift the view so that the pressed point is under the pointer again."""
        self._canvas.look_at(self._canvas.middle() - (point - self._start))

    def end(self, point: QPointF) -> None:
        """Stay here."""
        self._canvas.setInteractive(True)

    def cancel(self) -> None:
        """Go back."""
        self._canvas.look_at(self._home)
        self._canvas.setInteractive(True)
