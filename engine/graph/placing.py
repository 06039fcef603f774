"""Where a new node goes when it is added by key or dropped on an edge, and how the others make room for it."""

from __future__ import annotations

from engine.graph import edits
from engine.graph.groups import common_group, put_into
from engine.graph.layout import COLUMN_WIDTH, ROW_HEIGHT
from engine.graph.model import Edge, Graph, Position
from engine.graph.names import parent_of
from engine.graph.splicing import insert_on_edge
from engine.graph.topology import descendants

CELL = (COLUMN_WIDTH, ROW_HEIGHT)
"""Width and height of a node and the room around it, in pixels at 100%."""


def append_node(graph: Graph, type_: str, behind: str, node_id: str) -> Graph:
    """Add a layer behind a node and wire it: into the one edge that leaves the node, or as a new branch.

    A layer without inputs is only placed there.

    Raises:
        UnknownNodeError, UnknownLayerError: no such node or layer.
        UnknownPortError: the node has no output.
    """
    position = next_place(graph, behind)
    onward = graph.outgoing(behind)
    graph, node = edits.add_node(graph, type_, position=position, node_id=node_id)
    if len(onward) == 1 and node.spec.is_passage:
        return place_on_edge(graph, node.id, onward[0])
    graph = edits.move_nodes(graph, {node.id: free_place(graph, node.position, node.id)})
    graph = put_into(graph, node.id, parent_of(graph.nodes[behind].name))
    return edits.connect(graph, behind, node.id) if node.spec.inputs else graph


def place_on_edge(graph: Graph, node_id: str, edge: Edge) -> Graph:
    """Lead an edge through a node and put the node behind the edge's source; what follows moves on to make room.

    The node goes into the group in which both ends of the edge lie.

    Raises:
        GraphError: what `engine.graph.splicing.insert_on_edge` would raise.
    """
    graph = insert_on_edge(graph, node_id, edge)
    graph = put_into(graph, node_id, common_group(graph, (edge.source, edge.target)))
    turned = graph.direction.turned
    width, step = turned(CELL)
    x, y = turned(graph.nodes[edge.source].position)
    target_x, target_y = turned(graph.nodes[edge.target].position)
    climbs = target_y <= y  # the edge leads back into another column: behind its source is room
    graph = edits.move_nodes(graph, {node_id: turned((x, y + step))})
    lacking = y + 2 * step - target_y
    if climbs or lacking <= 0 or abs(target_x - x) >= width:
        return graph
    moved: dict[str, Position] = {}
    for other in descendants(graph, [node_id]):
        other_x, other_y = turned(graph.nodes[other].position)
        if other_y >= target_y and abs(other_x - x) < width:
            moved[other] = turned((other_x, other_y + lacking))
    return edits.move_nodes(graph, moved)


def next_place(graph: Graph, node_id: str, steps: int = 1) -> Position:
    """Return the place so many steps behind a node, along its wires; before it, if less than 0.

    Raises:
        UnknownNodeError: no such node.
    """
    turned = graph.direction.turned
    across, along = turned(graph.node(node_id).position)
    return turned((across, along + steps * turned(CELL)[1]))


def free_place(graph: Graph, wanted: Position, node_id: str | None = None) -> Position:
    """Return the wanted place, or the first beside it, to the right or below, that no node but ``node_id`` covers."""
    turned = graph.direction.turned
    width, step = turned(CELL)
    across, along = turned(wanted)
    others = [turned(node.position) for node in graph.nodes.values() if node.id != node_id]
    while any(abs(x - across) < width and abs(y - along) < step for x, y in others):
        across += width
    return turned((across, along))
