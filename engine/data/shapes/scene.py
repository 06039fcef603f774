"""What is drawn in each picture: which shapes, where, how large, how turned, in which colours."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, sqrt

import numpy as np
import numpy.typing as npt

from engine.data.shapes.outlines import OUTLINES
from engine.errors import ParameterError

KINDS = tuple(OUTLINES)

SMALLEST, LARGEST = 0.55, 0.95
"""Radius of a shape's outer circle, as a share of half its cell."""

CONTRAST = 68
"""Least difference of a shape's colour from the ground's, in each channel, of 255."""


@dataclass(frozen=True, kw_only=True)
class ShapesOptions:
    """Which pictures are drawn.

    Attributes:
        num_images: how many; the first of them are the same whatever their number.
        size: height and width, px.
        seed: other seeds, other pictures.
        max_objects: shapes in a picture, from 1 to this many, beside each other.
        kinds: the classes.
        texture: share of shapes with stripes or checks.
        noise: largest deviation of a channel, as a share of 255.

    Raises:
        ParameterError: a value outside its range.
    """

    num_images: int = 3000
    size: tuple[int, int] = (32, 32)
    seed: int = 0
    max_objects: int = 1
    kinds: tuple[str, ...] = KINDS
    texture: float = 0.5
    noise: float = 0.1

    def __post_init__(self) -> None:
        _check(self.num_images >= 1, "num_images must be at least 1", self.num_images)
        _check(min(self.size) >= 8, "size must be at least 8 px in height and width", self.size)
        _check(1 <= self.max_objects <= 16, "max_objects must be from 1 to 16", self.max_objects)
        _check(bool(self.kinds) and set(self.kinds) <= set(KINDS), f"kinds must be of {', '.join(KINDS)}", self.kinds)
        _check(
            0 <= self.texture <= 1 and 0 <= self.noise <= 1, "shares must be from 0 to 1", (self.texture, self.noise)
        )


@dataclass(frozen=True)
class Scene:
    """The plan of some pictures; the first axis is the picture, the second, of ``max_objects``, the shape in it.

    Attributes:
        kinds: ``(N, K)``, places in the options' kinds; -1 where there is no shape.
        centers: ``(N, K, 2)``, x and y, px.
        radii: ``(N, K)``, px.
        turns: ``(N, K, 2)``, cosine and sine of the angle by which a shape is turned.
        textures: ``(N, K)``: 0 plain, 1 stripes, 2 checks.
        grounds: ``(N, 2, 3)``, colours of the ground at its top and its bottom.
        colors: ``(N, K, 2, 3)``, a shape's colour and that of its texture.
    """

    kinds: npt.NDArray[np.int64]
    centers: npt.NDArray[np.float32]
    radii: npt.NDArray[np.float32]
    turns: npt.NDArray[np.float32]
    textures: npt.NDArray[np.int64]
    grounds: npt.NDArray[np.int64]
    colors: npt.NDArray[np.int64]


def draw_scene(options: ShapesOptions, count: int, rng: np.random.Generator) -> Scene:
    """Draw the plan of some pictures."""
    most = options.max_objects
    kinds = rng.integers(len(options.kinds), size=(count, most))
    present = rng.integers(1, most + 1, size=count)
    kinds[np.arange(most) >= present[:, None]] = -1
    centers, radii = _places(options, count, rng)
    textured = rng.random((count, most)) < options.texture
    ground = rng.integers(256, size=(count, 1, 3))
    return Scene(
        kinds,
        centers,
        radii,
        _turns(rng.random((count, most)), rng.integers(4, size=(count, most))),
        np.where(textured, rng.integers(1, 3, size=(count, most)), 0),
        np.concatenate([ground, np.clip(ground + rng.integers(-30, 31, size=ground.shape), 0, 255)], axis=1),
        # Half the circle of 256 away from the ground, give or take 30 for its gradient and 30 at random.
        (ground[:, :, None] + 128 + rng.integers(-30, 31, size=(count, most, 2, 3))) % 256,
    )


def _places(
    options: ShapesOptions, count: int, rng: np.random.Generator
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """Give each shape a cell of its own, and a place and size within it, so that none hides another."""
    most = options.max_objects
    columns = ceil(sqrt(most))
    rows = ceil(most / columns)
    height, width = options.size[0] / rows, options.size[1] / columns
    cells = rng.permuted(np.tile(np.arange(rows * columns), (count, 1)), axis=1)[:, :most]
    half = min(height, width) / 2
    radii = half * (SMALLEST + (LARGEST - SMALLEST) * rng.random((count, most)))
    room = np.stack([width / 2 - radii, height / 2 - radii], axis=-1)
    middles = np.stack([(cells % columns + 0.5) * width, (cells // columns + 0.5) * height], axis=-1)
    centers = middles + room * (2 * rng.random((count, most, 2)) - 1)
    return centers.astype(np.float32), radii.astype(np.float32)


def _turns(share: npt.NDArray[np.float64], quarter: npt.NDArray[np.int64]) -> npt.NDArray[np.float32]:
    """Return cosines and sines of angles around the circle, from sums and quotients alone: (1 - t²) / (1 + t²)."""
    tangent = share * 0.41421356 * 2 - 0.41421356  # of half an angle from -45° to 45°
    cosine, sine = (1 - tangent**2) / (1 + tangent**2), 2 * tangent / (1 + tangent**2)
    signs = np.array([[1, 0], [0, 1], [-1, 0], [0, -1]])[quarter]
    turned = [cosine * signs[..., 0] - sine * signs[..., 1], sine * signs[..., 0] + cosine * signs[..., 1]]
    return np.stack(turned, axis=-1).astype(np.float32)


def _check(holds: bool, expected: str, value: object) -> None:
    if not holds:
        raise ParameterError(f"{expected}. Received {value}.")
