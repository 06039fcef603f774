"""Images that do not fit on the device: worker processes read, change and fit them ahead of the step that needs them.

The workers are started afresh (spawn), not copied: a copy of a process whose other threads hold locks may hang. They
end with the run (`Stream.close`), and within five seconds of a program that is killed: each looks after its parent.
"""
# ruff: noqa: TID253

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import torch
from torch import Tensor
from torch.utils.data import DataLoader, Dataset

from engine.data.augmenting.draws import Draws
from engine.data.augmenting.mixing import mix
from engine.data.batches import draw_seed, shuffled
from engine.data.collection import Collection
from engine.data.fitting import fit, with_channels
from engine.data.images import Batch, Pipeline
from engine.errors import DataError

if TYPE_CHECKING:
    from engine.data.augmenting.single import Transform

Request: TypeAlias = tuple[int, int]
"""An image's place in the collection, and the seed of its changes; -1 for none."""

PREFETCHED = 4
"""Batches that each worker is ahead."""

FEW_IMAGES = 1000
"""A smaller set is read in the run's own thread: to start a process takes as long as to read so many."""

UNCHANGED = -1

START_METHOD = "spawn"
"""How worker processes begin; ``fork`` gives the same images."""


def num_workers(num_images: int) -> int:
    """Return how many processes read a set of this size: one core is left to the training, and eight are enough."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return 0 if num_images < FEW_IMAGES else max(1, min(8, cores - 1))


@dataclass(frozen=True)
class Failure:
    """What a worker sends in place of a picture that it cannot read: an exception would lose its sentence."""

    text: str


class Samples(Dataset[Tensor | Failure]):
    """The collection as a worker process reads it."""

    def __init__(self, collection: Collection, pipeline: Pipeline) -> None:
        self._collection = collection
        self._shape, self._resize = pipeline.shape, pipeline.resize
        self._steps, self._target = pipeline.steps, pipeline.target
        self._takes_source = any(step.spec.takes_source for step in pipeline.steps)
        self._transforms: list[Transform] | None = None

    def __getitem__(self, request: Request) -> Tensor | Failure:
        index, seed = request
        try:
            pixels = torch.from_numpy(self._collection.read(index))[None]
        except DataError as error:
            return Failure(str(error))
        if seed == UNCHANGED:
            return fit(pixels, self._shape, self._resize)[0]
        if not self._takes_source:
            pixels = fit(pixels, self._shape, self._resize)
        image = self._changed(with_channels(pixels, self._shape[0])[0], seed)
        return fit(image[None], self._shape, self._resize)[0]

    def _changed(self, image: Tensor, seed: int) -> Tensor:
        if self._transforms is None:
            from engine.data.augmenting.single import transforms_of  # here: torchvision takes a second to load

            self._transforms = transforms_of(self._steps, self._target)
        # Of the image and not of the worker: so the number of workers changes nothing.
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            for transform in self._transforms:
                image = transform(image)
        return image


class Requests:
    """The batches that the loader is to make next."""

    def __init__(self) -> None:
        self.batches: list[list[Request]] = []

    def __iter__(self) -> Iterator[list[Request]]:
        return iter(self.batches)

    def __len__(self) -> int:
        return len(self.batches)


class Stream:
    """The worker processes of a collection, for all its parts; started when they are first needed."""

    def __init__(self, collection: Collection, pipeline: Pipeline, device: torch.device, workers: int) -> None:
        self._requests = Requests()
        self._device = device
        self._workers = workers
        self._samples = Samples(collection, _on_cpu(pipeline))
        self._loader = self._new_loader()

    def read(self, batches: Sequence[list[Request]]) -> Iterator[Tensor]:
        """Yield the pixels of each batch on the device, ``(B, C, H, W)``, uint8.

        Raises:
            DataError: a picture can no longer be read, or a worker process has died.
        """
        self._requests.batches = list(batches)
        for pixels in self._loaded():
            yield self._on_device(pixels)

    def close(self) -> None:
        """End the worker processes; they are started again if something is read after all."""
        self._loader = self._new_loader()  # the former one, which nobody holds any more, ends its workers

    def _loaded(self) -> Iterator[Tensor | Failure]:
        try:
            yield from self._loader
            return
        except (RuntimeError, ConnectionError, EOFError) as error:  # by what torch waited for when it died
            if isinstance(error, RuntimeError) and "worker" not in str(error):
                raise
            reason = f"{error}".rstrip(".")
        # Not while that error is handled: it holds on to what belongs to the dead process.
        raise DataError(
            f"A process that reads images ahead has died: {reason}. Free some memory or take smaller batches, and go "
            "on with the run."
        )

    def _new_loader(self) -> DataLoader[Tensor | Failure]:
        workers = self._workers
        return DataLoader(
            self._samples,
            batch_sampler=self._requests,  # pairs, not places
            num_workers=workers,
            collate_fn=_together,
            pin_memory=self._device.type == "cuda",
            prefetch_factor=PREFETCHED if workers else None,
            persistent_workers=workers > 0,
            multiprocessing_context=START_METHOD if workers else None,
            generator=torch.Generator(),  # or it would draw its workers' seeds from the run's random numbers
        )

    def read_here(self, batch: list[Request]) -> Tensor:
        """Return the pixels of one batch without the worker processes.

        Raises:
            DataError: a picture can no longer be read.
        """
        return self._on_device(_together([self._samples[request] for request in batch]))

    def _on_device(self, pixels: Tensor | Failure) -> Tensor:
        if isinstance(pixels, Failure):
            raise DataError(pixels.text)
        return pixels.to(self._device, non_blocking=True)


@dataclass(frozen=True)
class StreamedSet:
    """Images of one part of a data set that are read when they are needed.

    Attributes:
        stream: shared by the parts.
        places: in the collection, on the CPU, ``(N,)``.
        labels: on the device, ``(N,)``, int64.
        pipeline: what is done with each batch.
        answers: what the network is to answer, ``(N, ...)``; None where that is the label.
    """

    stream: Stream
    places: Tensor
    labels: Tensor
    pipeline: Pipeline
    answers: Tensor | None = None

    @property
    def targets(self) -> Tensor:
        """What the network is to answer; see `engine.data.images.ImageSource`."""
        return self.labels if self.answers is None else self.answers

    def __len__(self) -> int:
        return len(self.labels)

    def epoch(self, batch_size: int, order: torch.Generator, first: int = 0) -> Iterator[Batch]:
        """Yield batches in random order; see `engine.data.images.ImageSource`."""
        batches = list(shuffled(len(self), batch_size, order, torch.device("cpu")))
        steps = self.pipeline.steps
        seed = draw_seed(order) if steps else UNCHANGED
        wanted = batches[first:]
        read = self.stream.read([self._requests(indices, seed) for indices in wanted])
        for number, (indices, pixels) in enumerate(zip(wanted, read, strict=True), start=first):
            targets = self.targets.index_select(0, indices.to(self.targets.device))
            images = self.pipeline.normalization.of_pixels(pixels)
            draws = Draws(seed + 1, number, len(targets))
            yield mix(images, targets, steps, draws, self.pipeline.num_classes)

    def in_order(self, batch_size: int) -> Iterator[Batch]:
        """Yield all images in batches, as they lie."""
        batches = torch.arange(len(self)).split(batch_size)  # type: ignore[no-untyped-call]
        read = self.stream.read([self._requests(indices, UNCHANGED) for indices in batches])
        for indices, pixels in zip(batches, read, strict=True):
            yield self.pipeline.normalization.of_pixels(pixels), self.targets[indices[0] : indices[-1] + 1]

    def close(self) -> None:
        """End the worker processes, those of the other parts too."""
        self.stream.close()

    def sample(self, index: int) -> tuple[Tensor, int]:
        """Return one image, read in this thread, and its label.

        Raises:
            IndexError: there is no such place.
            DataError: it can no longer be read.
        """
        if not 0 <= index < len(self):
            raise IndexError(index)
        pixels = self.stream.read_here(self._requests(torch.tensor([index]), UNCHANGED))
        return self.pipeline.normalization.of_pixels(pixels)[0], int(self.labels[index])

    def _requests(self, indices: Tensor, seed: int) -> list[Request]:
        """Return what to ask of the workers: each image with a seed of its own in this epoch."""
        places = self.places[indices].tolist()
        return [(place, UNCHANGED if seed == UNCHANGED else hash((seed, place)) & 0x7FFFFFFF) for place in places]


def _together(samples: list[Tensor | Failure]) -> Tensor | Failure:
    for sample in samples:
        if isinstance(sample, Failure):
            return sample
    return torch.stack(samples)  # type: ignore[arg-type]


def _on_cpu(pipeline: Pipeline) -> Pipeline:
    cpu = torch.device("cpu")
    return Pipeline(
        pipeline.shape,
        pipeline.normalization.to(cpu),
        pipeline.steps,
        pipeline.resize,
        pipeline.num_classes,
        pipeline.task,
    )
