"""Parts of a network as text on the clipboard, so that they go from window to window, into a mail and back.

The text is JSON with the same lists as a project file, read under the same rules and never executed. The text of a
whole project can be pasted too.
"""

from __future__ import annotations

import json
from typing import Any

from engine.errors import FormatError
from engine.graph import fragment as fragments
from engine.graph.fragment import Fragment
from engine.graph.model import Graph
from engine.graph.names import groups_of
from engine.project import format as project_format
from engine.project import parts, strict_json
from engine.project.files import MAX_BYTES
from engine.project.migrations import VERSION, migrated

NAME = "convcanvas-part"

NOTHING = "There is nothing to paste: the clipboard holds no part of a network. Copy some layers first."


def fragment_to_text(fragment: Fragment) -> str:
    """Return the text that stands for a fragment; equal fragments give equal texts."""
    nodes, notes = {node.id: node for node in fragment.nodes}, {note.id: note for note in fragment.notes}
    graph = Graph(nodes, fragment.edges, notes, fragment.closed)
    return (
        f'{{\n  "format": "{NAME}",\n  "version": {VERSION},\n  "groups": {json.dumps(sorted(fragment.groups))},\n'
        f"{project_format.graph_text(graph)}\n}}\n"
    )


def fragment_from_text(text: str) -> Fragment:
    """Return the fragment that a text stands for.

    Raises:
        FormatError: it is some other program's text, or not a valid fragment.
    """
    if len(text) > MAX_BYTES or '"convcanvas' not in text[:1000]:  # spares reading what others put there
        raise FormatError(NOTHING)
    try:
        root = strict_json.loads(text)
    except FormatError as error:
        raise FormatError(NOTHING) from error
    if not isinstance(root, dict) or root.get("format") not in (NAME, project_format.NAME):
        raise FormatError(NOTHING)
    try:
        return _fragment(text, root)
    except FormatError as error:
        raise FormatError(f"What is on the clipboard cannot be pasted. {error}") from error


def _fragment(text: str, root: dict[str, Any]) -> Fragment:
    if root["format"] == project_format.NAME:
        graph = project_format.loads(text).graph
        return fragments.copy(graph, graph.nodes, graph.notes)
    root = migrated(root)
    parts.check_keys(root, ("format", "version", "groups", *project_format.GRAPH_KEYS), "The text")
    graph = project_format.read_graph(root, "The text")
    groups = parts.get(root, "groups", list, "The text")
    known = {path for node in graph.nodes.values() for path in groups_of(node.name)}
    if not all(isinstance(path, str) and path in known for path in groups):
        raise FormatError("'groups' must be paths of groups that its nodes lie in. Copy the layers again.")
    nodes, notes = tuple(graph.nodes.values()), tuple(graph.notes.values())
    return Fragment(nodes, graph.edges, notes, frozenset(groups), graph.closed)
