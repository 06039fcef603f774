"""The parts of a network as JSON entries and back: what project files and the clipboard have in common.

Reading checks what an edit would check; what is wrong is said with the place where it stands.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, TypeVar

from engine.errors import FormatError, GraphError, did_you_mean, shown
from engine.graph.direction import Direction
from engine.graph.edits import checked_position
from engine.graph.learning import checked_init
from engine.graph.model import Edge, Graph, Node, Note, Position
from engine.layers import registry

MAX_ID = 64
MAX_TYPE = 200

_KINDS: dict[type, str] = {
    bool: "true or false",
    dict: "an object in braces",
    list: "a list in brackets",
    str: "a text in quotes",
}
_Part = TypeVar("_Part")


def node_entry(node: Node) -> dict[str, Any]:
    """Return what stands in a file for a node."""
    entry: dict[str, Any] = {
        "id": node.id,
        "name": node.name,
        "type": node.type,
        "params": dict(node.params),
        "position": _numbers(node.position),
    }
    if node.is_frozen:
        entry["frozen"] = True
    if node.init:
        entry["init"] = node.init
    return entry


def edge_entry(edge: Edge) -> dict[str, Any]:
    """Return what stands in a file for an edge."""
    return {"source": edge.source, "target": edge.target, "port": edge.port}


def note_entry(note: Note) -> dict[str, Any]:
    """Return what stands in a file for a note."""
    return {
        "id": note.id,
        "text": note.text,
        "position": _numbers(note.position),
        "size": _numbers(note.size),
        "color": note.color,
    }


def read_closed(entries: Any, where: str) -> frozenset[tuple[str, str]]:
    """Return which groups and rows are closed.

    Raises:
        FormatError: it is no list of pairs of a kind and a path.
    """
    for entry in expect(entries, list, f"{where}'s 'closed'"):
        is_pair = isinstance(entry, list) and len(entry) == 2 and all(isinstance(part, str) for part in entry)
        if not is_pair or entry[0] not in ("group", "row"):
            raise FormatError(
                f'\'closed\' must be a list of pairs such as ["group", "layer1"]. Received {shown(entry)}.'
            )
    return frozenset((entry[0], entry[1]) for entry in entries)


def read_direction(entry: Any, where: str) -> Direction:
    """Return where the wires lead.

    Raises:
        FormatError: it is neither of the two ways.
    """
    ways = [direction.value for direction in Direction]
    if entry not in ways:
        raise FormatError(f"{where}'s 'direction' must be {' or '.join(ways)}. Received {shown(entry)}.")
    return Direction(entry)


def ordered_edges(graph: Graph) -> list[Edge]:
    """Return the edges in the order of their targets and ports, so that equal graphs are equal texts."""
    return [edge for node_id in graph.nodes for edge in graph.inputs(node_id)]


def lines(entries: Iterable[Mapping[str, Any]]) -> str:
    """Return a JSON list with one line per entry, so that a version control system shows a change as a change."""
    text = ",\n    ".join(json.dumps(entry, default=dict) for entry in entries)  # dict: of a read-only mapping
    return f"[\n    {text}\n  ]" if text else "[]"


def read_parts(root: dict[str, Any], key: str, read: Callable[[Any, int], _Part], where: str) -> list[_Part]:
    """Return the parts in the list under a key, each read by ``read(entry, number)``.

    Raises:
        FormatError: there is no such list, or an entry that is not valid.
    """
    return [read(entry, number) for number, entry in enumerate(get(root, key, list, where), start=1)]


def read_node(entry: Any, number: int) -> Node:
    """Return the node of an entry; a layer that is not known is kept as it is.

    Raises:
        FormatError: it is not a valid node.
    """
    where = f"Node {number}"
    entry = expect(entry, dict, where)
    name = get(entry, "name", str, where)
    where = f"Node {shown(name)}"
    check_keys(entry, ("id", "name", "type", "params", "position", "frozen", "init"), where)
    node_id = _short(entry, "id", MAX_ID, where)
    type_ = _short(entry, "type", MAX_TYPE, where)
    given = expect(entry.get("params", {}), dict, f"{where}: 'params'")
    try:
        params = registry.find(type_).complete(given)
        position = _position(get(entry, "position", list, where))
        is_frozen = expect(entry.get("frozen", False), bool, f"{where}: 'frozen'")
        return Node(node_id, name, type_, params, position, is_frozen, checked_init(entry.get("init", "")))
    except GraphError as error:
        raise FormatError(f"{where}: {error}") from error


def read_edge(entry: Any, number: int) -> Edge:
    """Return the edge of an entry.

    Raises:
        FormatError: it is not a valid edge.
    """
    where = f"Edge {number}"
    entry = expect(entry, dict, where)
    check_keys(entry, ("source", "target", "port"), where)
    source, target, port = (get(entry, key, str, where) for key in ("source", "target", "port"))
    return Edge(source, target, port)


def read_note(entry: Any, number: int) -> Note:
    """Return the note of an entry; `assemble` checks what it says.

    Raises:
        FormatError: it is not a valid note.
    """
    where = f"Note {number}"
    entry = expect(entry, dict, where)
    check_keys(entry, ("id", "text", "position", "size", "color"), where)
    note_id = _short(entry, "id", MAX_ID, where)
    text, color = (get(entry, key, str, where) for key in ("text", "color"))
    try:
        size = _two_numbers("size", "[width, height]", get(entry, "size", list, where))
        return Note(note_id, text, _position(get(entry, "position", list, where)), size, color)
    except GraphError as error:
        raise FormatError(f"{where}: {error}") from error


def expect(value: Any, kind: type, where: str) -> Any:
    """Return the value if it is of that kind.

    Raises:
        FormatError: it is not.
    """
    if not isinstance(value, kind):
        raise FormatError(f"{where} must be {_KINDS[kind]}. Received {shown(value)}.")
    return value


def get(entry: dict[str, Any], key: str, kind: type, where: str) -> Any:
    """Return what stands under a key, if it is of that kind.

    Raises:
        FormatError: it is missing or of another kind.
    """
    if key not in entry:
        raise FormatError(f"{where} has no '{key}'. Add it, or open an earlier copy of the file.")
    return expect(entry[key], kind, f"{where}: '{key}'")


def check_keys(entry: dict[str, Any], known: Collection[str], where: str) -> None:
    """Check that nothing stands there that would be lost at the next save.

    Raises:
        FormatError: something does.
    """
    for key in entry:
        if key not in known:
            has = ", ".join(known)
            raise FormatError(f"{where} has no place for {shown(key)}. It has {has}.{did_you_mean(key, known)}")


def _numbers(pair: tuple[float, float]) -> list[int | float]:
    return [int(number) if number.is_integer() else number for number in pair]


def _short(entry: dict[str, Any], key: str, most: int, where: str) -> str:
    text: str = get(entry, key, str, where)
    if not 0 < len(text) <= most:
        raise FormatError(f"{where}: '{key}' must have 1 to {most} letters. Received {shown(text)}.")
    return text


def _position(numbers: list[Any]) -> Position:
    return checked_position(_two_numbers("position", "[x, y]", numbers))


def _two_numbers(key: str, meaning: str, numbers: list[Any]) -> tuple[float, float]:
    if len(numbers) != 2 or not all(isinstance(n, int | float) and not isinstance(n, bool) for n in numbers):
        raise GraphError(f"'{key}' must be two numbers {meaning}. Received {shown(numbers)}.")
    return numbers[0], numbers[1]
