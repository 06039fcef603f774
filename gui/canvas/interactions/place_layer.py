"""Dragging a layer from the palette onto the canvas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt

from engine.analysis.inference import NodeFacts
from engine.graph import edits
from engine.graph.display import Box
from engine.graph.groups import put_into
from engine.graph.model import Graph, Node
from engine.graph.names import free_name
from engine.graph.placing import place_on_edge
from engine.layers import registry
from gui.canvas import geometry
from gui.canvas.interactions.edge_under_pointer import EdgeUnderPointer
from gui.canvas.items.node_item import NodeItem

if TYPE_CHECKING:
    from gui.canvas.view import CanvasView


class PlaceLayer:
    """Shows the node where it would be placed, and places it on release."""

    cursor = Qt.CursorShape.ClosedHandCursor

    def __init__(self, canvas: CanvasView, type_: str) -> None:
        self._canvas = canvas
        self._type = type_
        spec = registry.get(type_)
        name = free_name(canvas.session.graph, spec)
        node = Node("ghost", name, type_, spec.complete({}))
        inputs = tuple((node.id, port) for port in spec.ports())
        outputs = (node.id,) if spec.has_output else ()
        direction = canvas.session.graph.direction
        box = Box(("node", node.id), name, (0.0, 0.0), (node.id,), inputs, outputs, direction=direction)
        self._ghost = NodeItem(box, node, NodeFacts())
        self._ghost.setOpacity(0.7)
        self._ghost.setZValue(4)
        self._ghost.setVisible(False)
        canvas.sketch.add(self._ghost)
        self._is_passage = spec.is_passage
        self._target = EdgeUnderPointer(canvas)

    def move(self, point: QPointF) -> None:
        """Carry the node along, where it is over the canvas."""
        self._ghost.setVisible(self._canvas.is_in_view(point))
        self._ghost.setPos(*geometry.snapped((point.x(), point.y())))
        if self._is_passage:
            self._target.follow(point)

    def end(self, point: QPointF) -> None:
        """Add the node, if it is let go over the canvas, and select it; let go over an edge, it goes into it."""
        edge = self._target.edge
        self.cancel()
        if not self._canvas.is_in_view(point):
            return
        node_id = edits.new_id()

        def place(graph: Graph) -> Graph:
            position = geometry.snapped((point.x(), point.y()))
            graph, node = edits.add_node(graph, self._type, position=position, node_id=node_id)
            if edge is not None:
                return place_on_edge(graph, node.id, edge)
            return put_into(graph, node.id, self._canvas.inside)

        label = f"Add {self._type}" if edge is None else f"Insert {self._type}"
        if self._canvas.session.edit(label, place):
            self._canvas.select([node_id])

    def cancel(self) -> None:
        """Take the node away."""
        self._target.clear()
        self._canvas.sketch.remove(self._ghost)
