"""From what a person chose to images that a network can take."""
# ruff: noqa: TID253

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
import torch
from torch import Tensor

from engine.data import reading
from engine.data.augmenting.moving import check_steps
from engine.data.augmenting.steps import Step, steps_of
from engine.data.collection import Collection, Indices
from engine.data.fitting import fit, normalization, with_channels
from engine.data.images import DataSplit, ImageSet, ImageSource, Pipeline
from engine.data.progress import Progress, Silent
from engine.data.shares import SPLIT_SEED, TEST_SHARE, VALIDATION_SHARE
from engine.data.splitting import PARTS, split
from engine.data.streaming import Stream, StreamedSet, num_workers
from engine.data.targets import SPATIAL, check_task, targets_of
from engine.errors import DataError
from engine.layers.shapes import text
from engine.layers.spec import Shape
from engine.tasks.catalogue import CLASSIFICATION, TASKS

RESIDENT_BYTES = 2**30
"""What a set may take of the CPU's memory, as 8-bit pixels; a larger one is streamed."""

RESIDENT_SHARE = 0.4
"""What a set may take of the free memory of another device; the rest is for maps and gradients."""

MEASURED_IMAGES = 2000
"""Training images of a streamed set whose mean and deviation stand for all."""

CHUNK = 256
"""Images that are fitted at a time."""


@dataclass(frozen=True, kw_only=True)
class LoadOptions:
    """What a person can choose of the data; see `engine.data.settings`.

    Attributes:
        steps: the augmentation.
        task: what the images' targets are for.
        normalize, resize, test_share, validation_share, split_seed: as the settings of these names.
    """

    steps: tuple[Step, ...] = ()
    task: str = CLASSIFICATION.name
    normalize: str = "dataset"
    resize: str = "crop"
    test_share: float = TEST_SHARE
    validation_share: float = VALIDATION_SHARE
    split_seed: int = SPLIT_SEED

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> LoadOptions:
        """Return what a run's settings say."""
        names = ("task", "normalize", "resize", "test_share", "validation_share", "split_seed")
        return cls(steps=steps_of(settings["augment"]), **{name: settings[name] for name in names})


DEFAULTS = LoadOptions()
SILENT = Silent()


def load(
    source: str, shape: Shape, device: torch.device, options: LoadOptions = DEFAULTS, progress: Progress = SILENT
) -> DataSplit:
    """Return a data set, split, as a network takes it: on the device where it fits, and else streamed.

    Args:
        source: a name of the catalogue, or the path of a folder or table.
        shape: ``(C, H, W)`` of the network's input.
        device: where batches are made.
        options: how it is split, fitted, normalised and augmented.
        progress: is told how far it is, and may end it.

    Raises:
        DataError: it cannot be read, or not be divided or fitted.
        CancelledError: the person has ended it.
    """
    collection = reading.read(source, progress)
    return prepare(collection, shape, device, options, progress)


def prepare(
    collection: Collection, shape: Shape, device: torch.device, options: LoadOptions, progress: Progress
) -> DataSplit:
    """Return a collection that was read, as `load` does."""
    if len(shape) != 3:
        raise DataError(f"Images need an Input of the shape C, H, W. Received {text(shape)}. Change the Input's shape.")
    check_task(collection.info, options.task)
    check_steps(options.steps, TASKS[options.task])
    with_channels(torch.zeros(1, collection.info.shape[0], 1, 1), shape[0])  # refuses what does not go together
    indices = split(
        collection.labels, options.test_share, options.validation_share, options.split_seed, collection.parts
    )
    _check_parts(collection, indices)
    stored = _stored_shape(collection, shape, options)
    if stored is None or len(collection) * prod(stored) > _room(device):
        _check_streamed(collection, options.task)
        parts = _streamed(collection, indices, shape, device, options)
    else:
        parts = _resident(collection, indices, (stored, shape), device, options, progress)
    train, validation, test = parts
    return DataSplit(train, validation, test, train.pipeline.preparation, collection.info, collection.left_out)


def _stored_shape(collection: Collection, shape: Shape, options: LoadOptions) -> Shape | None:
    """Return in which shape training images wait: the network's, or where a step cuts out parts, their own.

    None where a step needs their own and it differs from image to image.
    """
    if not any(step.spec.takes_source for step in options.steps):
        return shape
    _, height, width = collection.info.shape
    return (shape[0], height, width) if height else None


def _room(device: torch.device) -> float:
    if device.type != "cuda":
        return RESIDENT_BYTES
    free, _ = torch.cuda.mem_get_info(device)
    return RESIDENT_SHARE * free


def _check_parts(collection: Collection, indices: tuple[Indices, ...]) -> None:
    for name, part in zip(PARTS, indices, strict=True):
        if not len(part):
            raise DataError(
                f"{collection.info.title} has {len(collection):,} images, too few to set one aside for {name}. Add "
                "images, or change the shares."
            )


def _check_streamed(collection: Collection, task: str) -> None:
    if task in SPATIAL:
        raise DataError(
            f"{TASKS[task].title}: the pictures of {collection.info.title} would have to be read one by one, and "
            "masks and boxes cannot follow that. Make the Input's height and width smaller, or leave out of the "
            "augmentation what cuts out parts of pictures that differ in size."
        )


def _resident(
    collection: Collection,
    indices: tuple[Indices, ...],
    shapes: tuple[Shape, Shape],
    device: torch.device,
    options: LoadOptions,
    progress: Progress,
) -> list[ImageSource]:
    stored, shape = shapes
    reader = _Reader(collection, options.resize, progress)
    pixels = [reader.read(part, stored if place == 0 else shape) for place, part in enumerate(indices)]
    pipeline = _pipeline(collection, shape, pixels[0], options, device)
    labels = torch.from_numpy(collection.labels)
    return [
        ImageSet(
            images.to(device),
            labels[torch.from_numpy(part)].to(device),
            pipeline,
            _answers(collection, part, stored if place == 0 else shape, options, device),
        )
        for place, (images, part) in enumerate(zip(pixels, indices, strict=True))
    ]


def _answers(
    collection: Collection, part: Indices, shape: Shape, options: LoadOptions, device: torch.device
) -> Tensor | None:
    """Return the targets of a part for the task; None where they are the labels."""
    if options.task == CLASSIFICATION.name:
        return None
    return targets_of(collection, part, options.task, shape, options.resize).to(device)


def _streamed(
    collection: Collection, indices: tuple[Indices, ...], shape: Shape, device: torch.device, options: LoadOptions
) -> list[ImageSource]:
    some = np.random.default_rng(options.split_seed).permutation(indices[0])[:MEASURED_IMAGES]
    measured = some if options.normalize == "dataset" else some[:1]
    pixels = _Reader(collection, options.resize, SILENT).read(measured, shape)
    pipeline = _pipeline(collection, shape, pixels, options, device)
    stream = Stream(collection, pipeline, device, num_workers(len(collection)))
    labels = torch.from_numpy(collection.labels)
    parts = []
    for part in indices:
        places, answers = torch.from_numpy(part), _answers(collection, part, shape, options, device)
        parts.append(StreamedSet(stream, places, labels[places].to(device), pipeline, answers))
    return list(parts)


def _pipeline(
    collection: Collection, shape: Shape, pixels: Tensor, options: LoadOptions, device: torch.device
) -> Pipeline:
    normalized = normalization(options.normalize, shape[0], pixels).to(device)
    num_classes = collection.info.num_classes_for(options.task)
    return Pipeline(shape, normalized, options.steps, options.resize, num_classes, TASKS[options.task])


@dataclass(frozen=True)
class _Reader:
    """Reads images of a collection into one tensor."""

    collection: Collection
    resize: str
    progress: Progress

    def read(self, indices: Indices, shape: Shape) -> Tensor:
        """Return the images at these places, ``(N, *shape)``, uint8."""
        found = torch.empty((len(indices), *shape), dtype=torch.uint8)
        for first in range(0, len(indices), CHUNK):
            if self.collection.pixels is None:  # what is in memory already takes no time worth a word
                self.progress.report("Preparing images", first, len(indices), "images")
            found[first : first + CHUNK] = self._chunk(indices[first : first + CHUNK], shape)
        return found

    def _chunk(self, indices: Indices, shape: Shape) -> Tensor:
        if self.collection.pixels is not None:
            return fit(torch.from_numpy(self.collection.pixels[indices]), shape, self.resize)
        return torch.cat(
            [fit(torch.from_numpy(self.collection.read(int(index)))[None], shape, self.resize) for index in indices]
        )
