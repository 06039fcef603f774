"""Which gesture a press on the canvas begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF

from engine.graph.groups import members
from gui.canvas.interactions.connect_ports import ConnectPorts
from gui.canvas.interactions.interaction import Interaction
from gui.canvas.interactions.move_nodes import MoveNodes
from gui.canvas.interactions.resize_note import ResizeNote
from gui.canvas.interactions.select_area import SelectArea
from gui.canvas.items.box_item import BoxItem
from gui.canvas.items.edge_item import EdgeItem
from gui.canvas.items.frame_item import FrameItem
from gui.canvas.items.note_item import NoteItem

if TYPE_CHECKING:
    from gui.canvas.view import CanvasView


def pressed(canvas: CanvasView, point: QPointF, *, adding: bool, pulling: bool = False) -> Interaction | None:
    """Return the gesture for a press of the left button at a scene point; None if it was only a selection.

    Ports come before cards, as they stick out of them. With ``adding`` the press adds to the selection, with
    ``pulling`` the nodes leave their chain.
    """
    near = canvas.nodes_near(point)
    for item in near:
        output = item.port_at(point, outputs=True)
        if output is not None:
            return ConnectPorts(canvas, item, output)
        port = item.port_at(point, outputs=False)
        if port is not None:
            return _pull_input(canvas, item, port)
    for item in near:
        if item.card_contains(point):
            return _press_card(canvas, item, point, adding=adding, pulling=pulling)
    under = canvas.scene().itemAt(point, canvas.transform())
    if isinstance(under, EdgeItem):
        if not adding:
            canvas.scene().clearSelection()
        under.setSelected(True)
        return None
    if isinstance(under, FrameItem):
        canvas.select(members(canvas.session.graph, under.path))
        shown = canvas.selected_boxes()
        return MoveNodes(canvas, shown[0], point) if shown else None
    if isinstance(under, NoteItem):
        return _press_note(canvas, under, point, adding=adding)
    return SelectArea(canvas, point, add=adding)


def _pull_input(canvas: CanvasView, item: BoxItem, port: str) -> Interaction | None:
    """Lift the edge that ends at a port, or begin a new one there; wires that stand for several edges stay."""
    for wire in canvas.items_by_graph.edges_at([item]):
        source, target = wire.ends
        if target is item and wire.input_port == port:
            return ConnectPorts(canvas, source, wire.output_port, lifted=wire.edge) if len(wire.edges) == 1 else None
    return ConnectPorts(canvas, item, port)


def _press_note(canvas: CanvasView, item: NoteItem, point: QPointF, *, adding: bool) -> Interaction | None:
    if adding:
        item.setSelected(not item.isSelected())
        return None
    if not item.isSelected():
        canvas.scene().clearSelection()
        item.setSelected(True)
    return ResizeNote(canvas, item) if item.is_corner(point) else MoveNodes(canvas, item, point)


def _press_card(canvas: CanvasView, item: BoxItem, point: QPointF, *, adding: bool, pulling: bool) -> MoveNodes | None:
    if adding:
        item.setSelected(not item.isSelected())
        return None
    if not item.isSelected():
        canvas.select_items([item])
    return MoveNodes(canvas, item, point, pulling=pulling)
