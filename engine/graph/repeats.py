"""Rows of equal groups, one behind the other, which a view can fold into one box: Bottleneck × 36."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from engine.graph.fresh_names import stem_and_number
from engine.graph.model import Graph, Node
from engine.graph.names import groups_of, parent_of
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


def repeats(graph: Graph) -> tuple[Row, ...]:
    """Return the rows of two or more equal groups, in network order, those in outer groups before those inside them.

    Two groups are equal if their nodes have the same types, parameters and wires among themselves and to the outside;
    names and places do not count. A group before the row that is built differently belongs to it if the two are
    called alike but for their numbers (``layer1.0`` before ``layer1.1`` and ``layer1.2``).

    Some answers are remembered: a move, an undo, or the next question of the same edit costs a comparison, which is
    a thirtieth.
    """
    return _repeats(_Built(graph))


class _Built:
    """What rows follow from: names, types, parameters and wires, in the order of the nodes."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph

    def __hash__(self) -> int:
        return hash(self.graph.edges)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, _Built):
            return NotImplemented
        one, two = self.graph, other.graph
        if one.edges != two.edges or len(one.nodes) != len(two.nodes):
            return False
        pairs = zip(one.nodes.values(), two.nodes.values(), strict=True)
        return all(mine is its or _without_place(mine) == _without_place(its) for mine, its in pairs)


def _without_place(node: Node) -> tuple[object, ...]:
    return node.id, node.name, node.type, node.params


@lru_cache(maxsize=4)
def _repeats(built: _Built) -> tuple[Row, ...]:
    graph = built.graph
    around = {node_id: parent_of(node.name) for node_id, node in graph.nodes.items()}
    paths = {parent: tuple(groups_of(f"{parent}.")) if parent else () for parent in set(around.values())}
    inside: defaultdict[str, list[str]] = defaultdict(list)
    for node_id in _sources_first(graph):
        for path in paths[around[node_id]]:
            inside[path].append(node_id)
    followers = _followers({(around[edge.source], around[edge.target]) for edge in graph.edges}, paths)
    heads = inside.keys() - followers.values()
    structures = _Structures(graph)
    rows = [
        row for head in heads if head in followers for row in _rows(tuple(_chain(head, followers)), structures, inside)
    ]
    place = {path: number for number, path in enumerate(inside)}
    return tuple(sorted(rows, key=lambda row: place[row.paths[0]]))


def _sources_first(graph: Graph) -> dict[str, None]:
    """Return all node ids, sources before targets; a walk of its own, for networkx takes as long as all the rest."""
    order: dict[str, None] = {}
    seen: set[str] = set()
    for start in graph.nodes:
        waiting = [start]
        while waiting:
            node_id = waiting[-1]
            if node_id in seen or node_id in order:
                order.setdefault(waiting.pop())
                continue
            seen.add(node_id)
            waiting += [edge.source for edge in graph.incoming(node_id).values() if edge.source not in seen]
    return order


def _followers(edges: Iterable[tuple[str, str]], paths: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Return the group behind each group, where the one feeds nothing else and the other is fed by nothing else.

    Args:
        edges: the groups right around the two ends of each edge.
        paths: of the groups that one right around a node lies in, itself the last.
    """
    sources: defaultdict[str, set[str]] = defaultdict(set)
    targets: defaultdict[str, set[str]] = defaultdict(set)
    for source, target in edges:
        starts, ends = paths[source], paths[target]
        depth = sum(start == end for start, end in zip(starts, ends, strict=False))
        # Where the ways of the two part, one may lie in a group and the other not: then nothing is beside the group.
        one, other = (*starts[depth : depth + 1], "")[0], (*ends[depth : depth + 1], "")[0]
        for path in starts[depth:]:
            targets[path].add(other if path == one else "")
        for path in ends[depth:]:
            sources[path].add(one if path == other else "")
    return {
        path: follower
        for path, followers in targets.items()
        for follower in followers
        if len(followers) == 1 and sources[follower] == {path}
    }


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
