"""Other values for a layer's own parameters: windows that fit, paddings that are allowed, groups that divide."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from math import gcd

from engine.analysis.proposals.fix import Fix
from engine.graph import edits
from engine.graph.model import Node
from engine.layers.params import Value
from engine.layers.shapes import enough_padding, padding_limit
from engine.layers.spec import Shape

Pair = tuple[int, int]


def proposals(node: Node, inputs: tuple[Shape, ...]) -> Iterator[Fix]:
    """Yield changes of single parameters of a node, the one that changes least of the network first."""
    if len(inputs) != 1 or len(inputs[0]) != 3:
        return
    if "kernel_size" in node.params and "padding" in node.params:
        yield from _window(node, inputs[0])
        yield from _less_padding(node, inputs[0])
    if "groups" in node.params:
        yield from _groups(node, inputs[0])
    if "num_groups" in node.params:
        yield from _norm_groups(node, inputs[0])


def same_padding(node: Node) -> Pair:
    """Return the padding at which a window that moves by 1 keeps the size, or nearly: half of what it spans."""
    height, width = _reach(node)
    return (height - 1) // 2, (width - 1) // 2


def keeps_size(node: Node) -> bool:
    """Whether `same_padding` would keep the height and the width exactly: a window of odd size that moves by 1."""
    return node.params.get("stride") == (1, 1) and all(reach % 2 for reach in _reach(node))


def pair(node: Node, name: str) -> Pair:
    """Return a parameter that is a height and a width; (1, 1) if the layer has it not."""
    value = node.params.get(name, (1, 1))
    assert isinstance(value, tuple)
    return value[0], value[1]


def _reach(node: Node) -> Pair:
    """Return what a window spans, holes included."""
    (height, width), (dilation_y, dilation_x) = pair(node, "kernel_size"), pair(node, "dilation")
    return dilation_y * (height - 1) + 1, dilation_x * (width - 1) + 1


def _set(node: Node, name: str, value: Value, title: str = "") -> Fix:
    text = node.spec.param(name).text(value)
    change = partial(edits.set_param, node_id=node.id, name=name, value=value)
    return Fix(title or f"Set {name} to {text}", change)


def _window(node: Node, shape: Shape) -> Iterator[Fix]:
    """Yield a padding and a kernel size at which the window fits into the padded maps."""
    sizes = (shape[1], shape[2])
    padding, reach = pair(node, "padding"), _reach(node)
    padded = tuple(size + 2 * pad for size, pad in zip(sizes, padding, strict=True))
    if reach[0] <= padded[0] and reach[1] <= padded[1]:
        return
    enough = enough_padding(node.params, sizes)
    keeps = f" to keep {sizes[0]} × {sizes[1]}" if keeps_size(node) and enough == same_padding(node) else ""
    text = node.spec.param("padding").text(enough)
    yield _set(node, "padding", enough, f"Set padding to {text}{keeps}")
    fitting = tuple(
        min(size, (room - 1) // dilation + 1)
        for size, room, dilation in zip(pair(node, "kernel_size"), padded, pair(node, "dilation"), strict=True)
    )
    yield _set(node, "kernel_size", fitting, f"Reduce kernel_size to {node.spec.param('kernel_size').text(fitting)}")


def _less_padding(node: Node, shape: Shape) -> Iterator[Fix]:
    """Yield the most padding that is allowed, and a mode in which more is."""
    padding = pair(node, "padding")
    limits = [padding_limit(node.params, [shape[1], shape[2]], axis) for axis in (0, 1)]
    most = tuple(int(min(pad, limit)) for pad, limit in zip(padding, limits, strict=True))
    if most == padding:
        return
    yield _set(node, "padding", most, f"Reduce padding to {node.spec.param('padding').text(most)}")
    if "padding_mode" in node.params:
        yield _set(node, "padding_mode", "zeros")


def _groups(node: Node, shape: Shape) -> Iterator[Fix]:
    """Yield channels that the groups divide, or groups that divide the channels."""
    groups, out_channels = node.params["groups"], node.params["out_channels"]
    assert isinstance(groups, int)
    assert isinstance(out_channels, int)
    common = gcd(shape[0], out_channels)
    if common % groups == 0:
        return
    if shape[0] % groups == 0:
        yield _set(node, "out_channels", -(-out_channels // groups) * groups)
    fewer = max(divisor for divisor in range(1, min(groups, common) + 1) if common % divisor == 0)
    for number in dict.fromkeys((fewer, 1)):
        yield _set(node, "groups", number)


def _norm_groups(node: Node, shape: Shape) -> Iterator[Fix]:
    """Yield a number of groups that divides the channels; one group is layer normalization."""
    groups = node.params["num_groups"]
    assert isinstance(groups, int)
    for number in dict.fromkeys((gcd(groups, shape[0]), 1)):
        if number != groups:
            yield _set(node, "num_groups", number)
