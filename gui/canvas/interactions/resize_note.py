"""Dragging a note's corner."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt

from engine.graph import notes
from gui.canvas import geometry
from gui.canvas.items.note_item import NoteItem

if TYPE_CHECKING:
    from gui.canvas.view import CanvasView


class ResizeNote:
    """Stretches a note to the pointer, snapped to the grid."""

    cursor = Qt.CursorShape.SizeFDiagCursor

    def __init__(self, canvas: CanvasView, item: NoteItem) -> None:
        self._canvas = canvas
        self._item = item
        self._before = item.note

    def move(self, point: QPointF) -> None:
        """Bring the corner to the pointer."""
        x, y = self._before.position
        right, bottom = geometry.snapped((point.x(), point.y()))
        width, height = max(right - x, notes.MIN_SIZE[0]), max(bottom - y, notes.MIN_SIZE[1])
        self._item.show_note(replace(self._before, size=(width, height)))

    def end(self, point: QPointF) -> None:
        """Keep the size."""
        size, note_id = self._item.note.size, self._before.id
        if not self._canvas.session.edit("Resize note", lambda graph: notes.resize_note(graph, note_id, size)):
            self.cancel()

    def cancel(self) -> None:
        """Go back to the size before."""
        self._item.show_note(self._before)
