"""What each task learns from, brought into the form in which a batch has it.

classification  ``(N,)``           int64: the class
multilabel      ``(N, labels)``    float32: 1 for each label that is there, else 0
segmentation    ``(N, H, W)``      int64: the class of each pixel; on the device as uint8
detection       ``(N, most, 5)``   float32: left, top, right, bottom as shares of the image, and the class; −1 for none
"""
# ruff: noqa: TID253

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812 — torch's own name for it

from engine.data.catalogue import DATASETS, DatasetInfo
from engine.data.collection import Collection, Indices
from engine.data.fitting import cover
from engine.errors import DataError
from engine.layers.spec import Shape
from engine.tasks.catalogue import CLASSIFICATION, TASKS

SPATIAL = frozenset({"segmentation", "detection"})
"""Tasks whose targets move with the picture."""


def check_task(info: DatasetInfo, task: str) -> None:
    """Refuse data that have not what a task learns from; what is known once they are read is let pass.

    Raises:
        DataError: they have not.
    """
    if not info.tasks or task in info.tasks:
        return
    has = " or ".join(TASKS[name].title.lower() for name in info.tasks)
    others = ", ".join(other.title for other in DATASETS.values() if task in other.tasks)
    raise DataError(
        f"{info.title} has nothing to learn '{TASKS[task].title.lower()}' from. It is for {has}. Choose another task "
        f"or other data: {others}."
    )


def targets_of(collection: Collection, places: Indices, task: str, shape: Shape, resize: str) -> Tensor:
    """Return the targets of these pictures for a task, as the pictures fitted to a shape need them.

    Args:
        collection: as it was read.
        places: of the pictures, ``(N,)``.
        task: its name.
        shape: ``(C, H, W)`` to which the pictures are fitted.
        resize: how; see `engine.data.fitting.fit`.
    """
    return _READERS[task](collection, places, shape, resize)


def for_loss(targets: Tensor) -> Tensor:
    """Return targets of a batch in the kind of number that losses take."""
    return targets.long() if targets.dtype == torch.uint8 else targets


def _classes(collection: Collection, places: Indices, shape: Shape, resize: str) -> Tensor:
    return torch.from_numpy(collection.labels[places])


def _tags(collection: Collection, places: Indices, shape: Shape, resize: str) -> Tensor:
    targets = collection.targets["multilabel"]
    return torch.from_numpy(np.stack([targets.read(int(place)) for place in places]).astype(np.float32))


def _masks(collection: Collection, places: Indices, shape: Shape, resize: str) -> Tensor:
    targets, fitted = collection.targets["segmentation"], torch.empty((len(places), *shape[1:]), dtype=torch.uint8)
    for number, place in enumerate(places):
        mask = torch.from_numpy(np.ascontiguousarray(targets.read(int(place))))
        fitted[number] = fit_mask(mask, (shape[1], shape[2]), resize)
    return fitted


def fit_mask(mask: Tensor, size: tuple[int, int], resize: str) -> Tensor:
    """Return a mask ``(H, W)``, uint8, in a size, fitted as its picture is; each pixel takes the nearest class."""
    if tuple(mask.shape) == size:
        return mask
    height, width, top, left = cover((mask.shape[0], mask.shape[1]), size, resize)
    resized = F.interpolate(mask[None, None].float(), size=(height, width), mode="nearest-exact")
    return resized[0, 0, top : top + size[0], left : left + size[1]].to(torch.uint8)


def _boxes(collection: Collection, places: Indices, shape: Shape, resize: str) -> Tensor:
    targets, (_, height, width) = collection.targets["detection"], collection.info.shape
    boxes = torch.from_numpy(np.stack([targets.read(int(place)) for place in places]).astype(np.float32))
    return fit_boxes(boxes, (height, width), (shape[1], shape[2]), resize)


def fit_boxes(boxes: Tensor, source: tuple[int, int], size: tuple[int, int], resize: str) -> Tensor:
    """Return boxes ``(N, most, 5)`` in px of pictures as shares of the fitted pictures; what is cut off is gone.

    Args:
        boxes: left, top, right, bottom, class; −1 for none.
        source: ``(H, W)`` of the pictures; size: to which they are fitted; resize: how.
    """
    height, width, top, left = cover(source, size, resize)
    scale = boxes.new_tensor([width / source[1], height / source[0]] * 2)
    shares = (boxes[..., :4] * scale - boxes.new_tensor([left, top] * 2)) / boxes.new_tensor([size[1], size[0]] * 2)
    return kept_boxes(torch.cat([shares, boxes[..., 4:]], dim=-1))


def kept_boxes(boxes: Tensor) -> Tensor:
    """Return boxes in shares cut to the image; one of which no part is left becomes none."""
    corners = boxes[..., :4].clamp(0, 1)
    is_there = ((corners[..., 2:] - corners[..., :2]) > 0).all(-1) & (boxes[..., 4] >= 0)
    none = boxes.new_tensor([0, 0, 0, 0, -1])
    return torch.where(is_there[..., None], torch.cat([corners, boxes[..., 4:]], dim=-1), none)


_Reader: TypeAlias = Callable[[Collection, Indices, Shape, str], Tensor]
_READERS: dict[str, _Reader] = {
    CLASSIFICATION.name: _classes,
    "multilabel": _tags,
    "segmentation": _masks,
    "detection": _boxes,
}
