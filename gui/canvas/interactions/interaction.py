"""The shape of every gesture."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QPointF, Qt


class Interaction(Protocol):
    """A gesture from press to release. It begins when it is made; points are in the scene."""

    cursor: Qt.CursorShape

    def move(self, point: QPointF) -> None:
        """Follow the pointer."""

    def end(self, point: QPointF) -> None:
        """Finish at the pointer: make the edit, in one undo step."""

    def cancel(self) -> None:
        """Leave everything as it was before the press."""
