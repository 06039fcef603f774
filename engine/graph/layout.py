"""Where nodes go when nobody placed them: rows from top to bottom, in network order."""

from __future__ import annotations

from engine.graph import edits
from engine.graph.model import Graph
from engine.graph.topology import generations

ROW_HEIGHT = 84.0
COLUMN_WIDTH = 220.0


def layered(graph: Graph) -> Graph:
    """Return the graph with each generation of nodes on a row of its own, centred on x = 0."""
    positions = {}
    for row, layer in enumerate(generations(graph)):
        left = -COLUMN_WIDTH * (len(layer) - 1) / 2
        for column, node_id in enumerate(layer):
            positions[node_id] = (left + COLUMN_WIDTH * column, ROW_HEIGHT * row)
    return edits.move_nodes(graph, positions)
