"""Networks and random edits for the tests of everything that handles a graph."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from hypothesis import strategies as st

from engine.errors import GraphError
from engine.graph import edits
from engine.graph.assembly import assemble
from engine.graph.builder import GraphBuilder
from engine.graph.model import Edge, Graph, Node, Note
from engine.graph.notes import COLORS
from engine.layers import registry
from tests import strategies

NAMES = ("conv1", "conv2", "block.0.conv", "block.0", "block.1.relu", "block", "head.fc", "fc1", "train", "no name", "")
TYPES = tuple(spec.type for spec in registry.all_specs())


def chain(*layers: tuple[str, dict[str, Any]], shape: tuple[int, int, int] = (1, 32, 32)) -> Graph:
    """Return input, the layers one behind the other, and output; names are automatic."""
    net = GraphBuilder()
    x = net.input(shape)
    for type_, params in layers:
        x = net.add(type_, x, **params)
    return net.output(x)


def resnet(*stages: int) -> Graph:
    """Return residual blocks named as torchvision does, so many in each stage; the first of each has a downsample."""
    net = GraphBuilder()
    x = net.add("Conv2d", net.input((3, 32, 32)), name="conv1", padding=1)
    for stage, blocks in enumerate(stages, start=1):
        for block in range(blocks):
            name, channels, stride = f"layer{stage}.{block}", 8 * stage, 1 if block else 2
            y = net.add("Conv2d", x, name=f"{name}.conv1", out_channels=channels, padding=1, stride=stride)
            y = net.add("ReLU", net.add("BatchNorm2d", y, name=f"{name}.bn1"), name=f"{name}.relu1")
            if not block:
                x = net.add(
                    "Conv2d", x, name=f"{name}.downsample.0", out_channels=channels, kernel_size=1, stride=stride
                )
                x = net.add("BatchNorm2d", x, name=f"{name}.downsample.1")
            x = net.add("ReLU", net.add("Add", y, x, name=f"{name}.add"), name=f"{name}.relu2")
    x = net.add("Flatten", net.add("AdaptiveAvgPool2d", x, name="avgpool"), name="flatten")
    return net.output(net.add("Linear", x, name="fc"))


def inception(modules: int) -> Graph:
    """Return modules with four branches, in groups within groups, named as torchvision does in its GoogLeNet."""
    net = GraphBuilder()

    def block(x: str, name: str) -> str:
        y = net.add("Conv2d", x, name=f"{name}.conv", out_channels=8, padding=1)
        return net.add("ReLU", net.add("BatchNorm2d", y, name=f"{name}.bn"), name=f"{name}.relu")

    x = net.add("MaxPool2d", block(net.input((3, 32, 32)), "conv1"), name="maxpool1")
    for number in range(modules):
        name = f"inception{number}"
        ends = [block(x, f"{name}.branch1")]
        ends += [block(block(x, f"{name}.{branch}.0"), f"{name}.{branch}.1") for branch in ("branch2", "branch3")]
        pool = net.add("MaxPool2d", x, name=f"{name}.branch4.0", kernel_size=3, stride=1, padding=1)
        x = net.add("Concat", *ends, block(pool, f"{name}.branch4.1"), name=f"{name}.concat")
    return net.output(x)


def copy(graph: Graph) -> Graph:
    """Return an equal graph that shares no container with the first."""
    nodes = [Node(n.id, n.name, n.type, dict(n.params), n.position) for n in graph.nodes.values()]
    notes = [Note(n.id, n.text, n.position, n.size, n.color) for n in graph.notes.values()]
    by_id = {node.id: node for node in nodes}, frozenset(list(graph.edges)), {note.id: note for note in notes}
    return Graph(*by_id, frozenset(list(graph.closed)), graph.direction)


SIDES = st.floats(48, 1000)

NOTES = st.builds(
    Note,
    id=st.text("abc", min_size=1, max_size=2),
    text=st.text(max_size=20),
    position=st.tuples(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6)),
    size=st.tuples(SIDES, SIDES),
    color=st.sampled_from(COLORS),
)


def is_valid(graph: Graph) -> bool:
    """Whether the graph passes every check of a network read from a file."""
    return assemble(graph.nodes.values(), graph.edges, graph.notes.values()) == graph


def with_notes(graph: Graph, notes: Iterable[Note]) -> Graph:
    """Return the graph with these notes on it."""
    return replace(graph, notes={note.id: note for note in notes})


@dataclass(frozen=True)
class Edit:
    """A try at an edit, right or wrong: which nodes it means depends on the graph it is tried on.

    Attributes:
        kind: the function of `engine.graph.edits`.
        first, second: places of nodes, counted round.
        type: of a layer to add.
        name: for a new or renamed node; None chooses one.
        value: for a parameter.
        position: on the canvas.
    """

    kind: str
    first: int
    second: int
    type: str
    name: str | None
    value: object
    position: tuple[float, float]

    def on(self, graph: Graph) -> Graph:
        """Return the edited graph.

        Raises:
            GraphError: the edit is not possible.
        """
        ids = tuple(graph.nodes)
        if self.kind == "add_node" or not ids:
            return edits.add_node(graph, self.type, name=self.name, position=self.position)[0]
        first, second = ids[self.first % len(ids)], ids[self.second % len(ids)]
        match self.kind:
            case "connect":
                return edits.connect(graph, first, second)
            case "disconnect":
                return edits.disconnect(graph, list(graph.edges)[:1])
            case "remove_nodes":
                return edits.remove_nodes(graph, {first, second})
            case "set_param":
                names = [*graph.nodes[first].params, "no_such_parameter"]
                return edits.set_param(graph, first, names[self.second % len(names)], self.value)
            case "rename":
                return edits.rename(graph, first, self.name or "")
            case "move_nodes":
                return edits.move_nodes(graph, {first: self.position})
        raise NotImplementedError(self.kind)


COORDINATES = st.one_of(st.floats(-1e6, 1e6), st.just(float("nan")), st.just(1e300))

KINDS = (
    *("add_node",) * 2,
    *("connect",) * 3,
    "disconnect",
    "remove_nodes",
    *("set_param",) * 2,
    "rename",
    "move_nodes",
)
"""The functions of `engine.graph.edits`, those that build more often than the others."""

EDITS = st.builds(
    Edit,
    kind=st.sampled_from(KINDS),
    first=st.integers(0, 20),
    second=st.integers(0, 20),
    type=st.sampled_from((*TYPES, "Conv3d")),
    name=st.one_of(st.none(), st.sampled_from(NAMES)),
    value=st.one_of(st.integers(-2, 8), st.booleans(), st.sampled_from(("zeros", "reflect", (3, 5), None, 0.25))),
    position=st.tuples(COORDINATES, COORDINATES),
)


def edited(steps: Iterable[Edit], start: Graph | None = None) -> Graph:
    """Return what comes of a row of edits, those that are not possible left out."""
    graph = Graph() if start is None else start
    for step in steps:
        try:
            graph = step.on(graph)
        except GraphError:
            continue
    return graph


GRAPHS = st.builds(with_notes, st.lists(EDITS, max_size=30).map(edited), st.lists(NOTES, max_size=2))
"""Networks that hands could have made: mostly unfinished, some with notes."""


@st.composite
def wild_graphs(draw: st.DrawFn) -> Graph:
    """Graphs that no edit makes: any wires between any nodes, cycles among them."""
    nodes: dict[str, Node] = {}
    for number in range(draw(st.integers(0, 8))):
        spec = draw(st.sampled_from(registry.all_specs()))
        nodes[f"n{number}"] = Node(f"n{number}", f"{spec.stem}{number}", spec.type, draw(strategies.params(spec)))
    ends = [
        (source, target, port)
        for source in nodes
        for target in nodes.values()
        if nodes[source].spec.has_output
        for port in target.spec.ports()
    ]
    if not ends:
        return Graph(nodes)
    wires = draw(st.lists(st.sampled_from(ends), max_size=20, unique_by=lambda end: (end[1].id, end[2])))
    return Graph(nodes, frozenset(Edge(source, target.id, port) for source, target, port in wires))
