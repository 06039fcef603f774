"""What separates two runs: their settings, their networks, and what they were computed with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from engine.graph.diff import diff
from engine.graph.model import Graph, Node
from engine.runs.folder import RunFolder
from engine.training.config import TrainingConfig
from engine.training.settings import SETTINGS

NONE = "–"


@dataclass(frozen=True)
class Difference:
    """Something that is not the same in two runs.

    Attributes:
        what: ``lr``, or ``conv1 · kernel_size``.
        one, other: what it is in each; a dash where it is not there.
    """

    what: str
    one: str
    other: str


def differences(one: RunFolder, other: RunFolder) -> list[Difference]:
    """Return what separates two runs: settings first, then the networks, then versions and data.

    Raises:
        FormatError: the network of one of them cannot be read.
    """
    mine, its = one.document(), other.document()
    return [
        *_of_settings(mine.training, its.training),
        *of_graphs(mine.graph, its.graph),
        *_of_facts(one, other),
    ]


def of_graphs(one: Graph, other: Graph) -> Iterator[Difference]:
    """Yield what separates two networks; nodes of the same name are the same node, places and notes do not count."""
    found = diff(one, _aligned(other, one))
    for node_id in found.removed_nodes:
        yield Difference(one.nodes[node_id].name, one.nodes[node_id].type, NONE)
    for node in found.added_nodes:
        yield Difference(node.name, NONE, node.type)
    for node in found.changed_nodes:
        yield from _of_nodes(one.nodes[node.id], node)
    names = {node.id: node.name for node in (*one.nodes.values(), *found.added_nodes)}
    for edges, mine in ((found.removed_edges, True), (found.added_edges, False)):
        for wire in sorted(f"{names[edge.source]} → {names[edge.target]}.{edge.port}" for edge in edges):
            yield Difference(f"wire {wire}", "yes" if mine else NONE, NONE if mine else "yes")


def _aligned(graph: Graph, like: Graph) -> Graph:
    """Return a graph whose nodes have the ids that nodes of their names have in another one."""
    ids = {
        node.id: like.by_name[node.name].id if node.name in like.by_name else f"other {node.id}"
        for node in graph.nodes.values()
    }
    nodes = {ids[node.id]: replace(node, id=ids[node.id]) for node in graph.nodes.values()}
    edges = frozenset(replace(edge, source=ids[edge.source], target=ids[edge.target]) for edge in graph.edges)
    return Graph(nodes, edges)


def _of_nodes(one: Node, other: Node) -> Iterator[Difference]:
    if one.type != other.type:
        yield Difference(f"{one.name} · type", one.type, other.type)
    for name in dict.fromkeys((*one.params, *other.params)):
        mine, its = one.params.get(name), other.params.get(name)
        if mine != its:
            yield Difference(f"{one.name} · {name}", _text(mine), _text(its))


def _of_settings(one: TrainingConfig, other: TrainingConfig) -> Iterator[Difference]:
    mine, its = one.values(), other.values()
    for param in SETTINGS:
        if mine[param.name] != its[param.name]:
            yield Difference(param.name, param.text(mine[param.name]), param.text(its[param.name]))


def _of_facts(one: RunFolder, other: RunFolder) -> Iterator[Difference]:
    mine, its = one.facts(), other.facts()
    versions, its_versions = mine.get("versions", {}), its.get("versions", {})
    for name in dict.fromkeys((*versions, *its_versions)):
        if versions.get(name) != its_versions.get(name):
            yield Difference(name, _text(versions.get(name)), _text(its_versions.get(name)))
    data, its_data = (facts.get("inputs", {}).get("data") for facts in (mine, its))
    if data != its_data:
        yield Difference("images (hash)", _text(data)[:10], _text(its_data)[:10])


def _text(value: object) -> str:
    return NONE if value is None else str(value)
