"""Dragging nodes to another place, out of their chain, or into an edge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt

from engine.graph import edits
from engine.graph.model import Edge, Graph
from engine.graph.placing import place_on_edge
from engine.graph.splicing import pull_out
from gui.canvas import geometry
from gui.canvas.interactions.edge_under_pointer import EdgeUnderPointer
from gui.canvas.items.node_item import NodeItem

if TYPE_CHECKING:
    from gui.canvas.view import CanvasView


class MoveNodes:
    """Moves the selected nodes together; the grabbed one snaps to the grid.

    With ``pulling`` they leave their chain, which closes. A single loose node let go over an edge goes into it.
    """

    cursor = Qt.CursorShape.ClosedHandCursor

    def __init__(self, canvas: CanvasView, grabbed: NodeItem, start: QPointF, *, pulling: bool = False) -> None:
        self._canvas = canvas
        self.grabbed = grabbed
        self._start = start
        self._pulling = pulling
        self._homes = {item: QPointF(item.pos()) for item in canvas.selected_nodes()}
        self._ids = frozenset(item.node.id for item in self._homes)
        self._target = EdgeUnderPointer(canvas)
        if pulling:
            self._show_outer_edges(False)

    def move(self, point: QPointF) -> None:
        """Carry the nodes along with the pointer."""
        home = self._homes[self.grabbed]
        wanted = home + point - self._start
        snapped = QPointF(*geometry.snapped((wanted.x(), wanted.y())))
        self._shift(snapped - home)
        if self._can_go_into_an_edge():
            self._target.follow(self.grabbed.pos(), self._ids)

    def end(self, point: QPointF) -> None:
        """Put the nodes where they are, in one undo step."""
        moved = {item.node.id: (item.pos().x(), item.pos().y()) for item in self._homes}
        edge = self._target.edge
        self._target.clear()
        if self._pulling:
            self._show_outer_edges(True)
            if all(item.pos() == home for item, home in self._homes.items()):
                return

        def put(graph: Graph) -> Graph:
            if self._pulling:
                graph = pull_out(graph, *self._ids)
            graph = edits.move_nodes(graph, moved)
            return graph if edge is None else place_on_edge(graph, self.grabbed.node.id, edge)

        if not self._canvas.session.edit(self._label(edge), put):
            self.cancel()

    def cancel(self) -> None:
        """Put the nodes back."""
        self._target.clear()
        self._shift(QPointF(0, 0))
        if self._pulling:
            self._show_outer_edges(True)

    def _label(self, edge: Edge | None) -> str:
        verb = "Insert" if edge is not None else "Pull out" if self._pulling else "Move"
        return f"{verb} {self.grabbed.node.name if len(self._homes) == 1 else f'{len(self._homes)} nodes'}"

    def _can_go_into_an_edge(self) -> bool:
        if len(self._homes) > 1:
            return False
        node, graph = self.grabbed.node, self._canvas.session.graph
        is_loose = self._pulling or not (graph.incoming(node.id) or graph.outgoing(node.id))
        return is_loose and node.spec.is_passage

    def _show_outer_edges(self, shown: bool) -> None:
        """Show or hide the edges between the nodes that leave and those that stay."""
        for item in self._canvas.items_by_graph.edges_at(self._ids):
            if not {item.edge.source, item.edge.target} <= self._ids:
                item.setVisible(shown)

    def _shift(self, offset: QPointF) -> None:
        for item, home in self._homes.items():
            item.setPos(home + offset)
        self._canvas.items_by_graph.follow(self._ids)
