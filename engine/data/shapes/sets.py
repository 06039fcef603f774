"""The sets of shapes that are in the catalogue."""

from __future__ import annotations

from functools import lru_cache, partial

import numpy as np

from engine.data.catalogue import SHAPES, SHAPES_LARGE, SHAPES_SCENES, DatasetInfo
from engine.data.collection import Collection, KnownTargets
from engine.data.progress import Progress
from engine.data.shapes.generator import Shapes, generate
from engine.data.shapes.scene import ShapesOptions

OPTIONS = {
    SHAPES.name: ShapesOptions(num_images=SHAPES.num_images, size=(32, 32)),
    SHAPES_LARGE.name: ShapesOptions(num_images=SHAPES_LARGE.num_images, size=(96, 96), noise=0.3),
    SHAPES_SCENES.name: ShapesOptions(num_images=SHAPES_SCENES.num_images, size=(64, 64), max_objects=4),
}

_drawn = lru_cache(maxsize=1)(generate)
"""The last set stays in memory, so that a second run of it begins at once."""


def read(info: DatasetInfo, progress: Progress) -> Collection:
    """Draw a set of the catalogue."""
    shapes: Shapes = _drawn(OPTIONS[info.name])
    found = {
        "multilabel": KnownTargets(shapes.tags),
        "segmentation": KnownTargets(shapes.mask),
        "detection": KnownTargets(np.concatenate([shapes.boxes, shapes.classes[..., None]], axis=-1)),
    }
    return Collection(info, shapes.labels, shapes.images, targets=found)


READERS = {info.name: partial(read, info) for info in (SHAPES, SHAPES_LARGE, SHAPES_SCENES)}
