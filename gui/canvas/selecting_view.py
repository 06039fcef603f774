"""What is on a canvas, where it is, and what of it is selected."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPoint, QPointF, QRectF, Signal
from PySide6.QtWidgets import QGraphicsItem, QWidget

from gui.canvas import geometry
from gui.canvas.glide import Glide
from gui.canvas.items.box_item import BoxItem
from gui.canvas.items.node_item import NodeItem
from gui.canvas.items.note_item import NoteItem
from gui.canvas.sync import CanvasSync
from gui.canvas.zoom_view import ZoomView


class SelectingView(ZoomView):
    """A view of a network's items that knows which are selected; what gestures do is another class's matter.

    Attributes:
        items_by_graph: what is on it.
        glide: what carries items to new places.

    Signals:
        selection_changed(tuple[str, ...]): ids of the selected nodes.
    """

    selection_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.items_by_graph = CanvasSync(self.scene())
        self.glide = Glide(self, self.items_by_graph)
        self.scene().selectionChanged.connect(self._announce_selection)

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

    def _announce_selection(self) -> None:
        self.items_by_graph.revision += 1
        self.selection_changed.emit(self.selected_ids())
