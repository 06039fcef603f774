"""The project file: a `Document` as readable JSON, one line per node and edge, and back.

    {
      "format": "convcanvas",
      "version": 3,
      "training": {"data": "digits", "epochs": 15, ...},
      "nodes": [
        {"id": "n1", "name": "conv1", "type": "Conv2d", "params": {"kernel_size": [5, 5], ...}, "position": [0, 84]},
        ...
      ],
      "edges": [
        {"source": "n0", "target": "n1", "port": "input"},
        ...
      ],
      "notes": [
        {"id": "t0", "text": "Shrinks", "position": [120, 60], "size": [240, 96], "color": "yellow"},
        ...
      ],
      "closed": [["group", "layer1.0"], ["row", "layer2.1"]],
      "direction": "right"
    }

Nodes stand in graph order; edges in the order of their targets. Parameters that a file leaves out take their defaults.
A file without notes, or with every group open, has no list of them, and one that leads down says no direction. A node
of a layer that this version does not have keeps its parameters. A node that does not learn says ``"frozen": true``, and
one whose weights begin in a way of its own ``"init": "orthogonal"``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from engine.errors import FormatError, GraphError
from engine.graph.assembly import assemble
from engine.graph.direction import Direction
from engine.graph.model import Edge, Graph, Node, Note
from engine.project import parts, strict_json
from engine.project.document import Document
from engine.project.migrations import VERSION, migrated
from engine.training.config import TrainingConfig

NAME = "convcanvas"

GRAPH_KEYS = ("nodes", "edges", "notes", "closed", "direction")
"""What `graph_text` writes."""


def dumps(document: Document) -> str:
    """Return the text of a project file; equal documents give equal texts."""
    return (
        f'{{\n  "format": "{NAME}",\n  "version": {VERSION},\n  "training": {json.dumps(document.training.values())},\n'
        f"{graph_text(document.graph)}\n}}\n"
    )


def graph_text(graph: Graph) -> str:
    """Return the lists of a graph's parts, as they stand inside of a JSON object."""
    lists = {
        "nodes": parts.lines(map(parts.node_entry, graph.nodes.values())),
        "edges": parts.lines(map(parts.edge_entry, parts.ordered_edges(graph))),
    }
    if graph.notes:
        lists["notes"] = parts.lines(map(parts.note_entry, graph.notes.values()))
    if graph.closed:
        lists["closed"] = json.dumps(sorted(graph.closed))
    if graph.direction is not Direction.DOWN:
        lists["direction"] = json.dumps(graph.direction.value)
    return ",\n".join(f'  "{key}": {text}' for key, text in lists.items())


def loads(text: str) -> Document:
    """Return the document that a project file's text stands for. Nothing in the text is ever executed.

    Raises:
        FormatError: it is not a valid project; the text says what is wrong, where, and what to do.
    """
    root = parts.expect(strict_json.loads(text), dict, "The file's content")
    if root.get("format") != NAME:
        raise FormatError('It is JSON, but not a ConvCanvas project: it does not say "format": "convcanvas".')
    root = migrated(root)
    parts.check_keys(root, ("format", "version", "training", *GRAPH_KEYS), "The file")
    return Document(read_graph(root, "The file"), _training(root.get("training", {})))


def read_graph(root: dict[str, Any], where: str) -> Graph:
    """Return the graph of an object with the lists that `graph_text` writes.

    Raises:
        FormatError: it is not a valid graph.
    """
    nodes = parts.read_parts(root, "nodes", parts.read_node, where)
    edges = parts.read_parts(root, "edges", parts.read_edge, where)
    notes = parts.read_parts(root, "notes", parts.read_note, where) if "notes" in root else []
    graph = _assembled(nodes, edges, notes)
    closed = parts.read_closed(root.get("closed", []), where)
    return replace(graph, closed=closed, direction=parts.read_direction(root.get("direction", "down"), where))


def _assembled(nodes: Iterable[Node], edges: Iterable[Edge], notes: Iterable[Note]) -> Graph:
    try:
        return assemble(nodes, edges, notes)
    except GraphError as error:
        raise FormatError(str(error)) from error


def _training(entry: Any) -> TrainingConfig:
    try:
        return TrainingConfig.from_mapping(parts.expect(entry, dict, "'training'"))
    except GraphError as error:
        raise FormatError(f"Training: {error}") from error
