"""Edits of how nodes learn: frozen or not, and from which first weights."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from engine.errors import ParameterError, did_you_mean, shown
from engine.graph.model import Graph

INITIALIZATIONS: dict[str, str] = {
    "default": "PyTorch's own",
    "xavier_uniform": "Xavier, uniform",
    "xavier_normal": "Xavier, normal",
    "kaiming_uniform": "He, uniform",
    "kaiming_normal": "He, normal",
    "orthogonal": "Orthogonal",
    "constant": "A constant",
}
"""Names as in torch.nn.init, with what the window calls them."""


def set_frozen(graph: Graph, node_ids: Iterable[str], is_frozen: bool) -> Graph:
    """Have nodes learn, or keep their parameters as they are.

    Raises:
        UnknownNodeError: an id that is not in the graph.
    """
    changed = {node_id: replace(graph.node(node_id), is_frozen=is_frozen) for node_id in node_ids}
    return replace(graph, nodes={**graph.nodes, **changed})


def set_init(graph: Graph, node_id: str, init: str) -> Graph:
    """Have a node's weights begin in a way of its own; an empty name takes the network's.

    Raises:
        UnknownNodeError: there is no such node.
        ParameterError: there is no such way.
    """
    node = replace(graph.node(node_id), init=checked_init(init))
    return replace(graph, nodes={**graph.nodes, node_id: node})


def checked_init(init: object) -> str:
    """Return the name of an initialization, which may be empty.

    Raises:
        ParameterError: there is none of that name.
    """
    if init != "" and (not isinstance(init, str) or init not in INITIALIZATIONS):
        names = ", ".join(INITIALIZATIONS)
        hint = did_you_mean(init, INITIALIZATIONS) if isinstance(init, str) else ""
        raise ParameterError(f"init must be one of {names}. Received {shown(init)}.{hint}")
    return str(init)
