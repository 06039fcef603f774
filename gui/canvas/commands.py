"""What keys and menus do to the selected nodes of a canvas; each is one undoable edit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from engine.errors import FormatError
from engine.graph import arranging, edits, fragment, notes, room
from engine.graph.arranging import Alignment, Orientation
from engine.graph.gaps import remove_closing_gaps
from engine.graph.groups import put_into
from engine.graph.layout import COLUMN_WIDTH
from engine.graph.model import Graph, Node, Position
from engine.graph.placing import append_node, free_place
from engine.project.clipboard import fragment_from_text, fragment_to_text
from gui.canvas import geometry

if TYPE_CHECKING:
    from gui.canvas.view import CanvasView


class CanvasCommands:
    """Acts on a canvas's selection through its session."""

    def __init__(self, canvas: CanvasView) -> None:
        self._canvas = canvas

    def delete(self) -> None:
        """Remove what is selected; the chains that removed nodes lay in close."""
        self._remove("Delete")

    def nudge(self, dx: float, dy: float) -> None:
        """Move what is selected by so many pixels; presses that follow one another are one undo step."""
        nodes, note_ids = self._selection()
        if not nodes and not note_ids:
            return
        ids = [node.id for node in nodes]
        self._canvas.session.edit(
            f"Nudge {_title(nodes, note_ids)}",
            lambda graph: arranging.nudge(graph, ids, dx, dy, note_ids),
            merge_key=("nudge", *ids, *note_ids),
        )

    def copy(self) -> None:
        """Put what is selected on the clipboard, as JSON text."""
        nodes, note_ids = self._selection()
        if nodes or note_ids:
            part = fragment.copy(self._canvas.session.graph, [node.id for node in nodes], note_ids)
            QGuiApplication.clipboard().setText(fragment_to_text(part))

    def cut(self) -> None:
        """Put what is selected on the clipboard and remove it."""
        self.copy()
        self._remove("Cut")

    def paste(self) -> None:
        """Put what is on the clipboard where it was copied from, if that is in view, or into the middle of the view."""
        try:
            part = fragment_from_text(QGuiApplication.clipboard().text())
        except FormatError as error:
            self._canvas.notice.show_text(str(error), passing=True)
            return
        middle, there = self._canvas.middle(), part.middle
        is_in_view = self._canvas.visible_area().contains(*there)
        offset = (0.0, 0.0) if is_in_view else geometry.snapped((middle.x() - there[0], middle.y() - there[1]))
        self._put("Paste", lambda graph: fragment.paste(graph, part, self._free_offset(graph, part, offset)))

    def duplicate(self) -> None:
        """Put a copy of what is selected beside it, where it covers nothing."""
        nodes, note_ids = self._selection()
        ids = [node.id for node in nodes]
        if nodes or note_ids:
            part = fragment.copy(self._canvas.session.graph, ids, note_ids)
            beside = (COLUMN_WIDTH, 0.0)
            self._put("Duplicate", lambda graph: fragment.paste(graph, part, self._free_offset(graph, part, beside)))

    def add_note(self) -> None:
        """Add an empty note near the middle of the view, where it covers nothing, and let the person write in it."""
        canvas, note_id = self._canvas, edits.new_id()
        width, height = notes.DEFAULT_SIZE
        x, y = geometry.snapped((canvas.middle().x() - width / 2, canvas.middle().y() - height / 2))
        area, step = room.note_area((x, y), notes.DEFAULT_SIZE), (2 * geometry.GRID, 2 * geometry.GRID)
        dx, dy = room.free_offset(canvas.session.graph, [area], inside=canvas.inside, step=step)
        corner = (x + dx, y + dy)
        if canvas.session.edit("Add note", lambda graph: notes.add_note(graph, "", corner, note_id=note_id)[0]):
            canvas.scene().clearSelection()
            item = canvas.items_by_graph.notes[note_id]
            item.setSelected(True)
            canvas.ensureVisible(item.sceneBoundingRect(), 24, 24)
            canvas.write_note(item)

    def set_note_text(self, note_id: str, text: str) -> None:
        """Have a note say something else, if it is still there."""
        if note_id in self._canvas.session.graph.notes:
            self._canvas.session.edit("Write note", lambda graph: notes.set_note_text(graph, note_id, text))

    def _free_offset(self, graph: Graph, part: fragment.Fragment, wanted: Position) -> Position:
        """Return the nearest offset at which no part lies on what is there."""
        areas = [room.card_area(node.position) for node in part.nodes]
        areas += [room.note_area(note.position, note.size) for note in part.notes]
        return room.free_offset(graph, areas, wanted, inside=self._canvas.inside)

    def _selection(self) -> tuple[list[Node], list[str]]:
        canvas = self._canvas
        nodes = [canvas.session.graph.nodes[node_id] for node_id in canvas.selected_ids()]
        return nodes, [item.note.id for item in canvas.selected_notes()]

    def _remove(self, verb: str) -> None:
        canvas = self._canvas
        nodes, note_ids = self._selection()
        edges = [edge for edge, item in canvas.items_by_graph.edges.items() if item.isSelected()]
        if not (nodes or note_ids or edges):
            return
        canvas.cancel()
        title = _title(nodes, note_ids, len(edges))

        def remove(graph: Graph) -> Graph:
            graph = edits.disconnect(graph, edges)
            graph = remove_closing_gaps(graph, [node.id for node in nodes], canvas.inside)
            return notes.remove_notes(graph, note_ids)

        canvas.session.edit(f"{verb} {title}", remove)

    def _put(self, verb: str, put: Callable[[Graph], fragment.Pasted]) -> None:
        """Make an edit that adds nodes and notes, and select them."""
        canvas = self._canvas
        added: list[fragment.Pasted] = []

        def change(graph: Graph) -> Graph:
            added.append(put(graph))
            return added[-1].graph

        if canvas.session.edit(verb, change):
            canvas.select(added[-1].node_ids)
            for note_id in added[-1].note_ids:
                canvas.items_by_graph.notes[note_id].setSelected(True)

    def append_layer(self, type_: str) -> None:
        """Add a layer behind the one selected node and wire it, or in the middle of the view if there is none."""
        canvas = self._canvas
        selected = [canvas.session.graph.nodes[node_id] for node_id in canvas.selected_ids()]
        behind = selected[0] if len(selected) == 1 and selected[0].spec.has_output else None
        middle = geometry.snapped((canvas.middle().x(), canvas.middle().y()))
        node_id = edits.new_id()

        def append(graph: Graph) -> Graph:
            if behind is not None:
                return append_node(graph, type_, behind.id, node_id)
            place = free_place(graph, middle)
            graph = edits.add_node(graph, type_, position=place, node_id=node_id)[0]
            return put_into(graph, node_id, canvas.inside)

        if canvas.session.edit(f"Add {type_}", append):
            canvas.select([node_id])
            item = canvas.items_by_graph.item_of(node_id)
            if item is not None:
                canvas.ensureVisible(item.sceneBoundingRect(), 24, 24)

    def align(self, edge: Alignment) -> None:
        """Put the selected nodes and groups in line."""
        boxes = self._boxes(2)
        if boxes:
            self._canvas.session.edit(f"Align {edge.value}", lambda graph: arranging.align(graph, boxes, edge))

    def distribute(self, orientation: Orientation) -> None:
        """Put the selected nodes and groups at equal distances."""
        boxes = self._boxes(3)
        if boxes:
            self._canvas.session.edit(
                f"Distribute {orientation.value}ly", lambda graph: arranging.distribute(graph, boxes, orientation)
            )

    def _boxes(self, at_least: int) -> list[tuple[str, ...]]:
        boxes = [item.node_ids for item in self._canvas.selected_boxes()]
        if len(boxes) < at_least:
            self._canvas.notice.show_text(f"Select {at_least} layers or more to put them in line.", passing=True)
            return []
        return boxes


def _title(nodes: Sequence[Node], note_ids: Sequence[str], num_edges: int = 0) -> str:
    """Return what an undo step calls these parts."""
    count = len(nodes) + len(note_ids) + num_edges
    if count > 1:
        return f"{count} parts"
    return nodes[0].name if nodes else "note" if note_ids else "edge"
