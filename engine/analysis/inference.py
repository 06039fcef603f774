"""Shapes, costs and diagnostics of a whole graph: one walk from sources to targets that never raises.

A node that cannot work says why; the nodes behind it say what they wait for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import cached_property
from typing import TypeAlias

from engine.analysis import meta_device
from engine.analysis.dead_ends import dead_end_text
from engine.analysis.double_softmax import doubled, doubled_text
from engine.analysis.wiring import Wiring, is_wired_alike, wired
from engine.errors import ShapeError
from engine.graph.model import Graph, Node
from engine.graph.outputs import auxiliary_nodes, main_outputs
from engine.graph.topology import names_text
from engine.layers import unknown
from engine.layers.reach import Reach
from engine.layers.saved import Saved
from engine.layers.spec import Category, Shape, ShapeResult


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


NOTHING_SAVED = Saved()


@dataclass(frozen=True)
class NodeFacts:
    """What is known about a node.

    Attributes:
        inputs: shapes of its inputs without N, in the layer's order; empty while unknown.
        output: shape without N; None while unknown.
        formula: how the output's sizes come about; may be empty.
        num_params: learnable parameters; None while unknown.
        macs: multiply-adds for one sample; None while unknown.
        saved: what autograd keeps of the layer, if gradients flow back to all its inputs.
        reach: which places of each input an output place looks at; empty where each looks at its own.
        diagnostic: what is wrong, if anything.
        waits_for: id of the node whose problem has to be solved first, if that is another one.
    """

    inputs: tuple[Shape, ...] = ()
    output: Shape | None = None
    formula: str = ""
    num_params: int | None = None
    macs: int | None = None
    saved: Saved = NOTHING_SAVED
    reach: tuple[Reach, ...] = ()
    diagnostic: Diagnostic | None = None
    waits_for: str | None = None


Alike: TypeAlias = dict[tuple[object, tuple[Shape | None, ...]], NodeFacts]
"""Facts by `Node.kind` and input shapes."""


@dataclass(frozen=True)
class Inference:
    """All facts about a graph.

    Attributes:
        graph: what they are about.
        wiring: what follows from its edges.
        nodes: facts by node id, for every node of the graph.
        diagnostics: of the graph as a whole first, then by node in network order.
        alike: facts of which nothing is to be said, by layer and input shapes.
    """

    graph: Graph
    wiring: Wiring
    nodes: Mapping[str, NodeFacts]
    diagnostics: tuple[Diagnostic, ...]
    alike: Alike = field(default_factory=dict, compare=False, repr=False)

    @property
    def order(self) -> tuple[str, ...]:
        """Node ids, sources before targets; nodes on a cycle are left out."""
        return self.wiring.order

    @cached_property
    def auxiliary(self) -> frozenset[str]:
        """Ids of the nodes that fall away in evaluation: only Outputs for training need them."""
        return auxiliary_nodes(self.graph)

    @property
    def num_params(self) -> int:
        """Learnable parameters of all nodes that are known: as many as the compiled network's in training."""
        return sum(facts.num_params or 0 for facts in self.nodes.values())

    @property
    def macs(self) -> int:
        """Multiply-adds of one sample's forward pass in training, over all nodes that are known."""
        return sum(facts.macs or 0 for facts in self.nodes.values())

    @property
    def num_params_in_evaluation(self) -> int:
        """Learnable parameters without those that fall away in evaluation."""
        return self.num_params - sum(self.nodes[node_id].num_params or 0 for node_id in self.auxiliary)

    @property
    def macs_in_evaluation(self) -> int:
        """Multiply-adds of one sample's forward pass in evaluation."""
        return self.macs - sum(self.nodes[node_id].macs or 0 for node_id in self.auxiliary)

    @property
    def problems(self) -> tuple[Diagnostic, ...]:
        """The diagnostics that keep the network from being compiled."""
        return tuple(found for found in self.diagnostics if found.severity is not Severity.WARNING)


def infer(graph: Graph, known: Inference | None = None) -> Inference:
    """Return shapes, costs and diagnostics of every node. Never raises on a graph made by edits or read from a file.

    Args:
        graph: the network.
        known: facts about a graph like it, such as the one before an edit: what cannot have changed is taken over,
            node by node the very same objects.
    """
    wiring = known.wiring if known is not None and is_wired_alike(known.graph, graph) else wired(graph)
    nodes: dict[str, NodeFacts] = {}
    for cycle in wiring.cycles:
        message = (
            f"It depends on its own output, over {names_text(graph, cycle)}. Remove one of the edges that lead back."
        )
        nodes.update((node_id, _failed(node_id, Severity.ERROR, message)) for node_id in cycle)
    alike = _walk(graph, wiring, nodes, known)
    for node_id, behind in wiring.dead_ends.items():
        nodes[node_id] = _warned(node_id, nodes[node_id], dead_end_text(graph, behind), known)
    for node in main_outputs(graph)[1:]:
        nodes[node.id] = _second_output(graph, node, nodes[node.id], known)
    for node_id, softmax in doubled(graph, wiring.sources).items():
        nodes[node_id] = _warned(node_id, nodes[node_id], doubled_text(graph.nodes[softmax].name), known)
    found = [facts.diagnostic for facts in nodes.values() if facts.diagnostic is not None]
    return Inference(graph, wiring, nodes, (*_missing_terminals(graph), *found), alike)


def _walk(graph: Graph, wiring: Wiring, nodes: dict[str, NodeFacts], known: Inference | None) -> Alike:
    """Add the facts of all nodes that lie on no cycle; return those that equal layers share.

    Deep networks repeat themselves, and an edit leaves most of them as it was: of ResNet-152's 517 nodes about 50 are
    worked out. What is found among the known facts is never a node's that must say something.
    """
    before: Alike = known.alike if known is not None else {}
    alike: Alike = {}
    sources, layers = wiring.sources, graph.nodes
    for node_id in wiring.order:
        node = layers[node_id]
        inputs = tuple([nodes[source].output for source in sources[node_id]])
        layer = (node.kind, inputs)
        facts = alike.get(layer)
        if facts is None:
            facts = before.get(layer) or _as_before(node_id, _node_facts(graph, node, nodes, sources[node_id]), known)
            if facts.diagnostic is None:  # which names its node
                alike[layer] = facts
        nodes[node_id] = facts
    return alike


def _as_before(node_id: str, facts: NodeFacts, known: Inference | None) -> NodeFacts:
    """Return the facts that were known of the node, where they were the same."""
    before = known.nodes.get(node_id) if known is not None else None
    return before if before is not None and before == facts else facts


def _second_output(graph: Graph, node: Node, facts: NodeFacts, known: Inference | None) -> NodeFacts:
    """Return the facts of an Output that is one too many; those of before, where they were the same."""
    if facts.diagnostic is not None:
        return facts
    outputs = main_outputs(graph)
    message = (
        f"The network has {len(outputs)} Outputs that answer in evaluation. Expected one. Set training_only to yes, "
        f"which makes it an auxiliary one, or keep only {outputs[0].name}."
    )
    return _as_before(node.id, replace(facts, diagnostic=Diagnostic(node.id, Severity.ERROR, message)), known)


def _warned(node_id: str, facts: NodeFacts, message: str, known: Inference | None) -> NodeFacts:
    """Return a node's facts with a warning, where nothing is said of it that is worse."""
    if facts.diagnostic is not None:
        return facts
    return _as_before(node_id, replace(facts, diagnostic=Diagnostic(node_id, Severity.WARNING, message)), known)


def _missing_terminals(graph: Graph) -> list[Diagnostic]:
    missing = []
    if not any(node.type == "Input" for node in graph.nodes.values()):
        missing.append("The network has no Input. Drag one from the palette to its beginning.")
    if not any(node.type == "Output" for node in graph.ends):
        missing.append("The network has no Output. Drag one from the palette to its end.")
    elif not main_outputs(graph):
        missing.append(
            "All Outputs are for training only. Set training_only of one of them to no: it gives the answer."
        )
    return [Diagnostic(None, Severity.INCOMPLETE, message) for message in missing]


def _failed(node_id: str, severity: Severity, message: str, inputs: tuple[Shape, ...] = ()) -> NodeFacts:
    return NodeFacts(inputs=inputs, diagnostic=Diagnostic(node_id, severity, message))


def _node_facts(graph: Graph, node: Node, nodes: Mapping[str, NodeFacts], sources: tuple[str, ...]) -> NodeFacts:
    """Return the facts of a node from those of its sources."""
    spec = node.spec
    if spec.category is Category.UNKNOWN:
        return _failed(node.id, Severity.ERROR, unknown.sentence(node.type))
    if len(sources) < spec.num_needed:
        return _failed(node.id, Severity.INCOMPLETE, _unconnected_text(spec.num_needed, len(sources)))
    inputs = []
    for source in sources:
        facts = nodes[source]
        if facts.output is None:
            cause = facts.waits_for or source
            message = f"Waiting for {graph.nodes[cause].name}."
            return NodeFacts(diagnostic=Diagnostic(node.id, Severity.WAITING, message), waits_for=cause)
        inputs.append(facts.output)
    return _worked_out(node, tuple(inputs))


def _worked_out(node: Node, inputs: tuple[Shape, ...]) -> NodeFacts:
    """Return the facts of a node whose inputs are all known."""
    spec = node.spec
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
        saved=spec.saved(node.params, inputs, result.shape, (True,) * len(inputs)),
        reach=_reach(node, inputs, result.shape),
        diagnostic=warning,
    )


def _reach(node: Node, inputs: tuple[Shape, ...], output: Shape) -> tuple[Reach, ...]:
    if node.spec.reach is None:
        return ()
    reach = node.spec.reach(node.params, inputs, output)
    return reach if reach.count(None) < len(reach) else ()


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
