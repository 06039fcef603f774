"""From the document to the canvas: the only code that makes or removes items."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from PySide6.QtWidgets import QGraphicsScene

from engine.analysis.inference import Inference
from engine.graph.diff import diff
from engine.graph.model import Edge, Graph
from gui.canvas import geometry
from gui.canvas.items.edge_item import EdgeItem
from gui.canvas.items.node_item import OUTPUT, NodeItem


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
        self._edges_at: defaultdict[str, set[EdgeItem]] = defaultdict(set)

    def show(self, old: Graph, new: Graph, inference: Inference) -> None:
        """Bring the items from one graph to the next."""
        change = diff(old, new)
        for edge in change.removed_edges:
            self._remove_edge(edge)
        for node_id in change.removed_nodes:
            self._scene.removeItem(self.nodes.pop(node_id))
            self._edges_at.pop(node_id, None)
        for node in change.added_nodes:
            item = NodeItem(node, inference.nodes[node.id])
            self.nodes[node.id] = item
            self._scene.addItem(item)
        self._show_nodes(new, inference)
        for edge in change.added_edges:
            self._add_edge(edge)
        self.follow(node.id for node in change.changed_nodes)
        # Another port on a variadic node shifts the others.
        self.follow({edge.target for edge in change.added_edges | change.removed_edges} & self.nodes.keys())

    def follow(self, node_ids: Iterable[str]) -> None:
        """Have the edges at these nodes run to where the nodes are now."""
        for edge_item in set().union(*(self._edges_at[node_id] for node_id in node_ids)):
            edge_item.follow()

    def _show_nodes(self, graph: Graph, inference: Inference) -> None:
        connected: defaultdict[str, set[str]] = defaultdict(set)
        for edge in graph.edges:
            connected[edge.source].add(OUTPUT)
            connected[edge.target].add(edge.port)
        for node_id, item in self.nodes.items():
            item.show_node(graph.nodes[node_id], inference.nodes[node_id], frozenset(connected[node_id]))
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
