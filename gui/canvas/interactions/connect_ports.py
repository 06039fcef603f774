"""Dragging an edge from port to port."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPen
from PySide6.QtWidgets import QGraphicsPathItem

from engine.errors import GraphError
from engine.graph import edits
from engine.graph.model import Edge, Graph
from gui.canvas import geometry
from gui.canvas.items.box_item import OUTPUT, BoxItem
from gui.canvas.items.edge_item import wire_path
from gui.canvas.items.node_item import NodeItem
from gui.theme.appearance import appearance

if TYPE_CHECKING:
    from gui.canvas.view import CanvasView


@dataclass(frozen=True)
class _End:
    """A port under the pointer; ``refusal`` says why an edge cannot end there, if so."""

    item: BoxItem
    port: str
    refusal: str


class ConnectPorts:
    """Pulls a new edge out of a port, or an existing edge off its input port.

    Pulled from an output it looks for inputs and the other way round; anywhere on a node's card is near enough.
    """

    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, canvas: CanvasView, item: BoxItem, port: str, lifted: Edge | None = None) -> None:
        self._canvas = canvas
        self._item = item
        self._port = port
        self._lifted = lifted
        self._hot: BoxItem | None = None
        self._wire = QGraphicsPathItem()
        self._wire.setPen(QPen(QColor(appearance.theme.accent), 2.2, Qt.PenStyle.DashLine))
        self._wire.setZValue(3)
        canvas.sketch.add(self._wire)
        self._show_lifted(False)

    def move(self, point: QPointF) -> None:
        """Run the wire to the pointer, or to the port it would snap to."""
        end = self._end_at(point)
        self._highlight(end)
        start = self._item.ports(outputs=self._pulls_output)[self._port]
        stop = (point.x(), point.y())
        if end is not None and not end.refusal:
            stop = end.item.ports(outputs=not self._pulls_output)[end.port]
        ends = (start, stop) if self._pulls_output else (stop, start)
        self._wire.setPath(wire_path(*ends, self._item.box.direction))
        self._canvas.notice.show_text(end.refusal if end is not None else "")

    def end(self, point: QPointF) -> None:
        """Connect to the port under the pointer; a lifted edge let go elsewhere is removed, a new one asks what for."""
        end = self._end_at(point)
        self._clean_up()
        if end is not None and end.refusal:
            self._canvas.notice.show_text(end.refusal, passing=True)
        elif end is not None:
            source, target, port = self._edge_to(end)
            source_name, target_name = (self._canvas.session.graph.nodes[node].name for node in (source, target))
            self._canvas.session.edit(
                f"Connect {source_name} to {target_name}",
                lambda graph: edits.connect(self._without_lifted(graph), source, target, port),
            )
        elif self._lifted is not None:
            self._canvas.session.edit("Remove edge", self._without_lifted)
        elif self._canvas.is_in_view(point) and self._length_to(point) > geometry.DRAG_DISTANCE:
            self._drop(point)

    def _drop(self, point: QPointF) -> None:
        """Ask what should be at the loose end."""
        if self._pulls_output:
            self._canvas.wire_dropped.emit(self._item.source_of(self._port), OUTPUT, point)
        else:
            self._canvas.wire_dropped.emit(self._item.node_ids[0], self._port, point)

    def cancel(self) -> None:
        """Drop the wire."""
        self._clean_up()
        self._canvas.notice.show_text("")

    @property
    def _pulls_output(self) -> bool:
        return self._port in self._item.look.outputs

    def _length_to(self, point: QPointF) -> float:
        x, y = self._item.ports(outputs=self._pulls_output)[self._port]
        return math.hypot(point.x() - x, point.y() - y)

    def _without_lifted(self, graph: Graph) -> Graph:
        return graph if self._lifted is None else edits.disconnect(graph, [self._lifted])

    def _edge_to(self, end: _End) -> tuple[str, str, str]:
        if self._pulls_output:
            return self._item.source_of(self._port), end.item.node_ids[0], end.port
        return end.item.source_of(end.port), self._item.node_ids[0], self._port

    def _end_at(self, point: QPointF) -> _End | None:
        for item in self._canvas.nodes_near(point):
            if item is self._item:
                continue
            port = item.port_at(point, outputs=not self._pulls_output)
            if port is None and not item.card_contains(point):
                continue
            return self._checked(item, port)
        return None

    def _checked(self, item: BoxItem, port: str | None) -> _End:
        graph = self._without_lifted(self._canvas.session.graph)
        try:
            if not self._pulls_output:
                port = port or next(iter(item.look.outputs), OUTPUT)
                source = item.source_of(port) if item.look.outputs else item.node_ids[-1]
                edits.check_connection(graph, source, self._item.node_ids[0], self._port)
            elif not isinstance(item, NodeItem):
                return _End(item, port or "", f"{item.look.title} is closed. Open it to connect to a layer inside.")
            else:
                port = port or edits.free_port(graph, item.node.id)
                edits.check_connection(graph, self._item.source_of(self._port), item.node.id, port)
        except GraphError as error:
            return _End(item, port or "", str(error))
        return _End(item, port, "")

    def _highlight(self, end: _End | None) -> None:
        if self._hot is not None and (end is None or end.item is not self._hot):
            self._hot.set_hot_port(None)
        self._hot = end.item if end is not None else None
        if end is not None:
            end.item.set_hot_port(None if end.refusal else end.port)

    def _clean_up(self) -> None:
        self._highlight(None)
        self._canvas.sketch.remove(self._wire)
        self._show_lifted(True)

    def _show_lifted(self, shown: bool) -> None:
        if self._lifted is not None:
            items = self._canvas.items_by_graph
            items.show_wires([items.edges[self._lifted]], shown)
