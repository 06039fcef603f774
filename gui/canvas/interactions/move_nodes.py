"""Dragging nodes and notes to another place, nodes also out of their chain or into an edge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt

from engine.graph import edits
from engine.graph.model import Edge, Graph, Node, Position
from engine.graph.notes import move_notes
from engine.graph.placing import place_on_edge
from engine.graph.splicing import pull_out
from gui.canvas import geometry
from gui.canvas.interactions.edge_under_pointer import EdgeUnderPointer
from gui.canvas.items.box_item import BoxItem
from gui.canvas.items.note_item import NoteItem

if TYPE_CHECKING:
    from gui.canvas.view import CanvasView


class MoveNodes:
    """Moves the selected nodes and notes together; the grabbed one snaps to the grid.

    With ``pulling`` they leave their chain, which closes. A single loose node let go over an edge goes into it.
    """

    cursor = Qt.CursorShape.ClosedHandCursor

    def __init__(
        self, canvas: CanvasView, grabbed: BoxItem | NoteItem, start: QPointF, *, pulling: bool = False
    ) -> None:
        self._canvas = canvas
        self.grabbed = grabbed
        self._start = start
        self._pulling = pulling
        nodes, notes = canvas.selected_boxes(), canvas.selected_notes()
        parts: list[BoxItem | NoteItem] = [*nodes, *notes]
        self._homes = {item: QPointF(item.pos()) for item in parts}
        self._boxes, self._notes = nodes, notes
        self._ids = frozenset(node_id for item in nodes for node_id in item.node_ids)
        self._target = EdgeUnderPointer(canvas)
        if pulling:
            self._show_outer_edges(False)

    def move(self, point: QPointF) -> None:
        """Carry the nodes along with the pointer."""
        home = self._homes[self.grabbed]
        wanted = home + point - self._start
        snapped = QPointF(*geometry.snapped((wanted.x(), wanted.y())))
        self._shift(snapped - home)
        if self._loose_node() is not None:
            self._target.follow(self.grabbed.pos(), self._ids)

    def end(self, point: QPointF) -> None:
        """Put the nodes where they are, in one undo step."""
        moved = self._new_places()
        moved_notes = {item.note.id: (item.pos().x(), item.pos().y()) for item in self._notes}
        edge, node = self._target.edge, self._loose_node()
        self._target.clear()
        if self._pulling:
            self._show_outer_edges(True)
            if all(item.pos() == home for item, home in self._homes.items()):
                return

        def put(graph: Graph) -> Graph:
            if self._pulling:
                graph = pull_out(graph, *self._ids)
            graph = move_notes(edits.move_nodes(graph, moved), moved_notes)
            return graph if edge is None or node is None else place_on_edge(graph, node.id, edge)

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
        if len(self._homes) > 1:
            return f"{verb} {len(self._homes)} parts"
        return f"{verb} {self._boxes[0].look.title if self._boxes else 'note'}"

    def _new_places(self) -> dict[str, Position]:
        """Return where the nodes go; those in a closed group go along with its box."""
        nodes, places = self._canvas.session.graph.nodes, {}
        for item in self._boxes:
            shift = item.pos() - QPointF(*item.box.position)
            for node_id in item.node_ids:
                x, y = nodes[node_id].position
                places[node_id] = (x + shift.x(), y + shift.y())
        return places

    def _loose_node(self) -> Node | None:
        """Return the node that is moved, if it is one alone, without edges, that could go into one."""
        if len(self._homes) != 1 or not self._boxes or len(self._ids) != 1:
            return None
        graph = self._canvas.session.graph
        node = graph.nodes[self._boxes[0].node_ids[0]]
        is_loose = self._pulling or not (graph.incoming(node.id) or graph.outgoing(node.id))
        return node if is_loose and node.spec.is_passage else None

    def _show_outer_edges(self, shown: bool) -> None:
        """Show or hide the edges between the nodes that leave and those that stay."""
        items = self._canvas.items_by_graph
        boxes = set(self._boxes)
        items.show_wires([item for item in items.edges_at(boxes) if not boxes.issuperset(item.ends)], shown)

    def _shift(self, offset: QPointF) -> None:
        for item, home in self._homes.items():
            item.setPos(home + offset)
        self._canvas.items_by_graph.follow(self._boxes)
