"""The canvas: shows the session's graph and turns the mouse and keys into gestures and edits."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QGraphicsItem, QWidget

from engine.graph.groups import members
from engine.graph.model import Graph
from engine.project.document import Document
from gui.canvas import geometry
from gui.canvas.commands import CanvasCommands
from gui.canvas.from_afar import FromAfar
from gui.canvas.glide import Glide
from gui.canvas.group_commands import GroupCommands
from gui.canvas.interactions.interaction import Interaction
from gui.canvas.interactions.move_nodes import MoveNodes
from gui.canvas.interactions.pan import Pan
from gui.canvas.interactions.pressing import pressed
from gui.canvas.items.box_item import BoxItem
from gui.canvas.items.frame_item import FrameItem
from gui.canvas.items.group_item import GroupItem
from gui.canvas.items.node_item import NodeItem
from gui.canvas.items.note_item import NoteItem
from gui.canvas.note_editor import NoteEditor
from gui.canvas.notice import Notice
from gui.canvas.sketch import Sketch
from gui.canvas.sync import CanvasSync
from gui.canvas.zoom_view import ZoomView
from gui.session import Session
from gui.theme.appearance import appearance

_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_ADDING = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier


class CanvasView(ZoomView):
    """The canvas of one session.

    Attributes:
        items_by_graph: what is on it.
        sketch: what a gesture shows while it lasts.

    Signals:
        selection_changed(tuple[str, ...]): ids of the selected nodes.
        inside_changed(str): path of the group that is dived into now; empty for the whole network.
        search_requested(QPointF): the person wants to add something at this scene point.
        items_moved(): boxes are carried along by a gesture, or glide.
        wire_dropped(str, str, QPointF): an edge from a node's port was let go at an empty scene point.
    """

    selection_changed = Signal(object)
    inside_changed = Signal(str)
    search_requested = Signal(object)
    items_moved = Signal()
    wire_dropped = Signal(str, str, object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._interaction: Interaction | None = None
        self._has_moved = False
        self.setObjectName("canvas")
        self.setAccessibleName("Canvas")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.items_by_graph = CanvasSync(self.scene())
        self.glide = Glide(self, self.items_by_graph)
        self.glide.moved.connect(self.items_moved)
        self.sketch = Sketch(self.scene())
        self._from_afar = FromAfar(self.items_by_graph)
        self.notice = Notice(self)
        self.commands = CanvasCommands(self)
        self.groups = GroupCommands(self)
        self.scene().selectionChanged.connect(self._announce_selection)
        session.document_changed.connect(self._show_document)
        session.refused.connect(self._show_refusal)
        appearance.changed.connect(self._repaint_all)
        self.items_by_graph.show(Graph(), session.graph, session.inference)

    # What is where

    def contents(self) -> QRectF:
        """Return the area that the nodes and notes cover, or will cover when they have come to rest."""
        return self._area_of((*self.items_by_graph.boxes.values(), *self.items_by_graph.notes.values()))

    def _area_of(self, items: Iterable[QGraphicsItem]) -> QRectF:
        area = QRectF()
        for item in items:
            place = self.glide.place_of(item) if isinstance(item, BoxItem) else item.pos()
            area = area.united(item.boundingRect().translated(place))
        return area

    def nodes_near(self, point: QPointF) -> list[BoxItem]:
        """Return the cards with a port or themselves within reach of a scene point, topmost first; no stand-ins."""
        reach = geometry.PORT_REACH
        area = QRectF(point.x() - reach, point.y() - reach, 2 * reach, 2 * reach)
        found = (item for item in self.scene().items(area) if isinstance(item, BoxItem))
        return [item for item in found if self.items_by_graph.can_be_edited(item)]

    def is_in_view(self, point: QPointF) -> bool:
        """Whether a scene point is in the visible part of the canvas."""
        return self.viewport().rect().contains(self.mapFromScene(point))

    def scene_point(self, global_point: QPoint) -> QPointF:
        """Return the scene point under a point of the screen."""
        return self.mapToScene(self.viewport().mapFromGlobal(global_point))

    # Selection

    def selected_nodes(self) -> list[NodeItem]:
        """Return the selected nodes' items."""
        return [item for item in self.items_by_graph.nodes.values() if item.isSelected()]

    def selected_notes(self) -> list[NoteItem]:
        """Return the selected notes' items."""
        return [item for item in self.items_by_graph.notes.values() if item.isSelected()]

    def selected_boxes(self) -> list[BoxItem]:
        """Return the items of the selected nodes and closed groups."""
        return [item for item in self.items_by_graph.boxes.values() if item.isSelected()]

    def selected_ids(self) -> tuple[str, ...]:
        """Return the ids of the selected nodes, those in selected closed groups among them."""
        return tuple(node_id for item in self.selected_boxes() for node_id in item.node_ids)

    def zoom_to_selection(self) -> None:
        """Show what is selected, or all where nothing is."""
        self.zoom_to(self.selected_area())

    def selected_area(self) -> QRectF:
        """Return the area that the selected parts cover, or all where none is."""
        return self._area_of(self.selected_boxes() or self.items_by_graph.boxes.values())

    def select(self, node_ids: Iterable[str]) -> None:
        """Select these nodes, or the closed groups that they lie in, and nothing else."""
        found = (self.items_by_graph.item_of(node_id) for node_id in node_ids)
        self.select_items({item for item in found if item is not None})

    def select_items(self, items: Iterable[QGraphicsItem]) -> None:
        """Select these items and nothing else; announced once, however many they are."""
        self.scene().blockSignals(True)
        self.scene().clearSelection()
        for item in items:
            item.setSelected(True)
        self.scene().blockSignals(False)
        self._announce_selection()

    def select_all(self) -> None:
        """Select every node and note that is shown."""
        self.select_items((*self.items_by_graph.boxes.values(), *self.items_by_graph.notes.values()))

    def go_to(self, node_id: str) -> None:
        """Select a node, or the closed group that it lies in, and bring it into the middle."""
        if self.items_by_graph.item_of(node_id) is None:
            self.go_inside("")
        self.select([node_id])
        item = self.items_by_graph.item_of(node_id)
        if item is not None:
            self.look_at(item.pos())

    # Groups

    @property
    def inside(self) -> str:
        """Path of the group that is dived into; empty for the whole network."""
        return self.items_by_graph.inside

    def go_inside(self, path: str) -> None:
        """Show only what is in a group, or the whole network for an empty path."""
        if path == self.inside:
            return
        self.cancel()
        self.glide.finish()
        left = self.inside
        self.items_by_graph.go_inside(path, self.session.graph)
        self.scene().clearSelection()
        if left and not path.startswith(left):
            self.select(members(self.session.graph, left))
        self.zoom_to_fit()
        self.inside_changed.emit(path)

    # Gestures

    def begin(self, interaction: Interaction) -> None:
        """Start a gesture; one that is under way is cancelled."""
        self.cancel()
        self.glide.finish()
        self._interaction = interaction
        self.viewport().setCursor(interaction.cursor)

    def move_to(self, point: QPointF) -> None:
        """Let the gesture follow the pointer."""
        if self._interaction is not None:
            self._interaction.move(point)
            self.items_moved.emit()

    def finish(self, point: QPointF) -> None:
        """End the gesture."""
        interaction, self._interaction = self._interaction, None
        self.viewport().unsetCursor()
        if interaction is not None:
            interaction.end(point)
            self.items_moved.emit()

    def cancel(self) -> bool:
        """Cancel the gesture; return whether there was one."""
        interaction, self._interaction = self._interaction, None
        self.viewport().unsetCursor()
        if interaction is not None:
            interaction.cancel()
            self.items_moved.emit()
        return interaction is not None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._has_moved = False
        point = self.mapToScene(event.position().toPoint())
        if event.button() is Qt.MouseButton.MiddleButton:
            self.begin(Pan(self, point))
        elif event.button() is Qt.MouseButton.LeftButton:
            pulling = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
            interaction = pressed(self, point, adding=bool(event.modifiers() & _ADDING), pulling=pulling)
            if interaction is not None:
                self.begin(interaction)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._interaction is None:
            super().mouseMoveEvent(event)  # for hovering
            return
        self._has_moved = True
        self.move_to(self.mapToScene(event.position().toPoint()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        interaction = self._interaction
        self.finish(self.mapToScene(event.position().toPoint()))
        if isinstance(interaction, MoveNodes) and not self._has_moved:
            self.scene().clearSelection()  # a click on one of several that are selected
            interaction.grabbed.setSelected(True)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        point = self.mapToScene(event.position().toPoint())
        if event.button() is not Qt.MouseButton.LeftButton:
            super().mouseDoubleClickEvent(event)
            return
        under = self.scene().itemAt(point, self.transform())
        if isinstance(under, NoteItem):
            self.write_note(under)
        elif isinstance(under, GroupItem):
            self.groups.enter(under)
        elif isinstance(under, FrameItem):
            self.groups.close(("group", under.path))
        elif under is None and not self.nodes_near(point):
            self.search_requested.emit(point)
        else:
            super().mouseDoubleClickEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.commands.delete()
        elif event.key() in _ARROWS:
            dx, dy = _ARROWS[Qt.Key(event.key())]
            step = 1.0 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else geometry.GRID / 2
            self.commands.nudge(dx * step, dy * step)
        elif event.key() == Qt.Key.Key_Escape:
            if self.cancel():
                return
            if self.scene().selectedItems():
                self.scene().clearSelection()
            else:
                self.go_inside(self.inside.rpartition(".")[0])
        else:
            super().keyPressEvent(event)

    def write_note(self, item: NoteItem) -> None:
        """Let the person write in a note."""
        note_id = item.note.id
        editor = NoteEditor(self, item.note.text)
        area = self.mapFromScene(item.sceneBoundingRect()).boundingRect()
        editor.setGeometry(area.adjusted(1, 1, -1, -1))
        editor.finished.connect(partial(self.commands.set_note_text, note_id))
        editor.show()
        editor.setFocus()

    # Following the session and the theme

    def _show_document(self, before: Document, after: Document) -> None:
        if after.graph is before.graph:
            return
        self.cancel()
        self.glide.finish()
        if self.inside and not members(after.graph, self.inside):
            self.items_by_graph.inside = ""
            self.inside_changed.emit("")
        self.items_by_graph.show(before.graph, after.graph, self.session.inference)
        self.glide.start(self.items_by_graph.departures)
        if before.graph.nodes and after.graph.nodes and before.graph.nodes.keys().isdisjoint(after.graph.nodes):
            self.zoom_to_fit()  # another network altogether, which may lie elsewhere

    def _show_refusal(self, text: str) -> None:
        self.notice.show_text(text, passing=True)

    def _announce_selection(self) -> None:
        self.items_by_graph.revision += 1
        self.selection_changed.emit(self.selected_ids())

    def draw_from_afar(self, painter: QPainter, area: QRectF) -> None:
        self._from_afar.paint(painter, area, self.sketch.items)

    def _repaint_all(self) -> None:
        self.items_by_graph.revision += 1
        for item in self.scene().items():
            item.update()
        self.viewport().update()
