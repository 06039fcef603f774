"""From the document to the canvas: the only code that makes or removes items."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QGraphicsScene

from engine.analysis.group_facts import group_facts
from engine.analysis.inference import Inference, NodeFacts
from engine.graph.closing import shown_boxes
from engine.graph.diff import GraphDiff, diff
from engine.graph.display import Box, Display, End, Key, Wire, changes
from engine.graph.model import Edge, Graph
from gui.canvas import geometry
from gui.canvas.frames import Frames
from gui.canvas.items.box_item import OUTPUT, BoxItem
from gui.canvas.items.edge_item import EdgeItem
from gui.canvas.items.group_item import GroupItem, input_names, output_names
from gui.canvas.items.node_item import NodeItem
from gui.canvas.items.note_item import NoteItem

_NEAR = 1000.0
"""Room around the boxes for what hangs over and what may be dragged out."""


class CanvasSync:
    """Holds the items of a scene.

    Attributes:
        boxes: nodes, closed groups and stand-ins, by key.
        nodes: those of the boxes that are single nodes, by node id.
        edges: the wire that stands for each edge that is shown.
        notes: by id.
        frames: around the open groups.
        inside: path of the group that is dived into; empty for the whole network.
        speaking: the boxes that have a sentence to say about a problem.
        departures: the boxes that the last `show` put elsewhere, with where they were; a box that came out of a group,
            or into which others went, was where those were.
        revision: another number whenever something looks different.
        overlay_revision: another number whenever only what live views lay over it does.
    """

    def __init__(self, scene: QGraphicsScene) -> None:
        self._scene = scene
        self._display = Display()
        self._inference: Inference | None = None
        self._facts: Mapping[str, NodeFacts] = {}
        self._wires: dict[End, EdgeItem] = {}
        self._wires_at: defaultdict[Key, set[EdgeItem]] = defaultdict(set)
        self.frames = Frames(scene)
        self.boxes: dict[Key, BoxItem] = {}
        self.nodes: dict[str, NodeItem] = {}
        self.edges: dict[Edge, EdgeItem] = {}
        self.notes: dict[str, NoteItem] = {}
        self.inside = ""
        self.speaking: set[BoxItem] = set()
        self.departures: dict[BoxItem, geometry.Point] = {}
        self.revision = self.overlay_revision = 0

    def show(self, old: Graph, new: Graph, inference: Inference) -> None:
        """Bring the items from one graph to the next."""
        change = diff(old, new)
        self.departures = {}
        self.revision += 1
        self._show_notes(change)
        self._inference = inference
        reassessed = {node_id for node_id, facts in inference.nodes.items() if self._facts.get(node_id) is not facts}
        self._facts = inference.nodes
        touched = {self._display.keys.get(node.id) for node in change.changed_nodes}
        if self._needs_display(change, old):
            touched |= self._show_display(shown_boxes(new, self.inside), new)
        touched |= {self._display.keys.get(node_id) for node_id in reassessed}
        for key in touched:
            if key is not None and key in self.boxes:
                self._show_box(self._display.boxes[key], new)

    def go_inside(self, path: str, graph: Graph) -> None:
        """Show only what is in a group, or everything for an empty path."""
        self.inside = path
        self.revision += 1
        for key in self._show_display(shown_boxes(graph, path), graph):
            if key in self.boxes:
                self._show_box(self._display.boxes[key], graph)

    def item_of(self, node_id: str) -> BoxItem | None:
        """Return the box in which a node is shown, if it is."""
        key = self._display.keys.get(node_id)
        return self.boxes.get(key) if key is not None else None

    def port_place(self, node_id: str, port: str) -> geometry.Point:
        """Return the scene place of a node's port, or of the port of the closed group that leads to it."""
        item = self.item_of(node_id)
        assert item is not None, "the node is not shown"
        if isinstance(item, GroupItem):
            port = next(name for name in item.look.outputs if item.source_of(name) == node_id)
        return item.ports(outputs=port in item.look.outputs)[port]

    def can_be_edited(self, item: BoxItem) -> bool:
        """Whether it is on the canvas and not the stand-in of a node outside."""
        return self.boxes.get(item.box.key) is item and item.box.kind not in ("source", "target")

    def edges_at(self, items: Iterable[BoxItem]) -> set[EdgeItem]:
        """Return the wires that begin or end at these boxes."""
        return set().union(*(self._wires_at[item.box.key] for item in items))

    def follow(self, items: Iterable[BoxItem]) -> None:
        """Have the wires at these boxes, and the frames around them, go to where the boxes are now."""
        items = list(items)
        for edge_item in self.edges_at(items):
            edge_item.follow()
        self.frames.surround(self.boxes, {item.box.key for item in items})
        self.revision += 1

    def wires(self) -> Iterable[EdgeItem]:
        """Return the wires that are shown."""
        return self._wires.values()

    def show_wires(self, items: Iterable[EdgeItem], shown: bool) -> None:
        """Show or hide wires while a gesture would do without them."""
        for item in items:
            item.setVisible(shown)
        self.revision += 1

    def set_hot(self, item: EdgeItem, is_hot: bool) -> None:
        """Make a wire stand out, as something would go into it."""
        item.set_hot(is_hot)
        self.revision += 1

    def _needs_display(self, change: GraphDiff, old: Graph) -> bool:
        """Whether more can have changed than what single nodes say of themselves."""
        if change.removed_nodes or change.added_nodes or change.removed_edges or change.added_edges:
            return True
        if change.opened or change.closed or change.direction is not None:
            return True
        for node in change.changed_nodes:
            before, key = old.nodes[node.id], self._display.keys.get(node.id)
            if before.name != node.name or before.position != node.position or key is None or key[0] == "row":
                return True
        return False

    def _show_display(self, display: Display, graph: Graph) -> set[Key | None]:
        """Make, remove and move boxes and wires; return the keys of those boxes that may look different."""
        change = changes(self._display, display)
        touched: set[Key | None] = set()
        for wire in change.removed_wires:
            self._remove_wire(wire)
            touched |= {wire.source, wire.target}
        for key in change.removed_boxes:
            item = self.boxes.pop(key)
            self.speaking.discard(item)
            self._scene.removeItem(item)
            self._wires_at.pop(key, None)
            if key[0] == "node":
                del self.nodes[key[1]]
        before, self._display = self._display, display
        for box in (*change.added_boxes, *change.changed_boxes):
            self._show_box(box, graph)
        for box in change.added_boxes:
            came_from = before.boxes.get(before.keys.get(box.node_ids[0], box.key))
            if came_from is not None:
                self.departures[self.boxes[box.key]] = came_from.position
        for wire in change.added_wires:
            self._add_wire(wire)
            touched |= {wire.source, wire.target}
        touched |= {box.key for box in change.changed_boxes}
        self.frames.show(graph, display)
        for end, wire in display.wires.items():
            self._wires[end].enter(self.frames.num_entered(wire))
        for edge_item in self.edges_at(self.boxes[key] for key in touched if key in self.boxes):
            edge_item.follow()
        self.frames.surround(self.boxes)
        self._span_index()
        return touched

    def _span_index(self) -> None:
        """Have the scene's index of places span the boxes: it divides its area evenly, however few places are used."""
        area = QRectF()
        if self._display.boxes:
            xs, ys = zip(*(box.position for box in self._display.boxes.values()), strict=True)
            area.setCoords(min(xs), min(ys), max(xs), max(ys))
        if not self._scene.sceneRect().contains(area.adjusted(-_NEAR, -_NEAR, _NEAR, _NEAR)):
            self._scene.setSceneRect(area.adjusted(-2 * _NEAR, -2 * _NEAR, 2 * _NEAR, 2 * _NEAR))

    def _show_box(self, box: Box, graph: Graph) -> None:
        """Show a box as it is now; make its item if there is none."""
        assert self._inference is not None
        item = self.boxes.get(box.key)
        if item is not None and (place := (item.pos().x(), item.pos().y())) != box.position:
            self.departures[item] = place
        if box.kind in ("group", "row"):
            facts, connected = group_facts(box, self._inference), frozenset((*input_names(box), *output_names(box)))
            if isinstance(item, GroupItem):
                item.show_group(box, facts, connected)
            else:
                item = self._add_box(box, GroupItem(box, facts, connected))
        else:
            node = graph.nodes[box.node_ids[0]]
            known, wired = self._facts[node.id], self._connected(box, graph)
            if isinstance(item, NodeItem):
                item.show_node(box, node, known, wired)
            else:
                item = self._add_box(box, NodeItem(box, node, known, wired))
        (self.speaking.add if item.look.bubble_text else self.speaking.discard)(item)
        for edge_item in self._wires_at[box.key]:
            edge_item.show_shape(self._facts[edge_item.edge.source].output)

    def _connected(self, box: Box, graph: Graph) -> frozenset[str]:
        node_id = box.node_ids[0]
        connected = set(graph.incoming(node_id))
        if graph.outgoing(node_id):
            connected.add(OUTPUT)
        return frozenset(connected)

    def _add_box(self, box: Box, item: BoxItem) -> BoxItem:
        self.boxes[box.key] = item
        if isinstance(item, NodeItem) and box.kind == "node":
            self.nodes[box.node_ids[0]] = item
        self._scene.addItem(item)
        return item

    def _show_notes(self, change: GraphDiff) -> None:
        for note_id in change.removed_notes:
            self._scene.removeItem(self.notes.pop(note_id))
        for note in change.added_notes:
            self.notes[note.id] = NoteItem(note)
            self._scene.addItem(self.notes[note.id])
        for note in change.changed_notes:
            self.notes[note.id].show_note(note)

    def _add_wire(self, wire: Wire) -> None:
        item = EdgeItem(wire, self.boxes[wire.source], self.boxes[wire.target])
        item.show_shape(self._facts[item.edge.source].output)
        self._wires[wire.target, wire.input] = item
        self.edges.update(dict.fromkeys(wire.edges, item))
        self._wires_at[wire.source].add(item)
        self._wires_at[wire.target].add(item)
        self._scene.addItem(item)

    def _remove_wire(self, wire: Wire) -> None:
        item = self._wires.pop((wire.target, wire.input))
        for edge in wire.edges:
            if self.edges.get(edge) is item:
                del self.edges[edge]
        self._wires_at[wire.source].discard(item)
        self._wires_at[wire.target].discard(item)
        self._scene.removeItem(item)
