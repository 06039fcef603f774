"""Draws sets of shapes with everything that is known about them: classes, tags, boxes and masks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine.data.shapes.painting import paint
from engine.data.shapes.scene import ShapesOptions, draw_scene

CHUNK = 256
"""Pictures drawn at a time, each time from a seed of their own: so more pictures leave the first as they are."""


@dataclass(frozen=True)
class Shapes:
    """Pictures of shapes. ``K`` is the largest number of shapes in a picture.

    Attributes:
        images: ``(N, 3, H, W)``, uint8.
        kinds: the names of the classes.
        classes: ``(N, K)``, int64, places in ``kinds``; -1 where there is no shape.
        boxes: ``(N, K, 4)``, int64: left, top, right, bottom in px, the last two exclusive; zeros without a shape.
        masks: ``(N, K, H, W)``, bool: the pixels of which a shape covers at least half.
    """

    images: npt.NDArray[np.uint8]
    kinds: tuple[str, ...]
    classes: npt.NDArray[np.int64]
    boxes: npt.NDArray[np.int64]
    masks: npt.NDArray[np.bool_]

    @property
    def labels(self) -> npt.NDArray[np.int64]:
        """The class of each picture's first shape, ``(N,)``."""
        return self.classes[:, 0]

    @property
    def tags(self) -> npt.NDArray[np.bool_]:
        """Which classes are in each picture, ``(N, classes)``."""
        return np.asarray((self.classes[:, :, None] == np.arange(len(self.kinds))).any(axis=1))

    @property
    def mask(self) -> npt.NDArray[np.uint8]:
        """The class of each pixel, ``(N, H, W)``: 0 for the ground, else a place in the kinds, counted from 1."""
        numbers = (self.classes + 1).astype(np.uint8)[:, :, None, None]  # no two shapes of a picture overlap
        return np.asarray((self.masks * numbers).max(axis=1))


def generate(options: ShapesOptions) -> Shapes:
    """Draw a set of pictures; equal options give equal bytes on every machine.

    The seed's random numbers are NumPy's PCG64, whole or uniform; all arithmetic is exactly rounded by IEEE 754.
    """
    images, classes, masks = (np.concatenate(parts) for parts in zip(*_chunks(options), strict=True))
    return Shapes(images, options.kinds, classes, boxes_of(masks), masks)


def _chunks(
    options: ShapesOptions,
) -> Iterator[tuple[npt.NDArray[np.uint8], npt.NDArray[np.int64], npt.NDArray[np.bool_]]]:
    for first in range(0, options.num_images, CHUNK):
        rng = np.random.Generator(np.random.PCG64([options.seed, first // CHUNK]))
        scene = draw_scene(options, CHUNK, rng)
        painted = paint(scene, options, rng)
        count = min(CHUNK, options.num_images - first)
        yield painted.images[:count], scene.kinds[:count], painted.masks[:count]


def boxes_of(masks: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
    """Return the smallest boxes around masks ``(..., H, W)``: left, top, right, bottom; zeros around nothing."""
    columns, rows = np.asarray(masks.any(axis=-2)), np.asarray(masks.any(axis=-1))
    left, top = columns.argmax(axis=-1), rows.argmax(axis=-1)
    right = columns.shape[-1] - columns[..., ::-1].argmax(axis=-1)
    bottom = rows.shape[-1] - rows[..., ::-1].argmax(axis=-1)
    found = np.stack([left, top, right, bottom], axis=-1)
    there = np.asarray(columns.any(axis=-1))
    return np.asarray(np.where(there[..., None], found, 0))
