"""Where a new node goes when it is added by key or dropped on an edge, and how the others make room for it."""

from __future__ import annotations

from engine.graph import edits
from engine.graph.groups import common_group, put_into
from engine.graph.layout import COLUMN_WIDTH, ROW_HEIGHT
from engine.graph.model import Edge, Graph, Position
from engine.graph.names import parent_of
from engine.graph.splicing import insert_on_edge
from engine.graph.topology import descendants


def append_node(graph: Graph, type_: str, behind: str, node_id: str) -> Graph:
    """Add a layer below a node and wire it: into the one edge that leaves the node, or as a new branch.

    A layer without inputs is only placed there.

    Raises:
        UnknownNodeError, UnknownLayerError: no such node or layer.
        UnknownPortError: the node has no output.
    """
    x, y = graph.node(behind).position
    onward = graph.outgoing(behind)
    graph, node = edits.add_node(graph, type_, position=(x, y + ROW_HEIGHT), node_id=node_id)
    if len(onward) == 1 and node.spec.is_passage:
        return place_on_edge(graph, node.id, onward[0])
    graph = edits.move_nodes(graph, {node.id: free_place(graph, node.position, node.id)})
    graph = put_into(graph, node.id, parent_of(graph.nodes[behind].name))
    return edits.connect(graph, behind, node.id) if node.spec.inputs else graph


def place_on_edge(graph: Graph, node_id: str, edge: Edge) -> Graph:
    """Lead an edge through a node and put the node below the edge's source; what follows moves down to make room.

    The node goes into the group in which both ends of the edge lie.

    Raises:
        GraphError: what `engine.graph.splicing.insert_on_edge` would raise.
    """
    graph = insert_on_edge(graph, node_id, edge)
    graph = put_into(graph, node_id, common_group(graph, (edge.source, edge.target)))
    x, y = graph.nodes[edge.source].position
    target_x, target_y = graph.nodes[edge.target].position
    climbs = target_y <= y  # the edge leads up into another column: below its source is room
    graph = edits.move_nodes(graph, {node_id: (x, y + ROW_HEIGHT)})
    lacking = y + 2 * ROW_HEIGHT - target_y
    if climbs or lacking <= 0 or abs(target_x - x) >= COLUMN_WIDTH:
        return graph
    below = [graph.nodes[other] for other in descendants(graph, [node_id])]
    return edits.move_nodes(
        graph,
        {
            other.id: (other.position[0], other.position[1] + lacking)
            for other in below
            if other.position[1] >= target_y and abs(other.position[0] - x) < COLUMN_WIDTH
        },
    )


def free_place(graph: Graph, wanted: Position, node_id: str | None = None) -> Position:
    """Return the wanted place, or the first to the right of it that no node but ``node_id`` covers."""
    x, y = wanted
    while any(
        abs(node.position[0] - x) < COLUMN_WIDTH and abs(node.position[1] - y) < ROW_HEIGHT
        for node in graph.nodes.values()
        if node.id != node_id
    ):
        x += COLUMN_WIDTH
    return x, y
