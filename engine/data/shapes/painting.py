"""From the plan of some pictures to their pixels and masks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine.data.shapes.outlines import OUTLINES, Coordinates
from engine.data.shapes.scene import Scene, ShapesOptions

SUBPIXELS = 2
"""Samples per pixel and axis: edges are smooth, as in photographs."""

STRIPES = np.float32(2.0)
"""Stripes per radius."""


@dataclass(frozen=True)
class Painted:
    """Pictures and where in them each shape is.

    Attributes:
        images: ``(N, 3, H, W)``, uint8.
        masks: ``(N, K, H, W)``, bool: pixels of which a shape covers at least half.
    """

    images: npt.NDArray[np.uint8]
    masks: npt.NDArray[np.bool_]


def paint(scene: Scene, options: ShapesOptions, rng: np.random.Generator) -> Painted:
    """Paint the ground, the shapes upon it, and the noise over all."""
    count, most = scene.kinds.shape
    height, width = options.size
    images = np.broadcast_to(_ground(scene, height)[..., None], (count, 3, height, width)).astype(np.float32)
    masks = np.zeros((count, most, height, width), np.bool_)
    for place in range(most):
        for kind, name in enumerate(options.kinds):
            chosen = np.flatnonzero(scene.kinds[:, place] == kind)
            if len(chosen):
                _paint_shapes(images, masks[:, place], scene, chosen, place, name)
    return Painted(_noisy(images, options.noise, rng), masks)


def _ground(scene: Scene, height: int) -> npt.NDArray[np.float32]:
    """Return ``(N, 3, H)``: from the upper colour to the lower one."""
    share = np.arange(height, dtype=np.float32) / np.float32(max(1, height - 1))
    upper, lower = (scene.grounds[:, end, :, None].astype(np.float32) for end in (0, 1))
    return upper + (lower - upper) * share


def _paint_shapes(
    images: npt.NDArray[np.float32],
    masks: npt.NDArray[np.bool_],
    scene: Scene,
    chosen: npt.NDArray[np.int64],
    place: int,
    name: str,
) -> None:
    """Paint one shape of a kind into each chosen picture and mask, in a window around it."""
    centers, radii = scene.centers[chosen, place], scene.radii[chosen, place]
    rows, columns = (
        _window(centers[:, axis], radii, length) for axis, length in ((1, images.shape[2]), (0, images.shape[3]))
    )
    x, y = _own_coordinates(_samples(rows) - centers[:, 1:], _samples(columns) - centers[:, :1], scene, chosen, place)
    inside = OUTLINES[name](x, y)
    covered, second = _pixels(inside), _pixels(_texture(x, y, inside, scene.textures[chosen, place]))
    one, other = (scene.colors[chosen, place, number, :, None, None].astype(np.float32) for number in (0, 1))
    colors = one * (covered - second)[:, None] + other * second[:, None]
    # Single places in the whole array: NumPy reads and writes these four times as fast as places on three axes.
    height, width = images.shape[2:]
    planes = 3 * chosen[:, None] + np.arange(3)
    there = (planes[..., None] * height + rows[:, None])[..., None] * width + columns[:, None, None]
    pixels = images.reshape(-1)  # a view: what is written there stands in the pictures
    pixels[there] = pixels[there] * (1 - covered)[:, None] + colors
    masks[chosen[:, None, None], rows[:, :, None], columns[:, None, :]] = covered >= 0.5


def _window(centers: npt.NDArray[np.float32], radii: npt.NDArray[np.float32], length: int) -> npt.NDArray[np.int64]:
    """Return the rows or columns around each center that a shape can touch, ``(n, side)``: as many for all."""
    side = min(length, int(np.ceil(2 * radii.max())) + 2)
    first = np.clip(np.floor(centers - np.float32(side / 2)).astype(np.int64) + 1, 0, length - side)
    return np.asarray(first[:, None] + np.arange(side))


def _own_coordinates(
    down: Coordinates, right: Coordinates, scene: Scene, chosen: npt.NDArray[np.int64], place: int
) -> tuple[Coordinates, Coordinates]:
    """Return where each sample lies as a shape sees it: itself upright, in the middle, of radius 1."""
    cosine, sine = (scene.turns[chosen, place] / scene.radii[chosen, place, None]).T[..., None, None]
    right, down = right[:, None, :], down[:, :, None]
    return cosine * right + sine * down, cosine * down - sine * right


def _samples(pixels: npt.NDArray[np.int64]) -> Coordinates:
    """Return the samples' places of each pixel, ``(n, side · SUBPIXELS)``."""
    within = (np.arange(SUBPIXELS, dtype=np.float32) + np.float32(0.5)) / np.float32(SUBPIXELS)
    return (pixels[..., None].astype(np.float32) + within).reshape(len(pixels), -1)


def _texture(
    x: Coordinates, y: Coordinates, inside: npt.NDArray[np.bool_], textures: npt.NDArray[np.int64]
) -> npt.NDArray[np.bool_]:
    """Return where a texture's second colour is: nowhere, in every other stripe, or in every other field."""
    second = np.zeros_like(inside)
    striped, checked = np.flatnonzero(textures == 1), np.flatnonzero(textures == 2)
    second[striped] = inside[striped] & _every_other(x[striped])
    second[checked] = inside[checked] & (_every_other(x[checked]) ^ _every_other(y[checked]))
    return second


def _every_other(along: Coordinates) -> npt.NDArray[np.bool_]:
    # From 0 on, where leaving out the fraction is rounding down; outside of the shape it does not matter.
    return np.asarray((along * STRIPES + np.float32(8)).astype(np.int32) & 1 == 1)


def _pixels(samples: npt.NDArray[np.bool_]) -> npt.NDArray[np.float32]:
    """Return the share of each pixel's samples that are true; exact, as they are few."""
    parts = [samples[:, row::SUBPIXELS, column::SUBPIXELS] for row in range(SUBPIXELS) for column in range(SUBPIXELS)]
    counts = sum((part.astype(np.uint8) for part in parts[1:]), parts[0].astype(np.uint8))
    return np.asarray(counts * np.float32(1 / SUBPIXELS**2), np.float32)


def _noisy(images: npt.NDArray[np.float32], noise: float, rng: np.random.Generator) -> npt.NDArray[np.uint8]:
    """Return whole numbers, each off by two rolls of a die: whole numbers, as a bell curve is not exact."""
    most = int(noise * 255 / 2)
    values = np.rint(images).astype(np.int16)
    for _ in range(2):
        values += rng.integers(-most, most + 1, size=images.shape, dtype=np.int8 if most < 127 else np.int16)
    return np.clip(values, 0, 255, out=values).astype(np.uint8)
