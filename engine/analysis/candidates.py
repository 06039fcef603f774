"""Which layers could go at the end of an edge that was let go in empty space."""

from __future__ import annotations

from collections.abc import Iterable

from engine.analysis.inference import Inference, shape_of
from engine.errors import ShapeError
from engine.graph.model import Node
from engine.layers import registry
from engine.layers.spec import LayerSpec, Shape

TYPICAL: tuple[Shape, ...] = ((8, 32, 32), (128,))
"""What a layer might be given where nothing is known of its input: maps, and a row of values."""


def fitting_behind(inference: Inference, source: str) -> tuple[LayerSpec, ...]:
    """Return the layers that can take a node's output, each at its defaults and by its own rule.

    Those come first from which the network goes on. A layer with several inputs fits if it takes the output on each of
    them. While the output is unknown every layer with an input fits.
    """
    shape = inference.nodes[source].output
    specs = sorted((spec for spec in registry.all_specs() if spec.inputs), key=lambda spec: not spec.has_output)
    if shape is None:
        return tuple(specs)
    return tuple(spec for spec in specs if _output(spec, shape) is not None)


def fitting_before(inference: Inference, target: str, port: str) -> tuple[LayerSpec, ...]:
    """Return the layers whose output a node can take at an input port.

    What such a layer would be given is not known yet, so it is tried on each shape that occurs in the network and on
    `TYPICAL` ones: it fits if the node takes the outcome of any.
    """
    given = {facts.output for facts in inference.nodes.values() if facts.output is not None}
    shapes = sorted(given | set(TYPICAL), key=lambda shape: (len(shape), shape))
    return tuple(
        spec
        for spec in registry.all_specs()
        if spec.has_output and any(_takes(inference, target, port, output) for output in _outputs(spec, shapes))
    )


def _outputs(spec: LayerSpec, shapes: Iterable[Shape]) -> set[Shape]:
    return {output for shape in shapes if (output := _output(spec, shape)) is not None}


def _output(spec: LayerSpec, shape: Shape) -> Shape | None:
    """Return what a layer at its defaults makes of a shape on each of its inputs; None if it cannot work on it."""
    inputs = tuple(shape for port in spec.inputs for _ in range(max(1, port.minimum)))
    try:
        return shape_of(_at_defaults(spec), inputs).shape
    except ShapeError:
        return None


def _takes(inference: Inference, target: str, port: str, shape: Shape) -> bool:
    """Whether a node takes a shape at a port, beside what its other inputs are known to bring."""
    node = inference.graph.nodes[target]
    known = {
        edge.port: output
        for edge in inference.graph.inputs(target)
        if (output := inference.nodes[edge.source].output) is not None
    }
    known[port] = shape
    inputs = [known[name] for name in sorted(known, key=node.spec.slot)]
    needed = sum(max(1, spec.minimum) for spec in node.spec.inputs)
    inputs += [shape] * (needed - len(inputs))
    try:
        shape_of(node, tuple(inputs))
    except ShapeError:
        return False
    return True


def _at_defaults(spec: LayerSpec) -> Node:
    return Node("candidate", spec.stem, spec.type, spec.complete({}))
