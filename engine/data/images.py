"""Images with their labels, as training takes them: resident on the device, or streamed from files."""
# ruff: noqa: TID253

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

import torch
from torch import Tensor

from engine.data.augmenting.batched import Target
from engine.data.augmenting.draws import Draws
from engine.data.augmenting.mixing import mix
from engine.data.augmenting.moving import augment_with
from engine.data.augmenting.steps import Step
from engine.data.batches import draw_seed, shuffled
from engine.data.catalogue import DatasetInfo
from engine.data.fitting import Normalization, fit, unit
from engine.data.left_out import LeftOut
from engine.data.preparation import Preparation
from engine.data.targets import for_loss
from engine.layers.spec import Shape
from engine.tasks.catalogue import CLASSIFICATION
from engine.tasks.task import Task

Batch: TypeAlias = tuple[Tensor, Tensor]
"""Images ``(B, C, H, W)``, float32, normalised, and targets ``(B, ...)``: see `engine.data.targets` for each task's.

Where images are mixed, labels ``(B,)`` become shares of the classes, ``(B, classes)``.
"""


@dataclass(frozen=True)
class Pipeline:
    """From stored pixels to what the network takes.

    Attributes:
        shape: ``(C, H, W)`` of the network's input.
        normalization: on the device.
        steps: the augmentation of training images.
        resize: how what has other proportions is fitted; see `engine.data.fitting.fit`.
        num_classes: of the task's targets.
        task: what the targets are for.
    """

    shape: Shape
    normalization: Normalization
    steps: tuple[Step, ...] = ()
    resize: str = "crop"
    num_classes: int = 0
    task: Task = CLASSIFICATION

    @property
    def target(self) -> Target:
        """What the steps lead to."""
        return Target((self.shape[1], self.shape[2]), self.normalization.mean)

    @property
    def preparation(self) -> Preparation:
        """How a picture from elsewhere becomes an input alike."""
        return Preparation(self.shape, self.normalization.mean, self.normalization.std, self.resize)

    def plain(self, pixels: Tensor) -> Tensor:
        """Return 8-bit pixels ``(N, C, H, W)`` as the network takes them."""
        return self.normalization.of_pixels(fit(pixels, self.shape, self.resize))

    def augmented(self, pixels: Tensor, targets: Tensor, draws: Draws) -> Batch:
        """Return 8-bit pixels of training as the network takes them, changed at random, and their targets."""
        images, targets = augment_with(unit(pixels), targets, self, draws)
        images = fit(images, self.shape, self.resize)
        return mix(self.normalization(images), for_loss(targets), self.steps, draws, self.num_classes)


class ImageSource(Protocol):
    """Images and labels of one part of a data set, wherever they are."""

    @property
    def labels(self) -> Tensor:
        """The labels on the device, ``(N,)``, int64."""

    @property
    def targets(self) -> Tensor:
        """What the network is to answer, on the device, ``(N, ...)``: of classification the labels."""

    @property
    def pipeline(self) -> Pipeline:
        """What is done with each batch."""

    def __len__(self) -> int:
        """Return how many there are."""

    def epoch(self, batch_size: int, order: torch.Generator, first: int = 0) -> Iterator[Batch]:
        """Yield batches in random order, each image once, augmented.

        Args:
            batch_size: images in a batch.
            order: draws the order, and the seed of the augmentation where there is one; nothing else is drawn from it.
            first: number of the first batch that is wanted: those before it are neither made nor drawn.
        """

    def in_order(self, batch_size: int) -> Iterator[Batch]:
        """Yield all images in batches, as they lie, unchanged."""

    def sample(self, index: int) -> tuple[Tensor, int]:
        """Return one image, ``(C, H, W)``, unchanged, and its label.

        Raises:
            IndexError: there is no such place.
        """

    def close(self) -> None:
        """End what reads ahead; images can still be had."""


@dataclass(frozen=True)
class ImageSet:
    """Images of one part of a data set that lie on the device as one tensor; a batch is an index into it.

    Attributes:
        pixels: ``(N, C, H, W)``, uint8: of the network's size, or of their own where the augmentation cuts out parts.
        labels: ``(N,)``, int64: places in the data set's classes.
        pipeline: what is done with each batch.
        answers: what the network is to answer, ``(N, ...)``; None where that is the label.
    """

    pixels: Tensor
    labels: Tensor
    pipeline: Pipeline
    answers: Tensor | None = None

    def __len__(self) -> int:
        return len(self.labels)

    @property
    def targets(self) -> Tensor:
        """What the network is to answer; see `ImageSource`."""
        return self.labels if self.answers is None else self.answers

    @property
    def images(self) -> Tensor:
        """All images as the network takes them, ``(N, C, H, W)``; for sets that are small."""
        return self.pipeline.plain(self.pixels)

    def sample(self, index: int) -> tuple[Tensor, int]:
        """Return one image, ``(C, H, W)``, unchanged, and its label.

        Raises:
            IndexError: there is no such place.
        """
        if not 0 <= index < len(self):
            raise IndexError(index)
        return self.pipeline.plain(self.pixels[index : index + 1])[0], int(self.labels[index])

    def batch(self, indices: Tensor) -> Batch:
        """Return the images and targets at these places, unchanged."""
        return self.pipeline.plain(self.pixels.index_select(0, indices)), for_loss(
            self.targets.index_select(0, indices)
        )

    def epoch(self, batch_size: int, order: torch.Generator, first: int = 0) -> Iterator[Batch]:
        """Yield batches in random order; see `ImageSource`."""
        batches = list(shuffled(len(self), batch_size, order, self.labels.device))
        steps = self.pipeline.steps
        seed = draw_seed(order) if steps else 0
        for number, indices in enumerate(batches[first:], start=first):
            if not steps:
                yield self.batch(indices)
                continue
            pixels, targets = self.pixels.index_select(0, indices), self.targets.index_select(0, indices)
            yield self.pipeline.augmented(pixels, targets, Draws(seed, number, len(targets)))

    def in_order(self, batch_size: int) -> Iterator[Batch]:
        """Yield all images in batches, as they lie."""
        for begin in range(0, len(self), batch_size):
            end = begin + batch_size
            yield self.pipeline.plain(self.pixels[begin:end]), for_loss(self.targets[begin:end])

    def close(self) -> None:
        """Do nothing: all images are here."""


@dataclass(frozen=True)
class DataSplit:
    """A data set in three parts that share no image.

    Attributes:
        train: what the weights learn from.
        validation: what the person watches while it trains.
        test: what only the finished network sees.
        preparation: how the images became inputs, so that another picture can become one alike.
        info: what it is, with the names of its classes.
        left_out: files that could not be used.
    """

    train: ImageSource
    validation: ImageSource
    test: ImageSource
    preparation: Preparation
    info: DatasetInfo
    left_out: tuple[LeftOut, ...] = field(default=())

    @property
    def task(self) -> Task:
        """What the targets are for."""
        return self.train.pipeline.task

    @property
    def num_classes(self) -> int:
        """How many classes the task tells apart."""
        return self.train.pipeline.num_classes

    def close(self) -> None:
        """End what reads ahead, once nothing more is learned; single images can still be looked at."""
        for part in (self.train, self.validation, self.test):
            part.close()
