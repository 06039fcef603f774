"""What is on the canvas: boxes and the wires between them, where groups are closed, folded into rows, or dived into.

    graph, closed groups, folded rows, the group dived into  ->  Display

Pure values, compared as such: a canvas that keeps the last `Display` finds with `changes` what it has to touch. Boxes
and wires are named tuples and not dataclasses because they are made by the thousand with every edit, which takes a
third of the time.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal, NamedTuple, TypeAlias

from engine.graph.direction import Direction
from engine.graph.layout import COLUMN_WIDTH, ROW_HEIGHT
from engine.graph.model import Edge, Graph, Node, Position
from engine.graph.names import groups_of, parent_of
from engine.graph.repeats import Row

Kind: TypeAlias = Literal["node", "group", "row", "source", "target"]
"""What a box stands for: a node; a closed group; a folded row of groups; or, where a group is dived into, a node
outside of it that feeds it or that it feeds."""

Key: TypeAlias = tuple[Kind, str]
"""What tells boxes apart: the kind, and the node's id or the (first) group's path."""

End: TypeAlias = tuple[Key, int]
"""A box's input, by its place. It has one wire at most."""

STUB_STEPS = 1.5
"""Rows from the middle of a group that is dived into to the stand-ins of the nodes outside, before and behind it."""


class Box(NamedTuple):
    """Something on the canvas that wires run to and from.

    Attributes:
        key: tells it apart from the others, and is the same from one display to the next.
        title: the node's name, or the path of the group.
        position: its centre, in pixels at 100%; of a group, the centre of the area that its nodes cover.
        node_ids: of the nodes that it stands for, in graph order.
        inputs: its input ports in order, each the node inside and that node's port. A node has all its ports; a group
            or a row has one for each edge that comes in.
        outputs: its output ports in order, each the node inside that feeds it. A group or a row has one for each node
            inside that feeds another box.
        paths: of the groups that it stands for: none for a node, one for a group, k for a row of k.
        direction: where its wires lead, and so at which sides its ports are.
    """

    key: Key
    title: str
    position: Position
    node_ids: tuple[str, ...]
    inputs: tuple[tuple[str, str], ...]
    outputs: tuple[str, ...]
    paths: tuple[str, ...] = ()
    direction: Direction = Direction.DOWN

    @property
    def kind(self) -> Kind:
        """What it stands for."""
        return self.key[0]

    def open_groups(self, inside: str = "") -> list[str]:
        """Return the open groups that it lies in, outermost first; not the one dived into, nor those around that."""
        if self.kind in ("source", "target"):
            return []
        return [path for path in groups_of(self.paths[0] if self.paths else self.title) if len(path) > len(inside)]


class Wire(NamedTuple):
    """A line between two boxes.

    Attributes:
        edges: those that it stands for; one, unless wires were joined.
        source: key of the box where it begins.
        output: the place of its port among that box's outputs.
        target: key of the box where it ends.
        input: the place of its port among that box's inputs.
    """

    edges: tuple[Edge, ...]
    source: Key
    output: int
    target: Key
    input: int


@dataclass(frozen=True)
class Display:
    """Everything that the canvas shows of a network, but for notes.

    Attributes:
        boxes: by key, in graph order.
        wires: by the input at which they end.
        keys: of the box in which each node is shown, by node id; nodes outside of the group dived into have none.
        inside: path of the group that is dived into; empty for the whole network.
    """

    boxes: Mapping[Key, Box] = field(default_factory=dict)
    wires: Mapping[End, Wire] = field(default_factory=dict)
    keys: Mapping[str, Key] = field(default_factory=dict)
    inside: str = ""

    def __post_init__(self) -> None:
        for name in ("boxes", "wires", "keys"):
            object.__setattr__(self, name, MappingProxyType(getattr(self, name)))


def display(
    graph: Graph,
    collapsed: Collection[str] = frozenset(),
    inside: str = "",
    folded: Iterable[Row] = (),
    *,
    joined: bool = False,
) -> Display:
    """Return what is on the canvas. Paths of groups that are not there are passed over.

    Args:
        graph: the network.
        collapsed: paths of the groups that are closed. The outermost counts; those around ``inside`` do not.
        inside: path of the group that is dived into; empty for the whole network.
        folded: the rows that are one box each, as `repeats` returns them.
        joined: whether edges of one node into one closed group share an input and a wire, as the shortcut of a
            residual block and its first layer do.
    """
    homes = _Homes(collapsed, folded, inside)
    keys: dict[str, Key] = {}
    closed: dict[Key, list[Node]] = {}
    for node in graph.nodes.values():
        home = homes.of(node.name)
        if home is not None:
            keys[node.id] = home
            closed.setdefault(home, []).append(node)
        elif homes.are_around(node.name):
            keys[node.id] = ("node", node.id)
    ports = _Ports(graph, keys, joined)
    boxes: dict[Key, Box] = {}
    for node_id, key in keys.items():
        if key[0] == "node":
            boxes[key] = ports.node_box(graph.nodes[node_id], key)
        elif key not in boxes:
            boxes[key] = ports.group_box(closed[key], key, homes.paths(key))
    if inside:
        boxes.update(_stubs(graph, ports, boxes))
    return Display(boxes, ports.wires, keys, inside)


class _Homes:
    """In which closed group or folded row the nodes lie, remembered by the group right around them."""

    def __init__(self, collapsed: Collection[str], folded: Iterable[Row], inside: str) -> None:
        self._collapsed = frozenset(collapsed)
        self._rows = {path: row for row in folded for path in row.paths}
        self._prefix = f"{inside}." if inside else ""
        self._known: dict[str, Key | None] = {}

    def are_around(self, name: str) -> bool:
        """Whether a node is shown at all."""
        return name.startswith(self._prefix)

    def of(self, name: str) -> Key | None:
        """Return the key of the closed box that a node lies in, if it lies in one and is shown at all."""
        parent = parent_of(name)
        if parent not in self._known:
            self._known[parent] = self._find(f"{parent}.")
        return self._known[parent]

    def paths(self, key: Key) -> tuple[str, ...]:
        """Return the paths of the groups in a closed box."""
        return self._rows[key[1]].paths if key[0] == "row" else (key[1],)

    def _find(self, parent: str) -> Key | None:
        if not parent.startswith(self._prefix):
            return None
        for path in groups_of(parent):
            if len(path) < len(self._prefix):
                continue
            if path in self._rows:
                return "row", self._rows[path].paths[0]
            if path in self._collapsed:
                return "group", path
        return None


class _Ports:
    """The ports of boxes, found by one walk over the edges, and the wires between them."""

    def __init__(self, graph: Graph, keys: Mapping[str, Key], joined: bool) -> None:
        self.wires: dict[End, Wire] = {}
        self.inputs: dict[Key, list[tuple[str, str]]] = {}
        self.outputs: dict[Key, dict[str, int]] = {}
        shared: dict[tuple[Key, str], int] = {}
        for target in graph.nodes:
            end = keys.get(target)
            for edge in graph.inputs(target):
                start = keys.get(edge.source)
                if start == end:  # inside one box, or both outside of what is shown
                    continue
                source: Key = ("source", edge.source) if start is None else start
                key: Key = ("target", target) if end is None else end
                fed = self.outputs.setdefault(source, {})
                output = fed.setdefault(edge.source, len(fed))
                if key[0] == "node":
                    ports = self._node_ports(graph, target, key)
                    place = ports.index((target, edge.port)) if len(ports) > 1 else 0
                else:
                    inlets = self.inputs.setdefault(key, [])
                    place = len(inlets)
                    if joined:
                        place = shared.setdefault((key, edge.source), place)
                    if place < len(inlets):
                        wire = self.wires[key, place]
                        self.wires[key, place] = wire._replace(edges=(*wire.edges, edge))
                        continue
                    inlets.append((target, edge.port))
                self.wires[key, place] = Wire((edge,), source, output, key, place)
        self._graph = graph

    def _node_ports(self, graph: Graph, node_id: str, key: Key) -> list[tuple[str, str]]:
        ports = self.inputs.get(key)
        if ports is None:
            names = graph.nodes[node_id].spec.ports(graph.incoming(node_id))
            ports = self.inputs[key] = [(node_id, name) for name in names]
        return ports

    def node_box(self, node: Node, key: Key) -> Box:
        """Return the box of a single node."""
        inputs = tuple(self._node_ports(self._graph, node.id, key))
        outputs = (node.id,) if node.spec.has_output else ()
        return Box(key, node.name, node.position, (node.id,), inputs, outputs, (), self._graph.direction)

    def group_box(self, nodes: list[Node], key: Key, paths: tuple[str, ...]) -> Box:
        """Return the box of a closed group or of a row."""
        return Box(
            key,
            paths[0] if len(paths) == 1 else f"{paths[0]} … {paths[-1].rpartition('.')[2]}",
            _middle([node.position for node in nodes]),
            tuple([node.id for node in nodes]),
            tuple(self.inputs.get(key, ())),
            tuple(self.outputs.get(key, ())),
            paths,
            self._graph.direction,
        )


def _middle(places: Collection[Position]) -> Position:
    xs, ys = zip(*places, strict=True)
    return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2


def _stubs(graph: Graph, ports: _Ports, boxes: Mapping[Key, Box]) -> dict[Key, Box]:
    """Return the stand-ins of the nodes outside: those that feed the group before it, those that it feeds behind it."""
    if not boxes:
        return {}
    turned = graph.direction.turned
    width, step = turned((COLUMN_WIDTH, ROW_HEIGHT))
    ys = [turned(box.position)[1] for box in boxes.values()]
    stubs: dict[Key, Box] = {}
    for kind, y in (("source", min(ys) - STUB_STEPS * step), ("target", max(ys) + STUB_STEPS * step)):
        at: dict[Key, list[float]] = {}
        for wire in ports.wires.values():
            outer, inner = (wire.source, wire.target) if kind == "source" else (wire.target, wire.source)
            if outer[0] == kind:
                at.setdefault(outer, []).append(turned(boxes[inner].position)[0])
        right = float("-inf")
        for key, xs in sorted(at.items(), key=lambda item: sum(item[1]) / len(item[1])):
            right = max(right + width, sum(xs) / len(xs))
            node = graph.nodes[key[1]]
            inputs, outputs = tuple(ports.inputs.get(key, ())), tuple(ports.outputs.get(key, ()))
            place = turned((right, y))
            stubs[key] = Box(key, node.name, place, (node.id,), inputs, outputs, (), graph.direction)
    return stubs


@dataclass(frozen=True)
class DisplayChanges:
    """The parts to take off a canvas and to put on it.

    Attributes:
        removed_wires, removed_boxes: of the old display only; boxes by key.
        added_boxes: of the new display only.
        changed_boxes: in both, with another title, place, port or node, as they are in the new display.
        added_wires: of the new display only; a wire between other ports is another wire.
    """

    removed_wires: tuple[Wire, ...]
    removed_boxes: tuple[Key, ...]
    added_boxes: tuple[Box, ...]
    changed_boxes: tuple[Box, ...]
    added_wires: tuple[Wire, ...]

    def __bool__(self) -> bool:
        return any((self.removed_wires, self.removed_boxes, self.added_boxes, self.changed_boxes, self.added_wires))


def changes(old: Display, new: Display) -> DisplayChanges:
    """Return what turns one display into another."""
    return DisplayChanges(
        removed_wires=tuple([wire for end, wire in old.wires.items() if new.wires.get(end) != wire]),
        removed_boxes=tuple([key for key in old.boxes if key not in new.boxes]),
        added_boxes=tuple([box for key, box in new.boxes.items() if key not in old.boxes]),
        changed_boxes=tuple([box for key, box in new.boxes.items() if old.boxes.get(key, box) != box]),
        added_wires=tuple([wire for end, wire in new.wires.items() if old.wires.get(end) != wire]),
    )
