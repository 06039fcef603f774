"""What the probes know of a compiled network: its nodes, the modules they have become, their parameters."""
# ruff: noqa: TID253

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from torch import Tensor, fx, nn

from engine.compiling.compiler import compiled_nodes, evaluated, output_nodes
from engine.graph.model import Graph, Node


@dataclass(frozen=True, eq=False)
class NodeParameter:
    """A learnable parameter and where it belongs."""

    node_id: str
    name: str
    value: nn.Parameter


def parameters_of(module: nn.Module, nodes: Sequence[Node]) -> tuple[NodeParameter, ...]:
    """Return the parameters of these nodes, in their order."""
    return tuple(
        NodeParameter(node.id, name, value)
        for node in nodes
        for name, value in module.get_submodule(node.name).named_parameters()
    )


class Network:
    """A compiled network beside the graph that it was compiled from.

    Attributes:
        graph, module: the two.
        nodes: those that are computed, by id, in network order.
        modules: what they have become, by id; the Input and the Outputs are no modules.
        input_id: of the Input; output_ids: of the Outputs, the main one first.
        parameters: of all nodes, in network order.
        parameter_nodes, parameter_names: the same as ids and names, made once.
        seams: what `engine.probes.why` has put together for a node, by its name: torch never forgets the source of a
            module that torch.fx has made, so each is made once.
    """

    def __init__(self, graph: Graph, module: fx.GraphModule) -> None:
        self.graph = graph
        self.module = module
        nodes = compiled_nodes(graph)
        layers = [node for node in nodes if node.spec.module is not None]
        self.nodes = {node.id: node for node in nodes}
        self.modules = {node.id: module.get_submodule(node.name) for node in layers}
        self.input_id = nodes[0].id
        self.output_ids = tuple(node.id for node in output_nodes(graph))
        self.parameters = parameters_of(module, layers)
        self.parameter_nodes = tuple(parameter.node_id for parameter in self.parameters)
        self.seams: dict[str, Any] = {}
        self.parameter_names = tuple(parameter.name for parameter in self.parameters)

    @cached_property
    def evaluated(self) -> fx.GraphModule:
        """The same modules without those of auxiliary Outputs; made once, as `seams`."""
        return evaluated(self.module, self.graph)

    def module_of(self, node_id: str | None) -> nn.Module | None:
        """Return what a node has become; None where it is not computed, or no module."""
        return self.modules.get(node_id or "")

    def source_of(self, node_id: str) -> str:
        """Return the node whose output is a node's first input."""
        return self.graph.inputs(node_id)[0].source

    @contextmanager
    def evaluating(self) -> Iterator[None]:
        """Behave as in evaluation, and overwrite nothing in place; afterwards all is as it was."""
        training = [part for part in self.module.modules() if part.training]
        in_place: list[Any] = [part for part in self.module.modules() if getattr(part, "inplace", False)]
        for part in training:
            part.training = False
        for part in in_place:
            part.inplace = False
        try:
            yield
        finally:
            for part in training:
                part.training = True
            for part in in_place:
                part.inplace = True


def first_tensor(inputs: Sequence[object]) -> Tensor:
    """Return a module's first input."""
    first = inputs[0]
    assert isinstance(first, Tensor)
    return first
