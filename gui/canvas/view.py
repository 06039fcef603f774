"""The canvas: shows the session's graph and turns the mouse and keys into gestures and edits."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget

from engine.graph.groups import members
from engine.graph.model import Graph
from engine.project.document import Document
from gui.canvas import geometry
from gui.canvas.commands import CanvasCommands
from gui.canvas.from_afar import FromAfar
from gui.canvas.group_commands import GroupCommands
from gui.canvas.interactions.interaction import Interaction
from gui.canvas.interactions.move_nodes import MoveNodes
from gui.canvas.interactions.pan import Pan
from gui.canvas.interactions.pressing import pressed
from gui.canvas.items.frame_item import FrameItem
from gui.canvas.items.group_item import GroupItem
from gui.canvas.items.note_item import NoteItem
from gui.canvas.note_editor import NoteEditor
from gui.canvas.notice import Notice
from gui.canvas.selecting_view import SelectingView
from gui.canvas.sketch import Sketch
from gui.session import Session
from gui.theme.appearance import appearance

_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_ADDING = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier


class CanvasView(SelectingView):
    """The canvas of one session.

    Attributes:
        sketch: what a gesture shows while it lasts.

    Signals:
        inside_changed(str): path of the group that is dived into now; empty for the whole network.
        search_requested(QPointF): the person wants to add something at this scene point.
        items_moved(): boxes are carried along by a gesture, or glide.
        wire_dropped(str, str, QPointF): an edge from a node's port was let go at an empty scene point.
    """

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
        self.glide.moved.connect(self.items_moved)
        self.sketch = Sketch(self.scene())
        self._from_afar = FromAfar(self.items_by_graph)
        self.notice = Notice(self)
        self.commands = CanvasCommands(self)
        self.groups = GroupCommands(self)
        session.document_changed.connect(self._show_document)
        session.refused.connect(self._show_refusal)
        appearance.changed.connect(self._repaint_all)
        self.items_by_graph.show(Graph(), session.graph, session.inference)

    # Groups

    def go_to(self, node_id: str) -> None:
        """Select a node, or the closed group that it lies in, and bring it into the middle."""
        if self.items_by_graph.item_of(node_id) is None:
            self.go_inside("")
        self.select([node_id])
        item = self.items_by_graph.item_of(node_id)
        if item is not None:
            self.look_at(item.pos())

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
            elif not self.inside:
                event.ignore()  # there is nothing to leave here: the window may have something
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

    def draw_from_afar(self, painter: QPainter, area: QRectF) -> None:
        self._from_afar.paint(painter, area, self.sketch.items)

    def _repaint_all(self) -> None:
        self.items_by_graph.revision += 1
        for item in self.scene().items():
            item.update()
        self.viewport().update()
