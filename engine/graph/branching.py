"""A new node at the loose end of an edge."""

from __future__ import annotations

from engine.graph import edits
from engine.graph.model import Graph, Position


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
