"""A graph becomes a `torch.fx.GraphModule`: one walk from the Input to the Output."""
# ruff: noqa: TID253

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, fx, nn

from engine.analysis.inference import Inference, infer
from engine.analysis.meta_device import build_module
from engine.compiling.observing import observing, raised_in
from engine.errors import CompileError
from engine.graph.model import Graph, Node
from engine.graph.outputs import auxiliary_nodes, is_auxiliary, is_end
from engine.graph.topology import ancestors, topological_order
from engine.layers.shapes import text
from engine.layers.spec import Shape


def compile_graph(graph: Graph) -> fx.GraphModule:
    """Return the network as a module, with new weights from torch's random generator, on its current default device.

    Each node's module sits at the node's name, so a ``state_dict`` has the keys ``conv1.weight``,
    ``layer1.0.conv1.weight``. Nodes that do not lead to an Output cannot learn and are left out.

    Shape:
        - Input: ``(N, *shape of the Input node)``.
        - Output: ``(N, *shape of the Output node)``; of a network with auxiliary Outputs a tuple with theirs behind
          it, in network order. `evaluated` returns the network without them.

    Raises:
        CompileError: the graph has a problem, does not have exactly one Input and one Output, or torch disagrees
            with a shape that was inferred.
    """
    facts = infer(graph)
    _check(graph, facts)
    module = _assemble(graph, facts)
    _check_shapes(graph, facts, module)
    return module


def without_weights(graph: Graph) -> fx.GraphModule:
    """Return the network with its parameters on torch's meta device: names and shapes, but no numbers and no draws.

    Raises:
        CompileError: the graph has a problem, or does not have exactly one Input and one Output.
    """
    facts = infer(graph)
    _check(graph, facts)
    with torch.device("meta"):
        return _assemble(graph, facts)


def evaluated(module: fx.GraphModule, graph: Graph) -> fx.GraphModule:
    """Return what a compiled network is in evaluation: the same modules, without those only auxiliary Outputs need.

    That is the network itself, where it has no such Outputs.

    Shape:
        - Input: ``(N, *shape of the Input node)``.
        - Output: ``(N, *shape of the Output node)``.
    """
    auxiliary = auxiliary_nodes(graph)
    if not auxiliary:
        return module
    nodes = [node for node in compiled_nodes(graph) if node.id not in auxiliary]
    return fx.GraphModule(module, _calls(graph, nodes))


def all_scores(output: Tensor | tuple[Tensor, ...]) -> tuple[Tensor, ...]:
    """Return what a compiled network gave as a tuple: the Output's scores, and behind them the auxiliary ones."""
    return output if isinstance(output, tuple) else (output,)


def compiled_nodes(graph: Graph) -> tuple[Node, ...]:
    """Return the nodes of a graph that compiles, in network order: the Input first, the one main Output last.

    Nodes that do not lead to an Output are left out.
    """
    ends = [node.id for node in graph.nodes.values() if is_end(node)]
    used = set(ends) | ancestors(graph, ends)
    nodes = [graph.nodes[node_id] for node_id in topological_order(graph) if node_id in used]
    return tuple(sorted(nodes, key=lambda node: is_end(node) and not is_auxiliary(node)))


def output_nodes(graph: Graph) -> tuple[Node, ...]:
    """Return the Outputs of a graph that compiles: the main one first, as in the compiled network's tuple."""
    *auxiliary, main = (node for node in compiled_nodes(graph) if is_end(node))
    return main, *auxiliary


def module_names(graph: Graph) -> tuple[str, ...]:
    """Return the names of the nodes that are modules in the compiled network, in network order."""
    return tuple(node.name for node in _module_nodes(graph))


def _module_nodes(graph: Graph) -> list[Node]:
    return [node for node in compiled_nodes(graph) if node.spec.module is not None]


def _assemble(graph: Graph, facts: Inference) -> fx.GraphModule:
    module = fx.GraphModule(nn.Module(), fx.Graph())
    for node in _module_nodes(graph):
        module.add_submodule(node.name, build_module(node.spec, node.params, facts.nodes[node.id].inputs))
    module.graph = _calls(graph, compiled_nodes(graph))
    return module


def _calls(graph: Graph, nodes: Sequence[Node]) -> fx.Graph:
    """Return what is computed from what, over nodes in network order with the main Output last."""
    calls = fx.Graph()
    values: dict[str, fx.Node] = {}
    for node in nodes:
        if not node.spec.inputs:
            values[node.id] = calls.placeholder("input")
        elif not is_end(node):
            arguments = tuple(values[edge.source] for edge in graph.inputs(node.id))
            values[node.id] = calls.call_module(node.name, arguments)
    *auxiliary, main = (values[graph.inputs(node.id)[0].source] for node in nodes if is_end(node))
    calls.output((main, *auxiliary) if auxiliary else main)
    return calls


def _check(graph: Graph, facts: Inference) -> None:
    for problem in facts.problems:
        if problem.node_id is None:
            raise CompileError(problem.message)
        name = graph.nodes[problem.node_id].name
        raise CompileError(f"{name}: {problem.message}", name)
    inputs = [node for node in graph.nodes.values() if not node.spec.inputs]
    if len(inputs) > 1:
        first, second, *_ = inputs
        raise CompileError(
            f"{second.name}: the network has {len(inputs)} nodes of type {second.type}. Expected one. Remove all but "
            f"one, such as {first.name}.",
            second.name,
        )


@torch.no_grad()
def _check_shapes(graph: Graph, facts: Inference, module: fx.GraphModule) -> None:
    """Run the network once on a blank image and compare every node's output with the shape that was inferred.

    torch's meta device would answer without computing, but loads 900 modules of torch for it: 2.7 s at the first run
    of a program, where one image takes LeNet-5 a millisecond.
    """
    found: dict[str, Shape] = {}

    def note(name: str, _: tuple[Tensor, ...], output: Tensor) -> None:
        found[name] = tuple(output.shape[1:])

    first, nodes = compiled_nodes(graph)[0], _module_nodes(graph)
    names = [node.name for node in nodes]
    module.eval()  # so that batch normalization takes a single image and learns nothing from it
    try:
        with observing(module, names, note):
            module(torch.zeros(1, *(facts.nodes[first.id].output or ())))
    except (RuntimeError, ValueError, IndexError) as error:
        name = raised_in(error, module, names)
        raise CompileError(f"{name or 'The network'}: torch cannot run it: {error}", name) from error
    module.train()
    for node in nodes:
        expected = facts.nodes[node.id].output
        if found[node.name] != expected:
            raise CompileError(
                f"{node.name}: expected an output of {text(expected or ())}. Received {text(found[node.name])} from "
                "torch. This is a fault in ConvCanvas, not in your network: please report it.",
                node.name,
            )
