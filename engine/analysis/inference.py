"""Shapes, costs and diagnostics of a whole graph: one walk from sources to targets that never raises.

A node that cannot work says why; the nodes behind it say what they wait for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from engine.analysis import meta_device
from engine.errors import CycleError, ShapeError
from engine.graph.model import Graph, Node
from engine.graph.topology import cycles, names_text, topological_order
from engine.layers.shapes import text
from engine.layers.spec import Shape, ShapeResult


class Severity(Enum):
    """How bad a diagnostic is."""

    ERROR = "error"
    """The network cannot work like this."""
    INCOMPLETE = "incomplete"
    """Something is still missing."""
    WAITING = "waiting"
    """A node before this one has the problem."""
    WARNING = "warning"
    """It works, but probably not as meant."""


@dataclass(frozen=True)
class Diagnostic:
    """What is wrong at a node.

    Attributes:
        node_id: the node, or None for the graph as a whole.
        severity: how bad it is.
        message: a full sentence without the node's name.
    """

    node_id: str | None
    severity: Severity
    message: str


@dataclass(frozen=True)
class NodeFacts:
    """What is known about a node.

    Attributes:
        inputs: shapes of its inputs without N, in the layer's order; empty while unknown.
        output: shape without N; None while unknown.
        formula: how the output's sizes come about; may be empty.
        num_params: learnable parameters; None while unknown.
        macs: multiply-adds for one sample; None while unknown.
        diagnostic: what is wrong, if anything.
    """

    inputs: tuple[Shape, ...] = ()
    output: Shape | None = None
    formula: str = ""
    num_params: int | None = None
    macs: int | None = None
    diagnostic: Diagnostic | None = None


@dataclass(frozen=True)
class Inference:
    """All facts about a graph.

    Attributes:
        order: node ids, sources before targets; nodes on a cycle are left out.
        nodes: facts by node id, for every node of the graph.
        diagnostics: of the graph as a whole first, then by node in network order.
    """

    order: tuple[str, ...]
    nodes: Mapping[str, NodeFacts]
    diagnostics: tuple[Diagnostic, ...]

    @property
    def num_params(self) -> int:
        """Learnable parameters of all nodes that are known."""
        return sum(facts.num_params or 0 for facts in self.nodes.values())

    @property
    def macs(self) -> int:
        """Multiply-adds of one sample's forward pass, over all nodes that are known."""
        return sum(facts.macs or 0 for facts in self.nodes.values())

    @property
    def problems(self) -> tuple[Diagnostic, ...]:
        """The diagnostics that keep the network from being compiled."""
        return tuple(found for found in self.diagnostics if found.severity is not Severity.WARNING)


def infer(graph: Graph) -> Inference:
    """Return shapes, costs and diagnostics of every node. Never raises on a graph made by edits or read from a file."""
    nodes: dict[str, NodeFacts] = {}
    try:
        order = topological_order(graph)
    except CycleError:
        order = ()
        for cycle in cycles(graph):
            over = names_text(graph, cycle)
            message = f"It depends on its own output, over {over}. Remove one of the edges that lead back."
            nodes.update((node_id, _failed(node_id, Severity.ERROR, message)) for node_id in cycle)
        order = _order_without(graph, set(nodes))
    for node_id in order:
        nodes[node_id] = _node_facts(graph, graph.nodes[node_id], nodes)
    found = [facts.diagnostic for facts in nodes.values() if facts.diagnostic is not None]
    return Inference(order, nodes, (*_missing_terminals(graph), *found))


def _order_without(graph: Graph, cyclic: set[str]) -> tuple[str, ...]:
    rest = {node_id: node for node_id, node in graph.nodes.items() if node_id not in cyclic}
    edges = frozenset(edge for edge in graph.edges if edge.source in rest and edge.target in rest)
    return topological_order(Graph(rest, edges))


def _missing_terminals(graph: Graph) -> list[Diagnostic]:
    types = [node.type for node in graph.nodes.values()]
    return [
        Diagnostic(
            None,
            Severity.INCOMPLETE,
            f"The network has no {type_}. Drag one from the palette to its {where}.",
        )
        for type_, where in (("Input", "beginning"), ("Output", "end"))
        if type_ not in types
    ]


def _failed(node_id: str, severity: Severity, message: str, inputs: tuple[Shape, ...] = ()) -> NodeFacts:
    return NodeFacts(inputs=inputs, diagnostic=Diagnostic(node_id, severity, message))


def _node_facts(graph: Graph, node: Node, known: Mapping[str, NodeFacts]) -> NodeFacts:
    spec = node.spec
    edges = graph.inputs(node.id)
    needed = max((port.minimum for port in spec.inputs), default=0) or len(spec.inputs)
    if len(edges) < needed:
        return _failed(node.id, Severity.INCOMPLETE, _unconnected_text(needed, len(edges)))
    for edge in edges:
        if known[edge.source].output is None:
            message = f"Waiting for {_root_cause(graph, edge.source, known)}."
            return _failed(node.id, Severity.WAITING, message)
    inputs = tuple(output for edge in edges if (output := known[edge.source].output) is not None)
    try:
        result = shape_of(node, inputs)
    except ShapeError as error:
        return _failed(node.id, Severity.ERROR, _sentence(str(error), node), inputs)
    warning = Diagnostic(node.id, Severity.WARNING, result.warning) if result.warning else None
    return NodeFacts(
        inputs=inputs,
        output=result.shape,
        formula=result.formula,
        num_params=spec.num_params(node.params, inputs, result.shape),
        macs=spec.macs(node.params, inputs, result.shape),
        diagnostic=warning,
    )


def _sentence(message: str, node: Node) -> str:
    """Begin with a capital letter, unless the first word is the name of a parameter."""
    return message if message.partition(" ")[0] in node.params else message[0].upper() + message[1:]


def shape_of(node: Node, inputs: tuple[Shape, ...]) -> ShapeResult:
    """Return a node's output shape for these inputs: by its rule, or by torch's meta device if it has none.

    Raises:
        ShapeError: the layer cannot work on them.
    """
    if node.spec.shape_rule is not None:
        return node.spec.shape_rule(node.params, inputs)
    return ShapeResult(meta_device.output_shape(node.spec, node.params, inputs))


def _unconnected_text(needed: int, connected: int) -> str:
    if needed == 1:
        return "Its input is not connected. Drag from another node's output to it."
    return f"It needs {needed} inputs or more. Received {connected}. Drag another node's output to it."


def _root_cause(graph: Graph, node_id: str, known: Mapping[str, NodeFacts]) -> str:
    """Return the name of the node whose problem stops all those behind it."""
    diagnostic = known[node_id].diagnostic
    if diagnostic is not None and diagnostic.severity is Severity.WAITING:
        for edge in graph.inputs(node_id):
            if known[edge.source].output is None:
                return _root_cause(graph, edge.source, known)
    return graph.nodes[node_id].name
