"""Dragging nodes to another place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt

from engine.graph import edits
from gui.canvas import geometry
from gui.canvas.items.node_item import NodeItem

if TYPE_CHECKING:
    from gui.canvas.view import CanvasView


class MoveNodes:
    """Moves the selected nodes together; the grabbed one snaps to the grid."""

    cursor = Qt.CursorShape.ClosedHandCursor

    def __init__(self, canvas: CanvasView, grabbed: NodeItem, start: QPointF) -> None:
        self._canvas = canvas
        self.grabbed = grabbed
        self._start = start
        self._homes = {item: QPointF(item.pos()) for item in canvas.selected_nodes()}

    def move(self, point: QPointF) -> None:
        """Carry the nodes along with the pointer."""
        home = self._homes[self.grabbed]
        wanted = home + point - self._start
        snapped = QPointF(*geometry.snapped((wanted.x(), wanted.y())))
        self._shift(snapped - home)

    def end(self, point: QPointF) -> None:
        """Put the nodes where they are."""
        moved = {item.node.id: (item.pos().x(), item.pos().y()) for item in self._homes}
        name = self.grabbed.node.name if len(moved) == 1 else f"{len(moved)} nodes"
        self._canvas.session.edit(f"Move {name}", lambda graph: edits.move_nodes(graph, moved))

    def cancel(self) -> None:
        """Put the nodes back."""
        self._shift(QPointF(0, 0))

    def _shift(self, offset: QPointF) -> None:
        for item, home in self._homes.items():
            item.setPos(home + offset)
        self._canvas.items_by_graph.follow(item.node.id for item in self._homes)
