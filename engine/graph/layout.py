"""Where nodes go when nobody placed them: rows from top to bottom, in network order."""

from __future__ import annotations

from math import ceil

from engine.graph import edits
from engine.graph.model import Graph, Position
from engine.graph.topology import generations

ROW_HEIGHT = 84.0
COLUMN_WIDTH = 252.0
_MOST_ROWS = 8
"""A longer chain goes on in the next column, so that it can be read without zooming out."""


def layered(graph: Graph) -> Graph:
    """Return the graph with each generation of nodes on a row of its own, centred on x = 0.

    A network without branches is broken into columns of equal height.
    """
    rows = generations(graph)
    positions: dict[str, Position] = {}
    if all(len(row) == 1 for row in rows):
        height = ceil(len(rows) / ceil(len(rows) / _MOST_ROWS)) if rows else 1
        for place, (node_id,) in enumerate(rows):
            positions[node_id] = (COLUMN_WIDTH * (place // height), ROW_HEIGHT * (place % height))
    else:
        for place, row in enumerate(rows):
            left = -COLUMN_WIDTH * (len(row) - 1) / 2
            for column, node_id in enumerate(row):
                positions[node_id] = (left + COLUMN_WIDTH * column, ROW_HEIGHT * place)
    return edits.move_nodes(graph, positions)
