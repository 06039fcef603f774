"""What live views lay over the network on the canvas: a small picture, a colour and a figure for each card and wire."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage, QPainterPath, QPolygonF, QTransform

from gui.theme.colors import Theme

_DARK_INK, _LIGHT_INK = "#0c0d10", "#ffffff"
_AS_FAR_FROM_BOTH = 0.179
"""The relative luminance from which black has more contrast than white (WCAG 2.1)."""


@dataclass(frozen=True)
class OnCard:
    """What lies over a node or a closed group.

    Attributes:
        image: what the node computes; None for nothing to show.
        fill: the card's colour, ``#rrggbb``; empty for the theme's own.
        text: the figure behind the colour, in place of the number of parameters.
    """

    image: QImage | None = None
    fill: str = ""
    text: str = ""


class OnWire(NamedTuple):
    """What lies over a wire.

    Attributes:
        color: ``#rrggbb``; empty for the theme's own.
        width: how thick; 0 for as always.
        is_backward: whether an arrow head points against the wire's direction, to where it begins.
    """

    color: str = ""
    width: float = 0.0
    is_backward: bool = False


@lru_cache(maxsize=1024)
def on_fill(theme: Theme, fill: str) -> Theme:
    """Return the colours for what stands on a filled card: readable on it, whatever the fill; the theme for no fill."""
    if not fill:
        return theme
    ink = _DARK_INK if _luminance(QColor(fill)) > _AS_FAR_FROM_BOTH else _LIGHT_INK
    return replace(theme, window=fill, panel=fill, raised=fill, text=ink, muted=ink, warning=ink, danger=ink)


def _luminance(color: QColor) -> float:
    """Return the relative luminance of a colour (WCAG 2.1), from 0 to 1."""
    channels = (color.redF(), color.greenF(), color.blueF())
    red, green, blue = (value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def arrow_head(line: QPainterPath, width: float) -> QPainterPath:
    """Return a triangle in the middle of a line that points to where the line begins."""
    return QPainterPath() if line.isEmpty() else middle_of(line).map(_triangle(width))


def middle_of(line: QPainterPath) -> QTransform:
    """Return what brings a shape at the origin to the middle of a line, turned as the line runs there."""
    middle = line.pointAtPercent(0.5)
    return QTransform().translate(middle.x(), middle.y()).rotate(-line.angleAtPercent(0.5))


def arrow_head_at(middle: QTransform, width: float) -> QPainterPath:
    """Return the same for a line whose middle is known."""
    return middle.map(_triangle(width))


def arrow_reach(width: float) -> float:
    """Return how far an arrow head on a line of some width reaches from the middle of the line, at most."""
    length, half = _head_size(width)
    return math.hypot(length / 2, half)


@lru_cache(maxsize=64)
def _triangle(width: float) -> QPainterPath:
    length, half = _head_size(width)
    head = QPainterPath()
    head.addPolygon(QPolygonF([QPointF(-length / 2, 0), QPointF(length / 2, -half), QPointF(length / 2, half)]))
    head.closeSubpath()
    return head


def _head_size(width: float) -> tuple[float, float]:
    """Return the length of an arrow head, and half its breadth."""
    return 7.0 + width, 3.0 + width
