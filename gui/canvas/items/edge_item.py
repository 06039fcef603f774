"""An edge on the canvas."""

from __future__ import annotations

from math import prod

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPainterPathStroker, QPen, QTransform
from PySide6.QtWidgets import (
    QGraphicsItem,
    QGraphicsPathItem,
    QGraphicsSceneHoverEvent,
    QStyleOptionGraphicsItem,
    QWidget,
)

from engine.graph.direction import Direction
from engine.graph.display import Wire
from engine.graph.model import Edge
from engine.layers.shapes import text
from engine.layers.spec import Shape
from gui.canvas import geometry
from gui.canvas.items.box_item import BoxItem
from gui.canvas.overlay import OnWire, arrow_head_at, arrow_reach, middle_of
from gui.theme.appearance import appearance

_ROUNDING = 12.0
_EMPHASIS = 1.0
_EXCHANGE = QTransform(0, 1, 1, 0, 0, 0)
"""Exchanges x and y."""


def wire_path(start: geometry.Point, end: geometry.Point, direction: Direction, num_frames: int = 0) -> QPainterPath:
    """Return the line of an edge between two scene points, in a network whose wires lead that way.

    It enters so many frames of groups just before its end.
    """
    flow = geometry.FLOWS[direction]
    if direction is Direction.DOWN:
        return _path_down(start, end, flow, num_frames)
    return _EXCHANGE.map(_path_down(direction.turned(start), direction.turned(end), flow, num_frames))


def _path_down(start: geometry.Point, end: geometry.Point, flow: geometry.Flow, num_frames: int) -> QPainterPath:
    entrance = geometry.entrance(start, end, num_frames, flow)
    path = _path_into(start, entrance, flow)
    if entrance != end:
        path.lineTo(*end)
    return path


def _path_into(start: geometry.Point, end: geometry.Point, flow: geometry.Flow) -> QPainterPath:
    path = QPainterPath()
    path.moveTo(*start)
    corners = geometry.detour(start, end, flow)
    if corners is None:
        start = geometry.turn(start, end, flow)
        path.lineTo(*start)
        first, second = geometry.wire(start, end)
        path.cubicTo(*first, *second, *end)
        return path
    for before, corner, after in zip(corners, corners[1:], corners[2:], strict=False):
        path.lineTo(*_toward(corner, before))
        path.quadTo(*corner, *_toward(corner, after))
    path.lineTo(*end)
    return path


def _toward(corner: geometry.Point, other: geometry.Point) -> geometry.Point:
    """Return where the rounding of a corner begins, on the way to another point."""
    dx, dy = other[0] - corner[0], other[1] - corner[1]
    length = abs(dx) + abs(dy)  # the ways are level or upright
    part = min(_ROUNDING, length / 2) / length if length else 0.0
    return corner[0] + dx * part, corner[1] + dy * part


class EdgeItem(QGraphicsPathItem):
    """A wire from an output port to an input port; follows the two boxes."""

    def __init__(self, wire: Wire, source: BoxItem, target: BoxItem) -> None:
        super().__init__()
        self._wire = wire
        self._source = source
        self._target = target
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIsSelectable)
        self.setAcceptHoverEvents(True)
        self._width = geometry.wire_width(0)
        self._line = QPainterPath()  # Qt copies its own at each call of path()
        self._extent = QRectF()
        self._bounds = QRectF()
        self._is_hovered = False
        self._is_hot = False
        self._num_frames = 0
        self._overlay = OnWire()
        self._head: QPainterPath | None = None
        self._middle: QTransform | None = None
        self.follow()

    @property
    def edge(self) -> Edge:
        """The edge that it stands for; the first one where it stands for several."""
        return self._wire.edges[0]

    @property
    def edges(self) -> tuple[Edge, ...]:
        """All edges that it stands for."""
        return self._wire.edges

    @property
    def ends(self) -> tuple[BoxItem, BoxItem]:
        """The boxes where it begins and ends."""
        return self._source, self._target

    @property
    def output_port(self) -> str:
        """The name of the port where it begins."""
        return self._source.look.outputs[self._wire.output]

    @property
    def input_port(self) -> str:
        """The name of the port where it ends."""
        return self._target.look.ports[self._wire.input]

    @property
    def line(self) -> QPainterPath:
        """Its line, in the scene's places."""
        return self._line

    @property
    def width(self) -> float:
        """How thick it is at rest."""
        return self._overlay.width or self._width

    @property
    def color(self) -> str:
        """Its colour, unless it is under the pointer."""
        theme = appearance.theme
        return theme.accent if self.stands_out else self._overlay.color or theme.edge

    @property
    def head(self) -> QPainterPath:
        """The arrow head of what flows back, in the scene's places; empty without.

        Made when it is painted: with each step of a training hundreds of wires change, and few are in view.
        """
        if self._head is None:
            self._head = self._made_head()
        return self._head

    @property
    def stands_out(self) -> bool:
        """Whether it is selected, or something would go into it."""
        return self.isSelected() or self._is_hot

    def set_hot(self, is_hot: bool) -> None:
        """Make the edge stand out, as something would go into it."""
        self._is_hot = is_hot
        self.update()

    def show_overlay(self, overlay: OnWire) -> None:
        """Show what live views lay over the wire."""
        before, self._overlay = self._overlay, overlay
        if overlay == before:
            return
        if (overlay.width, overlay.is_backward) != (before.width, before.is_backward):
            self._measure()
        self.update()

    def show_shape(self, shape: Shape | None) -> None:
        """Show what flows: the shape on hover, and the more values the thicker."""
        width = geometry.wire_width(prod(shape) if shape is not None else 0)
        self.setToolTip(f"{text(shape)}  ·  {prod(shape):,} values" if shape is not None else "")
        if width != self._width:
            self._width = width
            self._measure()
            self.update()

    def enter(self, num_frames: int) -> None:
        """Run upright through so many frames before its end."""
        if num_frames != self._num_frames:
            self._num_frames = num_frames
            self.follow()

    def follow(self) -> None:
        """Run between the places where the two ports are now."""
        starts = list(self._source.ports(outputs=True).values())
        stops = list(self._target.ports(outputs=False).values())
        if self._wire.output < len(starts) and self._wire.input < len(stops):
            self._line = wire_path(
                starts[self._wire.output], stops[self._wire.input], self._source.box.direction, self._num_frames
            )
            self._extent, self._middle = self._line.controlPointRect(), None
            self._measure()
            self.setPath(self._line)

    def boundingRect(self) -> QRectF:
        return self._bounds

    def _made_head(self) -> QPainterPath:
        if not self._overlay.is_backward or self._line.isEmpty():
            return QPainterPath()
        if self._middle is None:
            self._middle = middle_of(self._line)
        return arrow_head_at(self._middle, self.width)

    def _measure(self) -> None:
        self.prepareGeometryChange()
        margin = (self.width + _EMPHASIS) / 2 + 1
        if self._overlay.is_backward:
            margin = max(margin, arrow_reach(self.width))  # the head stands on the line
        self._head = None
        self._bounds = self._extent.adjusted(-margin, -margin, margin, margin)

    def hoverEnterEvent(self, event: QGraphicsSceneHoverEvent) -> None:
        self._is_hovered = True
        self.update()

    def hoverLeaveEvent(self, event: QGraphicsSceneHoverEvent) -> None:
        self._is_hovered = False
        self.update()

    def shape(self) -> QPainterPath:
        stroker = QPainterPathStroker()
        stroker.setWidth(12)
        return stroker.createStroke(self._line)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        theme = appearance.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        color = theme.muted if self._is_hovered and not self.stands_out else self.color
        painter.setPen(QPen(QColor(color), self.width + (_EMPHASIS if self.stands_out else 0.0)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(self._line)
        if not self.head.isEmpty():
            painter.fillPath(self.head, QColor(color))
