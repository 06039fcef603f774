"""Taking nodes out of chains so that no gap is left: what stands behind moves up by the room that they had."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from engine.graph import edits
from engine.graph.closing import shown_boxes
from engine.graph.display import Box, Display, Key, Wire
from engine.graph.layout import CARD, COLUMN_WIDTH, ROW_HEIGHT
from engine.graph.model import Graph, Position
from engine.graph.splicing import remove_closing
from engine.graph.topology import topological_order


def remove_closing_gaps(graph: Graph, node_ids: Iterable[str], inside: str = "") -> Graph:
    """Remove nodes, close the chains that they lay in, and the gaps in the columns, or rows, of these chains.

    A merging layer stays if another of its branches ends right before it, and with it all that stands behind.

    Args:
        graph: the network.
        node_ids: of the nodes to remove.
        inside: path of the group that is dived into.

    Raises:
        UnknownNodeError: an id that is not in the graph.
    """
    rest = remove_closing(graph, node_ids)
    before, bridged = shown_boxes(graph, inside), shown_boxes(rest, inside)
    old = {(wire.source, wire.target) for wire in before.wires.values()}
    for wire in bridged.wires.values():
        if (wire.source, wire.target) not in old and {wire.source[0], wire.target[0]} <= {"node", "group", "row"}:
            rest = _closed_up(rest, before, wire, inside)
    return rest


def _closed_up(graph: Graph, before: Display, wire: Wire, inside: str) -> Graph:
    """Move what stands behind a wire that closes a chain up to where the chain's removed part stood."""
    view = shown_boxes(graph, inside)
    turned = graph.direction.turned
    width, step = turned((COLUMN_WIDTH, ROW_HEIGHT))
    across, first = turned(view.boxes[wire.source].position)
    target_across, last = turned(view.boxes[wire.target].position)
    gone = [turned(box.position) for key, box in before.boxes.items() if key not in view.boxes]
    count = sum(first < y < last and abs(x - across) < width / 2 for x, y in gone)
    freed = min(count * step, last - first - step)
    if freed <= 0 or abs(target_across - across) >= width / 2:
        return graph
    return _moved_up(graph, view, _followers(graph, view, wire.target, freed), freed)


def _followers(graph: Graph, view: Display, start: Key, freed: float) -> list[Key]:
    """Return the boxes of a column, from one on, that can move up: none comes too near to a source that stays."""
    turned = graph.direction.turned
    width, step = turned((COLUMN_WIDTH, ROW_HEIGHT))
    places = {key: turned(box.position) for key, box in view.boxes.items()}
    across, first = places[start]
    sources: dict[Key, set[Key]] = {}
    for wire in view.wires.values():
        sources.setdefault(wire.target, set()).add(wire.source)
    moving = {start}
    for key in dict.fromkeys(view.keys[node] for node in topological_order(graph) if node in view.keys):
        x, y = places[key]
        staying = sources.get(key, set()) - moving
        is_behind = y > first and abs(x - across) < width and not moving.isdisjoint(sources.get(key, ()))
        if is_behind and all(places[source][1] + step <= y - freed or places[source][1] > y for source in staying):
            moving.add(key)
    return list(moving)


def _moved_up(graph: Graph, view: Display, keys: Collection[Key], freed: float) -> Graph:
    """Move boxes up, unless one would lie on another that stays."""
    turned = graph.direction.turned
    staying = [box for key, box in view.boxes.items() if key not in keys]
    moved: dict[str, Position] = {}
    for key in keys:
        box = view.boxes[key]
        across, along = turned(box.position)
        if _covers(turned((across, along - freed)), staying):
            return graph
        for node_id in box.node_ids:
            x, y = turned(graph.nodes[node_id].position)
            moved[node_id] = turned((x, y - freed))
    return edits.move_nodes(graph, moved)


def _covers(place: Position, others: Iterable[Box]) -> bool:
    x, y = place
    return any(abs(other.position[0] - x) < CARD[0] and abs(other.position[1] - y) < CARD[1] for other in others)
