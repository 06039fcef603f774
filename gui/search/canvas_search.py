"""Adding to a canvas by searching: on empty canvas, behind the selected node, or at the end of a dropped edge."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QColor, QCursor, QPen
from PySide6.QtWidgets import QGraphicsPathItem

from engine.analysis.candidates import fitting_before, fitting_behind
from engine.graph import edits, room
from engine.graph.branching import add_before, add_behind
from engine.graph.groups import put_into
from engine.graph.model import Graph
from gui.canvas import geometry
from gui.canvas.items.box_item import OUTPUT
from gui.canvas.items.edge_item import wire_path
from gui.canvas.view import CanvasView
from gui.search.catalogue import LAYER, PRESET, all_entries, layer_entries
from gui.search.popup import SearchPopup
from gui.search.ranking import Entry
from gui.theme.appearance import appearance

Place = Callable[[Graph, str, str], Graph]
"""Adds a layer of a type, under a node id, to a graph."""

_PROMPT = "Search layers and presets"
_PROMPT_FITTING = "Search layers that fit here"
_HINT_PRESET = "Enter opens this network in place of the present one"


class CanvasSearch(QObject):
    """Opens a search over a canvas and does with the answer what the place asks for.

    Signals:
        preset_chosen(str): name of a preset that the person wants to open.
    """

    preset_chosen = Signal(str)

    def __init__(self, canvas: CanvasView) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._popup: SearchPopup | None = None
        self._place: Place | None = None
        self._wire: QGraphicsPathItem | None = None
        canvas.search_requested.connect(self.open_at)
        canvas.wire_dropped.connect(self.open_for_wire)

    @property
    def popup(self) -> SearchPopup | None:
        """The search that is open, if one is."""
        return self._popup

    def open_at(self, point: QPointF) -> None:
        """Search everything; a layer is placed at a scene point."""

        def place(graph: Graph, type_: str, node_id: str) -> Graph:
            return edits.add_node(graph, type_, position=self._free_place(graph, _snapped(point)), node_id=node_id)[0]

        self._open(all_entries(), point, _PROMPT, "Enter adds it here", place)

    def open_by_key(self) -> None:
        """Search everything at the pointer; with one node selected a layer is wired behind it."""
        canvas = self._canvas
        pointer = canvas.viewport().mapFromGlobal(QCursor.pos())
        is_over = canvas.viewport().rect().contains(pointer)
        point = canvas.mapToScene(pointer) if is_over else canvas.middle()
        selected = canvas.selected_nodes()
        if len(selected) == 1 and selected[0].node.spec.has_output:
            self._open(all_entries(), point, _PROMPT, f"Enter adds it behind {selected[0].node.name}", None)
        else:
            self.open_at(point)

    def open_for_wire(self, node_id: str, port: str, point: QPointF) -> None:
        """Search what fits at the end of an edge let go at a scene point; it is placed there and wired."""
        inference = self._canvas.session.inference
        name = self._canvas.session.graph.nodes[node_id].name
        direction = self._canvas.session.graph.direction
        across, along = direction.turned((point.x(), point.y()))
        half = geometry.FLOWS[direction].height / 2

        def behind(graph: Graph, type_: str, new_id: str) -> Graph:
            position = self._free_place(graph, geometry.snapped(direction.turned((across, along + half))))
            return add_behind(graph, type_, node_id, position, new_id)

        def before(graph: Graph, type_: str, new_id: str) -> Graph:
            position = self._free_place(graph, geometry.snapped(direction.turned((across, along - half))))
            return add_before(graph, type_, node_id, port, position, new_id)

        if port == OUTPUT:
            specs, where, place = fitting_behind(inference, node_id), "behind", behind
        else:
            specs, where, place = fitting_before(inference, node_id, port), "before", before
        hint = f"Enter adds it {where} {name}"
        self._open(layer_entries(specs), point, _PROMPT_FITTING, hint, place)
        self._draw_wire(node_id, port, point)

    def _open(self, entries: Sequence[Entry], point: QPointF, prompt: str, hint: str, place: Place | None) -> None:
        self.dismiss()
        self._place = place
        window = self._canvas.window()
        self._popup = SearchPopup(window, entries, prompt=prompt, hints={LAYER: hint, PRESET: _HINT_PRESET})
        self._popup.chosen.connect(self._add)
        self._popup.closed.connect(self._forget)
        in_view = self._canvas.mapFromScene(point)
        self._popup.open_at(self._canvas.viewport().mapTo(window, in_view) if window else QPoint(in_view))

    def dismiss(self) -> None:
        """Close the search that is open, if one is."""
        if self._popup is not None:
            self._popup.dismiss()

    def _add(self, kind: str, name: str) -> None:
        if kind != LAYER:
            self.preset_chosen.emit(name)
        elif self._place is None:
            self._canvas.commands.append_layer(name)
        else:
            self._place_layer(name, self._place)

    def _place_layer(self, type_: str, place: Place) -> None:
        node_id = edits.new_id()

        def add(graph: Graph) -> Graph:
            return put_into(place(graph, type_, node_id), node_id, self._canvas.inside)

        if self._canvas.session.edit(f"Add {type_}", add):
            self._canvas.select([node_id])

    def _free_place(self, graph: Graph, place: geometry.Point) -> geometry.Point:
        """Return the place, or the nearest at which a card covers nothing."""
        dx, dy = room.free_offset(graph, [room.card_area(place)], inside=self._canvas.inside)
        return place[0] + dx, place[1] + dy

    def _forget(self, had_keyboard: bool) -> None:
        self._popup = None
        if self._wire is not None:
            self._canvas.sketch.remove(self._wire)
            self._wire = None
        if had_keyboard:
            self._canvas.setFocus()

    def _draw_wire(self, node_id: str, port: str, point: QPointF) -> None:
        """Keep the edge in sight that the answer will complete."""
        is_output = port == OUTPUT
        start = self._canvas.items_by_graph.port_place(node_id, port)
        stop = (point.x(), point.y())
        ends = (start, stop) if is_output else (stop, start)
        self._wire = QGraphicsPathItem(wire_path(*ends, self._canvas.session.graph.direction))
        self._wire.setPen(QPen(QColor(appearance.theme.accent), 2.2, Qt.PenStyle.DashLine))
        self._canvas.sketch.add(self._wire)


def _snapped(point: QPointF) -> geometry.Point:
    return geometry.snapped((point.x(), point.y()))
