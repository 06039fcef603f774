"""The edge into which a node would go if it were let go now."""

from __future__ import annotations

from collections.abc import Set
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF

from engine.graph.model import Edge
from gui.canvas import geometry
from gui.canvas.items.edge_item import EdgeItem

if TYPE_CHECKING:
    from gui.canvas.view import CanvasView


class EdgeUnderPointer:
    """Follows the pointer and makes the edge under it stand out."""

    def __init__(self, canvas: CanvasView) -> None:
        self._canvas = canvas
        self._item: EdgeItem | None = None

    @property
    def edge(self) -> Edge | None:
        """The edge under the pointer, if there is one."""
        return self._item.edge if self._item is not None else None

    def follow(self, point: QPointF, apart_from: Set[str] = frozenset()) -> None:
        """Look at a scene point; edges at the nodes ``apart_from`` do not count."""
        found = self._edge_at(point, apart_from)
        if found is not self._item:
            self.clear()
            self._item = found
            if found is not None:
                self._canvas.items_by_graph.set_hot(found, True)

    def clear(self) -> None:
        """Let no edge stand out."""
        if self._item is not None:
            self._canvas.items_by_graph.set_hot(self._item, False)
            self._item = None

    def _edge_at(self, point: QPointF, apart_from: Set[str]) -> EdgeItem | None:
        reach = geometry.EDGE_REACH
        area = QRectF(point.x() - reach, point.y() - reach, 2 * reach, 2 * reach)
        for item in self._canvas.scene().items(area):
            is_single = isinstance(item, EdgeItem) and len(item.edges) == 1
            if isinstance(item, EdgeItem) and is_single and not {item.edge.source, item.edge.target} & apart_from:
                return item
        return None
