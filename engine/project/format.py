"""The project file: a `Document` as readable JSON, one line per node and edge, and back.

    {
      "format": "convcanvas",
      "version": 1,
      "training": {"data": "digits", "epochs": 15, ...},
      "nodes": [
        {"id": "n1", "name": "conv1", "type": "Conv2d", "params": {"kernel_size": [5, 5], ...}, "position": [0, 84]},
        ...
      ],
      "edges": [
        {"source": "n0", "target": "n1", "port": "input"},
        ...
      ]
    }

Nodes stand in graph order; edges in the order of their targets. Parameters that a file leaves out take their defaults.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from engine.errors import FormatError, GraphError, did_you_mean, shown
from engine.graph.assembly import assemble
from engine.graph.edits import checked_position
from engine.graph.model import Edge, Graph, Node, Position
from engine.layers import registry
from engine.project import strict_json
from engine.project.document import Document
from engine.training.config import TrainingConfig

NAME = "convcanvas"
VERSION = 1

_KINDS: dict[type, str] = {dict: "an object in braces", list: "a list in brackets", str: "a text in quotes"}


def dumps(document: Document) -> str:
    """Return the text of a project file; equal documents give equal texts."""
    graph = document.graph
    nodes = _lines(_node_entry(node) for node in graph.nodes.values())
    edges = _lines(
        {"source": edge.source, "target": edge.target, "port": edge.port}
        for node_id in graph.nodes
        for edge in graph.inputs(node_id)
    )
    return (
        f'{{\n  "format": "{NAME}",\n  "version": {VERSION},\n  "training": {json.dumps(document.training.values())},\n'
        f'  "nodes": {nodes},\n  "edges": {edges}\n}}\n'
    )


def loads(text: str) -> Document:
    """Return the document that a project file's text stands for. Nothing in the text is ever executed.

    Raises:
        FormatError: it is not a valid project; the text says what is wrong, where, and what to do.
    """
    root = _expect(strict_json.loads(text), dict, "The file's content")
    _check_header(root)
    _check_keys(root, ("format", "version", "training", "nodes", "edges"), "The file")
    nodes = [_node(entry, number) for number, entry in enumerate(_get(root, "nodes", list, "The file"), start=1)]
    edges = [_edge(entry, number) for number, entry in enumerate(_get(root, "edges", list, "The file"), start=1)]
    return Document(_graph(nodes, edges), _training(root.get("training", {})))


def _lines(entries: Any) -> str:
    lines = ",\n    ".join(json.dumps(entry) for entry in entries)
    return f"[\n    {lines}\n  ]" if lines else "[]"


def _node_entry(node: Node) -> dict[str, Any]:
    position = [int(number) if number.is_integer() else number for number in node.position]
    return {"id": node.id, "name": node.name, "type": node.type, "params": dict(node.params), "position": position}


def _check_header(root: dict[str, Any]) -> None:
    if root.get("format") != NAME:
        raise FormatError('It is JSON, but not a ConvCanvas project: it does not say "format": "convcanvas".')
    version = root.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise FormatError(f"'version' must be a whole number of at least 1. Received {shown(version)}.")
    if version > VERSION:
        raise FormatError(
            f"It was saved by a newer ConvCanvas, in version {shown(version)} of the format; this one reads version "
            f"{VERSION}. Update ConvCanvas to open it."
        )


def _node(entry: Any, number: int) -> Node:
    where = f"Node {number}"
    entry = _expect(entry, dict, where)
    name = _get(entry, "name", str, where)
    where = f"Node {shown(name)}"
    _check_keys(entry, ("id", "name", "type", "params", "position"), where)
    node_id, type_ = _get(entry, "id", str, where), _get(entry, "type", str, where)
    if not 0 < len(node_id) <= 64:
        raise FormatError(f"{where}: 'id' must have 1 to 64 letters. Received {shown(node_id)}.")
    given = _expect(entry.get("params", {}), dict, f"{where}: 'params'")
    try:
        params = registry.get(type_).complete(given)
        return Node(node_id, name, type_, params, _position(_get(entry, "position", list, where)))
    except GraphError as error:
        raise FormatError(f"{where}: {error}") from error


def _position(numbers: list[Any]) -> Position:
    if len(numbers) != 2 or not all(isinstance(n, int | float) and not isinstance(n, bool) for n in numbers):
        raise GraphError(f"'position' must be two numbers [x, y]. Received {shown(numbers)}.")
    return checked_position((numbers[0], numbers[1]))


def _edge(entry: Any, number: int) -> Edge:
    where = f"Edge {number}"
    entry = _expect(entry, dict, where)
    _check_keys(entry, ("source", "target", "port"), where)
    source, target, port = (_get(entry, key, str, where) for key in ("source", "target", "port"))
    return Edge(source, target, port)


def _graph(nodes: list[Node], edges: list[Edge]) -> Graph:
    try:
        return assemble(nodes, edges)
    except GraphError as error:
        raise FormatError(str(error)) from error


def _training(entry: Any) -> TrainingConfig:
    try:
        return TrainingConfig.from_mapping(_expect(entry, dict, "'training'"))
    except GraphError as error:
        raise FormatError(f"Training: {error}") from error


def _expect(value: Any, kind: type, where: str) -> Any:
    if not isinstance(value, kind):
        raise FormatError(f"{where} must be {_KINDS[kind]}. Received {shown(value)}.")
    return value


def _get(entry: dict[str, Any], key: str, kind: type, where: str) -> Any:
    if key not in entry:
        raise FormatError(f"{where} has no '{key}'. Add it, or open an earlier copy of the file.")
    return _expect(entry[key], kind, f"{where}: '{key}'")


def _check_keys(entry: dict[str, Any], known: Collection[str], where: str) -> None:
    for key in entry:
        if key not in known:
            has = ", ".join(known)
            raise FormatError(f"{where} has no place for {shown(key)}. It has {has}.{did_you_mean(key, known)}")
