"""A stand-in for a layer that this version does not have: files with one open, and are written back unchanged."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from math import isfinite
from types import MappingProxyType
from typing import Any

from engine.errors import ParameterError, UnknownPortError, shown
from engine.layers.params import Value
from engine.layers.spec import Category, LayerSpec

MAX_PORT_NAME = 64
MAX_DEPTH = 32
"""Brackets within brackets in a parameter."""

_NUMBER = re.compile(r"\d{1,9}$", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class UnknownLayer(LayerSpec):
    """What can be said of a layer that nothing is known of: its inputs are those that have an edge."""

    def complete(self, given: Mapping[str, Any]) -> dict[str, Value]:
        """Return the parameters as they are, frozen: lists as tuples, objects as read-only mappings.

        Raises:
            ParameterError: numbers that are not finite, or brackets within brackets beyond reason.
        """
        return {name: _frozen(name, value, MAX_DEPTH) for name, value in given.items()}

    def ports(self, connected: Collection[str] = ()) -> tuple[str, ...]:
        """Return the ports that have an edge; which others the layer has, nobody knows."""
        return tuple(sorted(sorted(connected), key=self.slot))

    def slot(self, port: str) -> int:
        """Return the number at the end of a port's name, or 0: the order in which layers with slots take them.

        Raises:
            UnknownPortError: no port can have that name.
        """
        if not 0 < len(port) <= MAX_PORT_NAME:
            raise UnknownPortError(f"A port's name has 1 to {MAX_PORT_NAME} letters. Received {shown(port)}.")
        number = _NUMBER.search(port)
        return int(number.group()) if number else 0


@cache
def placeholder(type_: str) -> LayerSpec:
    """Return the stand-in for layers of this type."""
    return UnknownLayer(
        type=type_,
        category=Category.UNKNOWN,
        summary="A layer that this version of ConvCanvas does not have. It is kept as it was read.",
        stem="unknown",
        inputs=(),
    )


def sentence(type_: str) -> str:
    """Return what to say of a node whose layer is not known."""
    return f"{type_} is not a layer of this version of ConvCanvas. It is kept as it is; replace it or remove it."


def _frozen(name: str, value: Any, depth: int) -> Any:
    if depth == 0:
        raise ParameterError(f"{name} has more than {MAX_DEPTH} brackets within brackets, which no layer needs.")
    match value:
        case dict():
            return MappingProxyType({key: _frozen(name, item, depth - 1) for key, item in value.items()})
        case Mapping():  # frozen before
            return value
        case list() | tuple():
            return tuple(_frozen(name, item, depth - 1) for item in value)
        case float() if not isfinite(value):
            raise ParameterError(f"{name} has a number that is not finite, {value}. Put a finite number in its place.")
    return value
