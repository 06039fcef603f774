"""The sets of shapes that are in the catalogue."""

from __future__ import annotations

from functools import lru_cache, partial

from engine.data.catalogue import SHAPES, SHAPES_LARGE, DatasetInfo
from engine.data.collection import Collection
from engine.data.progress import Progress
from engine.data.shapes.generator import Shapes, generate
from engine.data.shapes.scene import ShapesOptions

OPTIONS = {
    SHAPES.name: ShapesOptions(num_images=SHAPES.num_images, size=(32, 32)),
    SHAPES_LARGE.name: ShapesOptions(num_images=SHAPES_LARGE.num_images, size=(96, 96), noise=0.3),
}

_drawn = lru_cache(maxsize=1)(generate)
"""The last set stays in memory, so that a second run of it begins at once."""


def read(info: DatasetInfo, progress: Progress) -> Collection:
    """Draw a set of the catalogue."""
    shapes: Shapes = _drawn(OPTIONS[info.name])
    return Collection(info, shapes.labels, shapes.images)


READERS = {info.name: partial(read, info) for info in (SHAPES, SHAPES_LARGE)}
