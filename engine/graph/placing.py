"""Where a new node goes when it is added by key rather than by hand."""

from __future__ import annotations

from engine.graph import edits
from engine.graph.layout import COLUMN_WIDTH, ROW_HEIGHT
from engine.graph.model import Graph, Position


def append_node(graph: Graph, type_: str, behind: str, node_id: str) -> Graph:
    """Add a layer below a node and connect the two; a layer without inputs is only placed there.

    Raises:
        UnknownNodeError, UnknownLayerError: no such node or layer.
        UnknownPortError: the node has no output.
    """
    x, y = graph.node(behind).position
    position = free_place(graph, (x, y + ROW_HEIGHT))
    graph, node = edits.add_node(graph, type_, position=position, node_id=node_id)
    return edits.connect(graph, behind, node.id) if node.spec.inputs else graph


def add_behind(graph: Graph, type_: str, source: str, position: Position, node_id: str) -> Graph:
    """Add a layer and run an edge to it from a node's output.

    Raises:
        UnknownLayerError, UnknownNodeError, UnknownPortError: no such layer, node or end of an edge.
    """
    graph, node = edits.add_node(graph, type_, position=position, node_id=node_id)
    return edits.connect(graph, source, node.id)


def add_before(graph: Graph, type_: str, target: str, port: str, position: Position, node_id: str) -> Graph:
    """Add a layer and run an edge from its output to a node's input port.

    Raises:
        UnknownLayerError, UnknownNodeError, UnknownPortError: no such layer, node or end of an edge.
        PortOccupiedError: the port has its edge.
    """
    graph, node = edits.add_node(graph, type_, position=position, node_id=node_id)
    return edits.connect(graph, node.id, target, port)


def free_place(graph: Graph, wanted: Position) -> Position:
    """Return the wanted place, or the first to the right of it that no node covers."""
    x, y = wanted
    while any(
        abs(node.position[0] - x) < COLUMN_WIDTH and abs(node.position[1] - y) < ROW_HEIGHT
        for node in graph.nodes.values()
    ):
        x += COLUMN_WIDTH
    return x, y
