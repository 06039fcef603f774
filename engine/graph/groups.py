"""Groups: nodes whose names begin alike (``layer1.0.conv1`` lies in ``layer1.0`` and in ``layer1``).

There is nothing else to a group, so that it is a module of the compiled network, a prefix in its ``state_dict`` and a
box on the canvas, all at once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from engine.errors import GraphError, NodeNameError, UnknownGroupError, shown
from engine.graph.fresh_names import FreshNames
from engine.graph.model import Graph
from engine.graph.names import TakenNames, check_form, groups_of, joined, parent_of
from engine.graph.topology import topological_order

STEM = "block"
"""What automatic names of groups begin with."""


def group_paths(graph: Graph) -> tuple[str, ...]:
    """Return the paths of all groups in network order, outer ones before those inside them."""
    nodes = graph.nodes
    return tuple(dict.fromkeys(path for node_id in topological_order(graph) for path in groups_of(nodes[node_id].name)))


def members(graph: Graph, path: str) -> tuple[str, ...]:
    """Return the ids of the nodes in a group and in the groups inside it, in graph order; none if it is no group."""
    prefix = f"{path}."
    return tuple(node_id for node_id, node in graph.nodes.items() if node.name.startswith(prefix))


def whole_groups(graph: Graph, node_ids: Collection[str]) -> frozenset[str]:
    """Return the paths of the outermost groups of which all nodes are among those given, two at least."""
    sizes = Counter(path for node in graph.nodes.values() for path in groups_of(node.name))
    given = Counter(path for node_id in node_ids for path in groups_of(graph.node(node_id).name))
    whole = {path for path, size in given.items() if size == sizes[path] > 1}
    return frozenset(path for path in whole if not whole.intersection(groups_of(path)))


def common_group(graph: Graph, node_ids: Iterable[str]) -> str:
    """Return the path of the innermost group that all these nodes lie in; empty if they lie in none together."""
    paths = [parent_of(graph.node(node_id).name).split(".") for node_id in node_ids]
    shared = 0
    while paths and all(shared < len(path) and path[shared] == paths[0][shared] for path in paths):
        shared += 1
    return ".".join(paths[0][:shared]) if paths else ""


def make_group(graph: Graph, node_ids: Iterable[str], name: str) -> Graph:
    """Put nodes into a new group, inside the innermost group that they all lie in.

    ``layer1.conv1`` and ``layer1.0.relu`` in a group ``stem`` become ``layer1.stem.conv1`` and ``layer1.stem.0.relu``.

    Raises:
        UnknownNodeError: an id that is not in the graph.
        NodeNameError: the name cannot be one, or is a group's or a node's already.
        GraphError: there are no nodes.
    """
    chosen = tuple(dict.fromkeys(node_ids))
    if not chosen:
        raise GraphError("A group needs a layer at least. Select those that it should have.")
    parent = common_group(graph, chosen)
    path = joined(parent, name)
    _check_new(graph, path)
    begins = len(parent) + 1 if parent else 0
    return _renamed(graph, {node_id: joined(path, graph.nodes[node_id].name[begins:]) for node_id in chosen})


def put_into(graph: Graph, node_id: str, path: str) -> Graph:
    """Move a node into a group under the next free name there; into no group for an empty path.

    Raises:
        UnknownNodeError: no such node.
        NodeNameError: the name would become too long.
    """
    name = graph.node(node_id).name.rpartition(".")[2]
    taken = TakenNames(node.name for node in graph.nodes.values() if node.id != node_id)
    return _with_names(graph, {node_id: FreshNames(taken).take(joined(path, name))})


def rename_group(graph: Graph, path: str, new_path: str) -> Graph:
    """Give a group another path: another name, or another group around it.

    Raises:
        UnknownGroupError: there is no such group.
        NodeNameError: the path cannot be one, or is a group's or a node's already.
    """
    inside = _existing(graph, path)
    if new_path == path:
        return graph
    _check_new(graph, new_path)
    return _renamed(graph, {node_id: new_path + graph.nodes[node_id].name[len(path) :] for node_id in inside})


def dissolve_group(graph: Graph, path: str) -> Graph:
    """Take the walls of a group away: its nodes, and the groups inside it, lie where it lay.

    Groups that then have the same path are one. A name that is taken there gets the next free number; one that is
    only a number keeps the group's name before it: ``features.0`` becomes ``features_0``.

    Raises:
        UnknownGroupError: there is no such group.
        NodeNameError: a name would become too long.
    """
    inside = _existing(graph, path)
    parent, _, name = path.rpartition(".")
    rest = {node_id: graph.nodes[node_id].name[len(path) + 1 :] for node_id in inside}
    if not parent:  # a name cannot begin with a digit
        rest = {node_id: f"{name}_{tail}" if tail[0].isdigit() else tail for node_id, tail in rest.items()}
    wanted = {node_id: joined(parent, tail) for node_id, tail in rest.items()}
    taken = TakenNames(node.name for node_id, node in graph.nodes.items() if node_id not in wanted)
    names = FreshNames(taken)
    return _with_names(graph, {node_id: names.take(name) for node_id, name in wanted.items()})


def free_group_name(graph: Graph, parent: str = "") -> str:
    """Return the first free automatic name for a group inside another: ``block1``, ``block2``."""
    taken = TakenNames(node.name for node in graph.nodes.values())
    number = 1
    while not taken.is_free(joined(parent, f"{STEM}{number}")):
        number += 1
    return f"{STEM}{number}"


def _existing(graph: Graph, path: str) -> tuple[str, ...]:
    inside = members(graph, path)
    if not inside:
        raise UnknownGroupError(f"There is no group {shown(path)} in this network.")
    return inside


def _check_new(graph: Graph, path: str) -> None:
    check_form(path, "group")
    if members(graph, path):
        raise NodeNameError(f"There is already a group named '{path}'. Choose another name.")


def _renamed(graph: Graph, names: Mapping[str, str]) -> Graph:
    taken = TakenNames(node.name for node_id, node in graph.nodes.items() if node_id not in names)
    for name in names.values():
        taken.add(name)
    return _with_names(graph, names)


def _with_names(graph: Graph, names: Mapping[str, str]) -> Graph:
    changed = {node_id: replace(graph.nodes[node_id], name=name) for node_id, name in names.items()}
    left = {path for node_id in names for path in groups_of(graph.nodes[node_id].name)}
    closed = frozenset((kind, _new_path(graph, path, names) if path in left else path) for kind, path in graph.closed)
    closed = frozenset((kind, path) for kind, path in closed if path)
    return replace(graph, nodes={**graph.nodes, **changed}, closed=closed)


def _new_path(graph: Graph, path: str, names: Mapping[str, str]) -> str:
    """Return what a group is called when its nodes have their new names, or nothing if it is no more."""
    inside = members(graph, path)
    if not all(node_id in names for node_id in inside):
        return path
    tails = {node_id: graph.nodes[node_id].name[len(path) :] for node_id in inside}
    found = {
        name.removesuffix(tail) if (name := names[node_id]).endswith(tail) else "" for node_id, tail in tails.items()
    }
    return found.pop() if len(found) == 1 else ""
