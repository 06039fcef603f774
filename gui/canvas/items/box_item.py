"""A card on the canvas with ports: what nodes and closed groups have in common."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPainterPath
from PySide6.QtWidgets import QGraphicsItem, QGraphicsSceneHoverEvent, QStyleOptionGraphicsItem, QWidget

from engine.graph.display import Box
from gui.canvas import geometry
from gui.canvas.items.card_painter import CARD, THUMBNAIL, CardLook, paint_card, paint_thumbnail
from gui.canvas.overlay import OnCard
from gui.theme.appearance import appearance

_ROUNDING = 2.0
"""Pixels of the screen by which a clip may be larger than what was to be painted anew."""
OUTPUT = "output"
"""The name of a node's output port on the canvas."""


class BoxItem(QGraphicsItem):
    """One box of the display, painted in one go; what it shows is its `CardLook`."""

    def __init__(self, box: Box, look: CardLook) -> None:
        super().__init__()
        self._box = box
        self._look = look
        self._bounds = self._measured()
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIsSelectable)
        self.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)
        self.setAcceptHoverEvents(True)
        self.setZValue(1)
        self.setPos(*box.position)

    @property
    def box(self) -> Box:
        """The box as it is shown."""
        return self._box

    @property
    def look(self) -> CardLook:
        """What is painted."""
        return self._look

    @property
    def node_ids(self) -> tuple[str, ...]:
        """The nodes that it stands for."""
        return self._box.node_ids

    def source_of(self, port: str) -> str:
        """Return the id of the node whose output an output port is."""
        raise NotImplementedError

    def show_look(self, box: Box, look: CardLook) -> None:
        """Show another look at the box's place; what the pointer does to it stays."""
        self._box = box
        if (self.pos().x(), self.pos().y()) != box.position:
            self.setPos(*box.position)
        now = self._look
        look = replace(look, is_hovered=now.is_hovered, hot_port=now.hot_port, overlay=now.overlay)
        if look != now:
            self._set_look(look)

    def set_hot_port(self, port: str | None) -> None:
        """Make a port stand out, as an edge would snap to it; None for no port."""
        if port != self._look.hot_port:
            self._set_look(replace(self._look, hot_port=port))

    def show_overlay(self, overlay: OnCard) -> bool:
        """Show what live views lay over the card; return whether it looks different now."""
        before = self._look.overlay
        if overlay == before:
            return False
        look = replace(self._look, overlay=overlay)
        if overlay.image is not None and before == replace(overlay, image=before.image) and before.image is not None:
            self._look = look
            self.update(THUMBNAIL)  # the dear part of a card is its text
        else:
            self._set_look(look)
        return True

    def ports(self, *, outputs: bool) -> dict[str, geometry.Point]:
        """Return the scene places of the output ports, or of the input ports, by name."""
        x, y = self.pos().x(), self.pos().y()
        look = self._look
        if outputs:
            names, places = look.outputs, geometry.output_ports(len(look.outputs), look.direction)
        else:
            names, places = look.ports, geometry.input_ports(len(look.ports), look.direction)
        return {name: (x + dx, y + dy) for name, (dx, dy) in zip(names, places, strict=True)}

    def port_at(self, point: QPointF, *, outputs: bool) -> str | None:
        """Return the input or output port within reach of a scene point."""
        reach = geometry.PORT_RADIUS + 3 if self.card_contains(point) else geometry.PORT_REACH
        return geometry.nearest(self.ports(outputs=outputs), (point.x(), point.y()), reach)

    def card_contains(self, point: QPointF) -> bool:
        """Whether a scene point lies on the card."""
        return CARD.contains(self.mapFromScene(point))

    def boundingRect(self) -> QRectF:
        return self._bounds

    def _measured(self) -> QRectF:
        margin = geometry.PORT_RADIUS + 4
        stacked = geometry.STACK_DROP * self._look.num_stacked
        return CARD.adjusted(-margin, -margin, margin, margin + stacked)

    def shape(self) -> QPainterPath:
        path = QPainterPath()
        path.addRect(CARD)
        return path

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        if _is_about_thumbnail(painter):
            paint_thumbnail(painter, self._look, appearance.theme)
            return
        look = replace(self._look, is_selected=True) if self.isSelected() else self._look
        paint_card(painter, look, appearance.theme)

    def hoverEnterEvent(self, event: QGraphicsSceneHoverEvent) -> None:
        self._set_look(replace(self._look, is_hovered=True))

    def hoverLeaveEvent(self, event: QGraphicsSceneHoverEvent) -> None:
        self._set_look(replace(self._look, is_hovered=False))

    def _set_look(self, look: CardLook) -> None:
        if look.num_stacked != self._look.num_stacked:
            self.prepareGeometryChange()
        self._look = look
        self._bounds = self._measured()
        self.update()


def _is_about_thumbnail(painter: QPainter) -> bool:
    """Whether nothing of a card but its thumbnail is to be painted."""
    if not painter.hasClipping():
        return False
    clip, margin = painter.clipBoundingRect(), _ROUNDING / painter.worldTransform().m11()
    return not clip.isEmpty() and THUMBNAIL.adjusted(-margin, -margin, margin, margin).contains(clip)
