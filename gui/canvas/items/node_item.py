"""A node on the canvas."""

from __future__ import annotations

from dataclasses import replace
from html import escape

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPainterPath
from PySide6.QtWidgets import QGraphicsItem, QGraphicsSceneHoverEvent, QStyleOptionGraphicsItem, QWidget

from engine.analysis.inference import NodeFacts
from engine.graph.model import Node
from engine.layers.shapes import text
from gui.canvas import geometry
from gui.canvas.items.node_painter import CARD, NodeLook, bubble_rect, paint_node
from gui.theme.appearance import appearance

OUTPUT = "output"
"""The name of a node's output port on the canvas."""


class NodeItem(QGraphicsItem):
    """One node, painted in one go; what it shows is its `NodeLook`."""

    def __init__(self, node: Node, facts: NodeFacts) -> None:
        super().__init__()
        self._look = NodeLook(node, facts, node.spec.ports(), frozenset())
        self._bubble = QRectF()
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIsSelectable)
        self.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)
        self.setAcceptHoverEvents(True)
        self.setZValue(1)
        self.setPos(*node.position)
        self._describe()

    @property
    def node(self) -> Node:
        """The node as it is shown."""
        return self._look.node

    @property
    def look(self) -> NodeLook:
        """What is painted."""
        return self._look

    def show_node(self, node: Node, facts: NodeFacts, connected: frozenset[str]) -> None:
        """Show the node as it is now; ``connected`` names the ports that have an edge."""
        inputs = connected - {OUTPUT}
        look = replace(self._look, node=node, facts=facts, ports=node.spec.ports(inputs), connected=connected)
        if (self.pos().x(), self.pos().y()) != node.position:
            self.setPos(*node.position)
        if look != self._look:
            self._set_look(look)
            self._describe()

    def speak_left(self, to_the_left: bool) -> None:
        """Put the sentence about a problem on that side of the card."""
        if to_the_left != self._look.speaks_left:
            self._set_look(replace(self._look, speaks_left=to_the_left))

    def set_hot_port(self, port: str | None) -> None:
        """Make a port stand out, as an edge would snap to it; None for no port."""
        if port != self._look.hot_port:
            self._set_look(replace(self._look, hot_port=port))

    def ports(self, *, outputs: bool) -> dict[str, geometry.Point]:
        """Return the scene places of the output port, or of the input ports, by name."""
        x, y = self.pos().x(), self.pos().y()
        if outputs:
            places = {OUTPUT: geometry.output_port()} if self.node.spec.has_output else {}
        else:
            places = dict(zip(self._look.ports, geometry.input_ports(len(self._look.ports)), strict=True))
        return {name: (x + dx, y + dy) for name, (dx, dy) in places.items()}

    def port_at(self, point: QPointF, *, outputs: bool) -> str | None:
        """Return the input or output port within reach of a scene point."""
        return geometry.nearest(self.ports(outputs=outputs), (point.x(), point.y()), geometry.PORT_REACH)

    def card_contains(self, point: QPointF) -> bool:
        """Whether a scene point lies on the card."""
        return CARD.contains(self.mapFromScene(point))

    def boundingRect(self) -> QRectF:
        margin = geometry.PORT_RADIUS + 4
        return CARD.adjusted(-margin, -margin, margin, margin).united(self._bubble)

    def shape(self) -> QPainterPath:
        path = QPainterPath()
        path.addRect(CARD)
        return path

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        zoom = option.levelOfDetailFromTransform(painter.worldTransform())
        paint_node(painter, replace(self._look, is_selected=self.isSelected()), appearance.theme, zoom)

    def hoverEnterEvent(self, event: QGraphicsSceneHoverEvent) -> None:
        self._set_look(replace(self._look, is_hovered=True))

    def hoverLeaveEvent(self, event: QGraphicsSceneHoverEvent) -> None:
        self._set_look(replace(self._look, is_hovered=False))

    def _set_look(self, look: NodeLook) -> None:
        bubble = bubble_rect(look)
        if bubble != self._bubble:
            self.prepareGeometryChange()
            self._bubble = bubble
            self.setZValue(2 if bubble.isValid() else 1)
        self._look = look
        self.update()

    def _describe(self) -> None:
        self.setToolTip(_tooltip(self._look))


def _tooltip(look: NodeLook) -> str:
    """Return the hover text: what comes in, the formula, what goes out, what is wrong."""
    facts, spec = look.facts, look.node.spec
    rows = [f"<b>{escape(look.node.name)}</b> &nbsp;{spec.type}"]
    if facts.inputs:
        rows.append("input &nbsp;" + " and ".join(text(shape) for shape in facts.inputs))
    rows.extend(escape(line) for line in facts.formula.splitlines())
    if facts.output is not None:
        rows.append(f"output &nbsp;{text(facts.output)}")
    if facts.num_params:
        rows.append(f"{facts.num_params:,} parameters, {facts.macs or 0:,} multiply-adds")
    if facts.diagnostic is not None:
        rows.append(f"<i>{escape(facts.diagnostic.message)}</i>")
    return "<div style='white-space: pre-wrap'>" + "<br>".join(rows) + "</div>"
