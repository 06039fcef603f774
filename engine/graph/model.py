"""The graph of a network: frozen, so that an undo step, a run and a canvas can share it without copying."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from types import MappingProxyType

from engine.errors import UnknownNodeError, UnknownNoteError
from engine.graph.direction import Direction
from engine.layers import registry
from engine.layers.params import Value
from engine.layers.spec import Category, LayerSpec

Position = tuple[float, float]
Size = tuple[float, float]


@dataclass(frozen=True)
class Node:
    """A layer placed in a network.

    Attributes:
        id: opaque and stable; never shown.
        name: dotted path, unique in the graph: module path and ``state_dict`` prefix (``layer1.0.conv1``).
        type: the `LayerSpec`'s type.
        params: every parameter of the layer with its value.
        position: centre of the node on the canvas, in pixels at 100%.
        is_frozen: whether training leaves its parameters as they are.
        init: how its weights begin, by a name of torch.nn.init; empty for as all of the network.
    """

    id: str
    name: str
    type: str
    params: Mapping[str, Value] = field(default_factory=dict)
    position: Position = (0.0, 0.0)
    is_frozen: bool = False
    init: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "params", MappingProxyType(dict(self.params)))

    @cached_property
    def spec(self) -> LayerSpec:
        """What kind of layer it is; a placeholder if this version does not have it."""
        return registry.find(self.type)  # kept: asked for several times a node with every edit

    @cached_property
    def values(self) -> tuple[Value, ...]:
        """The values of its parameters, in the layer's order."""
        return tuple(self.params.values())

    @cached_property
    def kind(self) -> object:
        """What nodes of one type with equal parameters share, so that they are told apart by identity.

        A layer that this version does not have shares it with no other node: its parameters may be anything.
        """
        return object() if self.spec.category is Category.UNKNOWN else _kind(self.type, self.values)


@lru_cache(maxsize=4096)
def _kind(type_: str, values: tuple[Value, ...]) -> object:
    """Return one object for equal layers; a new one where the former was forgotten, which costs no more than work."""
    return object()


@dataclass(frozen=True)
class Edge:
    """A wire from a node's output to an input port of another node; both ends are node ids."""

    source: str
    target: str
    port: str


@dataclass(frozen=True)
class Note:
    """A text on the canvas, saved and undone like the rest, and no part of the compiled network.

    Attributes:
        id: opaque and stable, like a node's.
        text: what it says; may have several lines.
        position: its top left corner, in pixels at 100%: where reading begins, and what stays when it is resized.
        size: width and height in pixels at 100%.
        color: one of `engine.graph.notes.COLORS`, which a theme paints as it sees fit.
    """

    id: str
    text: str
    position: Position
    size: Size
    color: str


@dataclass(frozen=True)
class Graph:
    """A network and the notes beside it. Make new ones with `engine.graph.edits`; equal if all their parts are.

    Attributes:
        nodes: by id, in the order in which they were added.
        edges: at most one per input port.
        notes: by id, in the order in which they were added.
        closed: what is drawn as one box: ``("group", path)`` for a group, ``("row", path)`` for a row of equal groups
            that begins with that one. What is not there any more is passed over.
        direction: where its wires lead on the canvas.
    """

    nodes: Mapping[str, Node] = field(default_factory=dict)
    edges: frozenset[Edge] = frozenset()
    notes: Mapping[str, Note] = field(default_factory=dict)
    closed: frozenset[tuple[str, str]] = frozenset()
    direction: Direction = Direction.DOWN

    def __post_init__(self) -> None:
        for parts in ("nodes", "notes"):
            mapping = getattr(self, parts)
            if not isinstance(mapping, MappingProxyType):  # one made here already can be shared
                object.__setattr__(self, parts, MappingProxyType(dict(mapping)))

    def node(self, node_id: str) -> Node:
        """Return the node of that id.

        Raises:
            UnknownNodeError: there is none.
        """
        try:
            return self.nodes[node_id]
        except KeyError:
            raise UnknownNodeError(f"There is no node with the id '{node_id}' in this network.") from None

    def note(self, note_id: str) -> Note:
        """Return the note of that id.

        Raises:
            UnknownNoteError: there is none.
        """
        try:
            return self.notes[note_id]
        except KeyError:
            raise UnknownNoteError(f"There is no note with the id '{note_id}' in this network.") from None

    @cached_property
    def by_name(self) -> Mapping[str, Node]:
        """The nodes by their names."""
        return {node.name: node for node in self.nodes.values()}

    @cached_property
    def ends(self) -> tuple[Node, ...]:
        """The nodes at which a network's scores leave."""
        return tuple([node for node in self.nodes.values() if not node.spec.has_output])

    @cached_property
    def _incoming(self) -> dict[str, dict[str, Edge]]:
        incoming: dict[str, dict[str, Edge]] = {}
        for edge in self.edges:
            incoming.setdefault(edge.target, {})[edge.port] = edge
        return incoming

    @cached_property
    def _outgoing(self) -> dict[str, list[Edge]]:
        outgoing: dict[str, list[Edge]] = {}
        for edge in self.edges:
            outgoing.setdefault(edge.source, []).append(edge)
        return outgoing

    def outgoing(self, node_id: str) -> Sequence[Edge]:
        """Return the edges out of a node, in no order."""
        return self._outgoing.get(node_id, ())

    def incoming(self, node_id: str) -> Mapping[str, Edge]:
        """Return the edges into a node, by port."""
        return self._incoming.get(node_id, {})

    def inputs(self, node_id: str) -> tuple[Edge, ...]:
        """Return the edges into a node in the order in which the layer takes them."""
        edges = self.incoming(node_id)
        if len(edges) < 2:
            return tuple(edges.values())
        # By name first: ports of a layer that is not known may share a slot.
        return tuple(edges[port] for port in sorted(sorted(edges), key=self.nodes[node_id].spec.slot))
