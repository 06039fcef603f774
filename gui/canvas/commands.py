"""What keys and menus do to the selected nodes of a canvas; each is one undoable edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.graph import edits
from engine.graph.model import Graph
from engine.graph.placing import append_node, free_place
from engine.graph.splicing import remove_closing
from gui.canvas import geometry

if TYPE_CHECKING:
    from gui.canvas.view import CanvasView


class CanvasCommands:
    """Acts on a canvas's selection through its session."""

    def __init__(self, canvas: CanvasView) -> None:
        self._canvas = canvas

    def delete(self) -> None:
        """Remove the selected nodes and edges; the chains that the nodes lay in close."""
        canvas = self._canvas
        nodes = [item.node for item in canvas.selected_nodes()]
        edges = [edge for edge, item in canvas.items_by_graph.edges.items() if item.isSelected()]
        if not nodes and not edges:
            return
        canvas.cancel()
        name = nodes[0].name if nodes else "edge"
        count = len(nodes) + len(edges)

        def remove(graph: Graph) -> Graph:
            return remove_closing(edits.disconnect(graph, edges), [node.id for node in nodes])

        canvas.session.edit(f"Delete {name}" if count == 1 else f"Delete {count} parts", remove)

    def nudge(self, dx: float, dy: float) -> None:
        """Move the selected nodes by so many pixels; presses that follow one another are one undo step."""
        nodes = [item.node for item in self._canvas.selected_nodes()]
        if not nodes:
            return
        moved = {node.id: (node.position[0] + dx, node.position[1] + dy) for node in nodes}
        name = nodes[0].name if len(nodes) == 1 else f"{len(nodes)} nodes"
        self._canvas.session.edit(
            f"Nudge {name}", lambda graph: edits.move_nodes(graph, moved), merge_key=("nudge", tuple(moved))
        )

    def append_layer(self, type_: str) -> None:
        """Add a layer behind the one selected node and wire it, or in the middle of the view if there is none."""
        canvas = self._canvas
        selected = canvas.selected_nodes()
        behind = selected[0].node if len(selected) == 1 and selected[0].node.spec.has_output else None
        middle = geometry.snapped((canvas.middle().x(), canvas.middle().y()))
        node_id = edits.new_id()

        def append(graph: Graph) -> Graph:
            if behind is None:
                place = free_place(graph, middle)
                return edits.add_node(graph, type_, position=place, node_id=node_id)[0]
            return append_node(graph, type_, behind.id, node_id)

        if canvas.session.edit(f"Add {type_}", append):
            canvas.select([node_id])
            canvas.ensureVisible(canvas.items_by_graph.nodes[node_id].sceneBoundingRect(), 24, 24)
