"""What is inside of each shape, as inequalities on coordinates in which the shape's outer circle has radius 1.

Only sums, products and comparisons: they are exactly rounded everywhere, so a seed draws the same pixels on every
machine. A sine would not.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Coordinates: TypeAlias = npt.NDArray[np.float32]
Inside: TypeAlias = npt.NDArray[np.bool_]

_SIN_60 = np.float32(0.8660254)
# Directions of a pentagon's sides, which are those of a five-pointed star's lines: cos and sin of 90° + k · 72°.
_FIVE = tuple(
    (np.float32(x), np.float32(y))
    for x, y in (
        (0.0, -1.0),
        (0.9510565, -0.309017),
        (0.5877853, 0.809017),
        (-0.5877853, 0.809017),
        (-0.9510565, -0.309017),
    )
)
_STAR_LINE = np.float32(0.309017)
"""Distance of a five-pointed star's lines from its middle, with its tips on the unit circle: cos 72°."""


def circle(x: Coordinates, y: Coordinates) -> Inside:
    """Return what lies in the unit circle."""
    return x * x + y * y <= 1


def ring(x: Coordinates, y: Coordinates) -> Inside:
    """Return what lies in the unit circle but not in the one of 0.55."""
    squared = x * x + y * y
    return (squared <= 1) & (squared >= np.float32(0.3))


def triangle(x: Coordinates, y: Coordinates) -> Inside:
    """Return what lies in the equilateral triangle with its tips on the unit circle."""
    half = np.float32(0.5)
    return (y >= -half) & (_SIN_60 * x + half * y <= half) & (-_SIN_60 * x + half * y <= half)


def square(x: Coordinates, y: Coordinates) -> Inside:
    """Return what lies in the square with its corners on the unit circle."""
    half = np.float32(0.7071068)
    return (np.abs(x) <= half) & (np.abs(y) <= half)


def cross(x: Coordinates, y: Coordinates) -> Inside:
    """Return what lies in one of two bars across each other."""
    x, y = np.abs(x), np.abs(y)
    long, short = np.float32(0.95), np.float32(0.3)
    return ((x <= long) & (y <= short)) | ((x <= short) & (y <= long))


def star(x: Coordinates, y: Coordinates) -> Inside:
    """Return what lies in the five-pointed star: on the inner side of at least four of its five lines."""
    sides = np.zeros(x.shape, np.int8)
    for across, down in _FIVE:
        sides += across * x + down * y <= _STAR_LINE
    inside: Inside = (sides >= 4) & circle(x, y)
    return inside


def crescent(x: Coordinates, y: Coordinates) -> Inside:
    """Return what of the unit circle a second circle beside it does not cover."""
    beside = x - np.float32(0.5)
    inside: Inside = circle(x, y) & (beside * beside + y * y > np.float32(0.64))
    return inside


def bar(x: Coordinates, y: Coordinates) -> Inside:
    """Return what lies in a rectangle four times as long as wide."""
    return (np.abs(x) <= np.float32(0.97)) & (np.abs(y) <= np.float32(0.2425))


OUTLINES: dict[str, Callable[[Coordinates, Coordinates], Inside]] = {
    "circle": circle,
    "ring": ring,
    "triangle": triangle,
    "square": square,
    "cross": cross,
    "star": star,
    "crescent": crescent,
    "bar": bar,
}
"""By name, in the order of the classes."""
