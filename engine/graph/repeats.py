"""Rows of equal groups, one behind the other, which a view can fold into one box: Bottleneck × 36."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from engine.graph.fresh_names import stem_and_number
from engine.graph.model import Graph, Node
from engine.graph.names import groups_of, parent_of
from engine.graph.topology import topological_order
from engine.layers.spec import Category


@dataclass(frozen=True)
class Row:
    """Groups side by side in one group, each fed by the one before it alone.

    Attributes:
        paths: of the groups, from the first to the last.
        first_differs: whether the first is built differently, as the block that changes the size in a ResNet; all
            others are equal.
    """

    paths: tuple[str, ...]
    first_differs: bool = False


def repeats(graph: Graph, order: Sequence[str] = ()) -> tuple[Row, ...]:
    """Return the rows of two or more equal groups, in network order, those in outer groups before those inside them.

    Two groups are equal if their nodes have the same types, parameters and wires among themselves and to the outside;
    names and places do not count. A group before the row that is built differently belongs to it if the two are
    called alike but for their numbers (``layer1.0`` before ``layer1.1`` and ``layer1.2``).

    Args:
        graph: the network.
        order: its nodes' ids, sources before targets, if known, as in `Inference.order`.
    """
    order = order or topological_order(graph)
    inside: defaultdict[str, list[str]] = defaultdict(list)
    for node_id in order:
        for path in groups_of(graph.nodes[node_id].name):
            inside[path].append(node_id)
    followers = _followers(graph, inside)
    heads = [path for path in inside if path not in followers.values()]
    structures = _Structures(graph)
    rows = [
        row for head in heads if head in followers for row in _rows(tuple(_chain(head, followers)), structures, inside)
    ]
    place = {path: number for number, path in enumerate(inside)}
    return tuple(sorted(rows, key=lambda row: place[row.paths[0]]))


def _followers(graph: Graph, groups: Mapping[str, object]) -> dict[str, str]:
    """Return the group behind each group, where the one feeds nothing else and the other is fed by nothing else."""
    sources: defaultdict[str, set[str]] = defaultdict(set)
    targets: defaultdict[str, set[str]] = defaultdict(set)
    for edge in graph.edges:
        source, target = graph.nodes[edge.source].name, graph.nodes[edge.target].name
        for path in _left(source, target):
            targets[path].add(_sibling(path, target))
        for path in _left(target, source):
            sources[path].add(_sibling(path, source))
    return {
        path: follower
        for path in groups
        for follower in targets[path]
        if len(targets[path]) == 1 and sources[follower] == {path}
    }


def _left(name: str, other: str) -> Iterator[str]:
    """Yield the groups that one node lies in and another does not."""
    return (path for path in groups_of(name) if not other.startswith(f"{path}."))


def _sibling(path: str, name: str) -> str:
    """Return the group beside ``path`` in which a node lies; if there is none, something that is no group's path."""
    parent = parent_of(path)
    depth = len(parent) + 1 if parent else 0
    end = name.find(".", depth)
    return name[:end] if end > 0 and name.startswith(f"{parent}." if parent else "") else ""


def _chain(head: str, followers: Mapping[str, str]) -> Iterator[str]:
    yield head
    while head in followers:  # groups of an acyclic graph can feed one another in a ring, but then none is a head
        head = followers[head]
        yield head


def _rows(chain: tuple[str, ...], structures: _Structures, inside: Mapping[str, Sequence[str]]) -> Iterator[Row]:
    sizes = [0, *(len(inside[path]) for path in chain), 0]
    built = [  # a group whose neighbours are of other sizes equals neither: its path stands for it
        structures.of(inside[path]) if size in (before, after) else path
        for path, before, size, after in zip(chain, sizes, sizes[1:], sizes[2:], strict=False)
    ]
    begin, used = 0, 0
    while begin < len(chain):
        end = begin + 1
        while end < len(chain) and built[end] == built[begin]:
            end += 1
        if end - begin > 1:
            first_differs = begin > used and _called_alike(chain[begin - 1], chain[begin])
            yield Row(chain[begin - first_differs : end], first_differs)
            used = end
        begin = end


def _called_alike(one: str, other: str) -> bool:
    return stem_and_number(one.rpartition(".")[2])[0] == stem_and_number(other.rpartition(".")[2])[0]


class _Structures:
    """How groups are built, in a form in which equal ones are equal values."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._targets: defaultdict[str, set[str]] = defaultdict(set)
        for edge in graph.edges:
            self._targets[edge.source].add(edge.target)
        self._numbers: dict[Hashable, int] = {}

    def of(self, node_ids: Sequence[str]) -> Hashable:
        """Return what there is to a group with these nodes, given sources before targets.

        Each node gets a number for what it is and what it is computed from; sorted by it, the nodes of equal groups
        stand in the same order, whatever order they were added in, and wires can be written down by places.
        """
        inputs = {node_id: self._graph.inputs(node_id) for node_id in node_ids}
        numbers: dict[str, int] = {}
        outside: dict[str, int] = {}
        for node_id, edges in inputs.items():
            for edge in edges:
                if edge.source not in numbers:
                    outside.setdefault(edge.source, -1 - len(outside))
            wires = tuple([(edge.port, numbers.get(edge.source, outside.get(edge.source))) for edge in edges])
            key = (*_identity(self._graph.nodes[node_id]), wires)
            numbers[node_id] = self._numbers.setdefault(key, len(self._numbers))
        ordered = sorted(inputs, key=numbers.__getitem__)
        places = {node_id: place for place, node_id in enumerate(ordered)} | outside
        return (
            tuple([numbers[node_id] for node_id in ordered]),
            tuple([tuple([(edge.port, places[edge.source]) for edge in inputs[node_id]]) for node_id in ordered]),
            tuple([places[node_id] for node_id in ordered if not inputs.keys() >= self._targets[node_id]]),
        )


def _identity(node: Node) -> tuple[Hashable, ...]:
    if node.spec.category is Category.UNKNOWN:  # its parameters may be of any kind
        return node.type, repr(node.params)
    return node.type, tuple(node.params.items())
