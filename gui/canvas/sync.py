"""From the document to the canvas: the only code that makes or removes items."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from PySide6.QtWidgets import QGraphicsScene

from engine.analysis.inference import Inference, NodeFacts
from engine.graph.diff import GraphDiff, diff
from engine.graph.model import Edge, Graph
from gui.canvas import geometry
from gui.canvas.items.edge_item import EdgeItem
from gui.canvas.items.node_item import OUTPUT, NodeItem
from gui.canvas.items.note_item import NoteItem


def _is_crowded(item: NodeItem, graph: Graph) -> bool:
    """Whether a sentence to the right of a node would cover another one, and to the left it would not."""
    x, y = item.node.position
    reach = geometry.NODE_WIDTH + geometry.BUBBLE_GAP + geometry.BUBBLE_WIDTH
    beside = [
        other.position[0] - x
        for other in graph.nodes.values()
        if other is not item.node and abs(other.position[1] - y) < geometry.NODE_HEIGHT * 1.5
    ]
    return any(0 < dx < reach for dx in beside) and not any(-reach < dx < 0 for dx in beside)


class CanvasSync:
    """Holds the items of a scene, by node id and by edge."""

    def __init__(self, scene: QGraphicsScene) -> None:
        self._scene = scene
        self.nodes: dict[str, NodeItem] = {}
        self.edges: dict[Edge, EdgeItem] = {}
        self.notes: dict[str, NoteItem] = {}
        self._edges_at: defaultdict[str, set[EdgeItem]] = defaultdict(set)
        self._facts: Mapping[str, NodeFacts] = {}

    def show(self, old: Graph, new: Graph, inference: Inference) -> None:
        """Bring the items from one graph to the next."""
        change = diff(old, new)
        self._show_notes(change)
        for edge in change.removed_edges:
            self._remove_edge(edge)
        for node_id in change.removed_nodes:
            self._scene.removeItem(self.nodes.pop(node_id))
            self._edges_at.pop(node_id, None)
        for node in change.added_nodes:
            item = NodeItem(node, inference.nodes[node.id])
            self.nodes[node.id] = item
            self._scene.addItem(item)
        rewired = {end for edge in change.removed_edges | change.added_edges for end in (edge.source, edge.target)}
        changed = {node.id for node in (*change.added_nodes, *change.changed_nodes)} | rewired & self.nodes.keys()
        reassessed = {node_id for node_id, facts in inference.nodes.items() if self._facts.get(node_id) is not facts}
        self._facts = inference.nodes
        for node_id in changed | reassessed:
            self._show_node(node_id, new)
        for edge in change.added_edges:
            self._add_edge(edge)
        self.follow(changed)
        for node_id in changed | reassessed:
            for edge_item in self._edges_at[node_id]:
                edge_item.show_shape(self._facts[edge_item.edge.source].output)

    def edges_at(self, node_ids: Iterable[str]) -> set[EdgeItem]:
        """Return the edges that begin or end at these nodes."""
        return set().union(*(self._edges_at[node_id] for node_id in node_ids))

    def follow(self, node_ids: Iterable[str]) -> None:
        """Have the edges at these nodes run to where the nodes are now."""
        for edge_item in self.edges_at(node_ids):
            edge_item.follow()

    def _show_notes(self, change: GraphDiff) -> None:
        for note_id in change.removed_notes:
            self._scene.removeItem(self.notes.pop(note_id))
        for note in change.added_notes:
            self.notes[note.id] = NoteItem(note)
            self._scene.addItem(self.notes[note.id])
        for note in change.changed_notes:
            self.notes[note.id].show_note(note)

    def _show_node(self, node_id: str, graph: Graph) -> None:
        item = self.nodes[node_id]
        connected = set(graph.incoming(node_id))
        if graph.outgoing(node_id):
            connected.add(OUTPUT)
        item.show_node(graph.nodes[node_id], self._facts[node_id], frozenset(connected))
        if item.look.bubble_text:
            item.speak_left(_is_crowded(item, graph))

    def _add_edge(self, edge: Edge) -> None:
        item = EdgeItem(edge, self.nodes[edge.source], self.nodes[edge.target])
        self.edges[edge] = item
        self._edges_at[edge.source].add(item)
        self._edges_at[edge.target].add(item)
        self._scene.addItem(item)

    def _remove_edge(self, edge: Edge) -> None:
        item = self.edges.pop(edge)
        self._edges_at[edge.source].discard(item)
        self._edges_at[edge.target].discard(item)
        self._scene.removeItem(item)
