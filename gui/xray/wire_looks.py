"""How wires look: coloured by a quantity, thick by the gradient that flows back."""

from __future__ import annotations

import math
from collections.abc import Mapping

from engine.probes.frames import Quantity
from gui.canvas.items.edge_item import EdgeItem
from gui.canvas.overlay import OnWire
from gui.plots.palette import second
from gui.theme.appearance import appearance
from gui.xray import heat
from gui.xray.quantity_scale import QuantityScale

THINNEST, THICKEST = 1.2, 7.0
_WIDTH_STEPS = 12


def backward_width(place: float) -> float:
    """Return how thick a wire is at a place from 0 to 1 of the gradient's scale; in steps, so that few wires change."""
    return THINNEST + round(place * _WIDTH_STEPS) / _WIDTH_STEPS * (THICKEST - THINNEST)


def wire_look(
    wire: EdgeItem,
    colored: tuple[QuantityScale, Mapping[str, float]] | None,
    backward: tuple[QuantityScale, Mapping[str, float]] | None,
) -> OnWire:
    """Return the look of one wire.

    Args:
        wire: it carries the output of its source, so the source's value is its own.
        colored: the scale and the values, by node id, that colours go by; None for no colours.
        backward: the same of `Quantity.EDGE_GRADIENT`, where it is shown; None where it is not.
    """
    fill = _color(colored, wire.edge.source) if colored is not None else ""
    if backward is None:
        return OnWire(fill)
    scale, values = backward
    place = scale.place(values.get(wire.edge.source, math.nan))
    if place is None:
        return OnWire(fill)
    return OnWire(fill or second(appearance.theme).name(), backward_width(place), is_backward=True)


def _color(colored: tuple[QuantityScale, Mapping[str, float]], node_id: str) -> str:
    scale, values = colored
    place = scale.place(values.get(node_id, math.nan))
    return "" if place is None else heat.color(place, appearance.theme.is_dark)


WIRES_HAVE = {Quantity.GRADIENT: Quantity.EDGE_GRADIENT}
"""What wires are coloured by where it is not what the nodes are."""
