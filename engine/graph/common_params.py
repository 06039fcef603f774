"""Parameters of many nodes at once: which they have in common, what their values are, how to set them together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from engine.graph.model import Graph, Node
from engine.layers.params import Choice, Float, Int, Ints, Param, Value


@dataclass(frozen=True)
class CommonParams:
    """Parameters that the nodes of certain types have in common.

    Attributes:
        types: the layers' types.
        node_ids: the nodes of these types.
        params: the parameters that these types have and the others have not.
    """

    types: tuple[str, ...]
    node_ids: tuple[str, ...]
    params: tuple[Param, ...]


def common_params(nodes: Sequence[Node]) -> tuple[CommonParams, ...]:
    """Return every parameter of some nodes once, those of the most types first.

    Parameters of the same name are one if they take the same kind of value; the range is that of all together, so
    a value may still be refused by one of the types.
    """
    specs = {node.type: node.spec for node in nodes}
    found: list[tuple[Param, list[str]]] = []
    for type_, spec in specs.items():
        for param in spec.params:
            for place, (other, types) in enumerate(found):
                if _is_same_kind(param, other):
                    types.append(type_)
                    found[place] = (_joined(other, param), types)
                    break
            else:
                found.append((param, [type_]))
    groups: dict[tuple[str, ...], list[Param]] = {}
    for param, types in found:
        groups.setdefault(tuple(types), []).append(param)
    return tuple(
        CommonParams(types, tuple(node.id for node in nodes if node.type in types), tuple(params))
        for types, params in sorted(groups.items(), key=lambda group: -len(group[0]))
    )


def value_in_force(node: Node, name: str) -> Value:
    """Return a parameter's value; one that stands for another's (a pooling stride for the kernel's) is that one's."""
    value = node.params[name]
    if value is None:
        absent = getattr(node.spec.param(name), "absent", "")
        return node.params.get(absent)
    return value


def shown_value(node: Node, param: Param) -> Value:
    """Return a node's value for a parameter that it has in common with others.

    None only where the others know what it stands for too.
    """
    can_be_absent = bool(getattr(param, "absent", ""))
    return node.params[param.name] if can_be_absent else value_in_force(node, param.name)


def set_params(graph: Graph, node_ids: Iterable[str], name: str, value: object) -> Graph:
    """Give a parameter of many nodes a value; None on an axis of several leaves each node's own.

    Raises:
        UnknownNodeError, ParameterError: no such node or parameter, or a value that one of them cannot have.
    """
    changed = {}
    for node_id in node_ids:
        node = graph.node(node_id)
        valid = node.spec.param(name).validate(_filled(node, name, value))
        changed[node_id] = replace(node, params={**node.params, name: valid})
    return replace(graph, nodes={**graph.nodes, **changed})


def _filled(node: Node, name: str, value: object) -> object:
    """Put a node's own numbers where a tuple has None; a node without any takes the number next to it."""
    if not isinstance(value, tuple) or None not in value:
        return value
    in_force = value_in_force(node, name)
    given = next((number for number in value if number is not None), None)
    own = in_force if isinstance(in_force, tuple) else (given,) * len(value)
    return tuple(mine if number is None else number for number, mine in zip(value, own, strict=True))


def _is_same_kind(one: Param, other: Param) -> bool:
    if one.name != other.name or type(one) is not type(other):
        return False
    if isinstance(one, Ints) and isinstance(other, Ints):
        return one.axes == other.axes
    if isinstance(one, Choice) and isinstance(other, Choice):
        return one.options == other.options
    return True


def _joined(one: Param, other: Param) -> Param:
    """Return one parameter for two of a kind, with the range of both together."""
    if isinstance(one, Int | Float | Ints) and isinstance(other, Int | Float | Ints):
        minima, maxima = (one.minimum, other.minimum), (one.maximum, other.maximum)
        lowest = None if None in minima else min(number for number in minima if number is not None)
        highest = None if None in maxima else max(number for number in maxima if number is not None)
        changes: dict[str, object] = {"minimum": lowest, "maximum": highest}
        if isinstance(one, Ints) and isinstance(other, Ints) and one.absent != other.absent:
            changes["absent"] = ""
        return replace(one, **changes)  # type: ignore[arg-type]
    return one
