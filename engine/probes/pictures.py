"""The watched picture as the network gets it: an image of the data, a file, or what was drawn."""
# ruff: noqa: TID253

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import assert_never

import numpy as np
import torch
from torch import Tensor

from engine.data.fitting import unit
from engine.data.images import DataSplit, ImageSource
from engine.data.pictures import read_file
from engine.data.preparation import Preparation
from engine.data.targets import for_loss
from engine.errors import DataError, TrainingError
from engine.layers.spec import Shape
from engine.probes.frames import MAX_SAMPLES, PictureFrame, Samples, SamplesFrame
from engine.probes.picture import DrawnPicture, FilePicture, Part, PictureSource, SamplePicture
from engine.tasks.catalogue import CLASSIFICATION
from engine.tasks.task import Task


@dataclass(frozen=True, eq=False)
class Picture:
    """A picture on the network's device.

    Attributes:
        values: ``(1, C, H, W)``.
        label: its class, if that is known and the network is asked for it.
        title: what it is called.
        problem: a sentence where another picture was asked for.
        target: what the network is to answer, ``(1, ...)``, if that is known.
    """

    values: Tensor
    label: int | None
    title: str
    problem: str = ""
    target: Tensor | None = None


class Pictures:
    """Makes pictures, and keeps the last one until another is asked for.

    Args:
        preparation: of the data, or `without_data`'s.
        device: where the network is.
        data: where samples come from; None where there are none.
        task: what the network is asked; that of the data, where there are any.
    """

    def __init__(
        self,
        preparation: Preparation,
        device: torch.device,
        data: DataSplit | None = None,
        task: Task = CLASSIFICATION,
    ) -> None:
        self._preparation = preparation
        self._device = device
        self._data = data
        self._task = task
        self._source: PictureSource | None = None
        self._picture = Picture(torch.zeros(1, *preparation.shape, device=device), None, "blank picture")

    @property
    def task(self) -> Task:
        """What the network is asked of them."""
        return self._data.task if self._data is not None else self._task

    @classmethod
    def of(cls, data: DataSplit) -> Pictures:
        """Return those of a data set, on its device."""
        return cls(data.preparation, data.validation.labels.device, data)

    @classmethod
    def without_data(cls, shape: Shape, device: torch.device, task: Task = CLASSIFICATION) -> Pictures:
        """Return those of a network alone: files and drawings, in [0, 1]."""
        return cls(Preparation(shape, torch.zeros(1), torch.ones(1)), device, task=task)

    def picture(self, source: PictureSource) -> Picture:
        """Return what a source names; where it cannot be had, the former picture with the reason as its problem."""
        if source is not self._source:
            self._source = source
            try:
                self._picture = self._make(source)
            except TrainingError as error:
                self._picture = replace(self._picture, problem=str(error))
        return self._picture

    def frame(self, picture: Picture, step: int) -> PictureFrame:
        """Return a picture as a frame."""
        return PictureFrame(
            step=step,
            pixels=self._preparation.shown(picture.values)[0].numpy(),
            values=picture.values[0].to("cpu", torch.float32, copy=True).numpy(),
            label=picture.label,
            title=picture.title,
            problem=picture.problem,
            class_names=self._data.info.classes_for(self.task.name) if self._data is not None else (),
        )

    def samples_frame(self, samples: Samples, step: int) -> SamplesFrame | None:
        """Return images of the data; None where there are no data."""
        if self._data is None:
            return None
        part = _part(self._data, samples.part)
        indices = [index for index in samples.indices if 0 <= index < len(part)][:MAX_SAMPLES]
        chosen = [part.sample(index) for index in indices]
        values = torch.stack([image for image, _ in chosen]) if chosen else torch.zeros(0, *self._preparation.shape)
        return SamplesFrame(
            step=step,
            indices=np.array(indices, np.int64),
            pixels=self._preparation.shown(values).numpy(),
            labels=np.array([label for _, label in chosen], np.int64),
            num_images=len(part),
        )

    def _make(self, source: PictureSource) -> Picture:
        match source:
            case SamplePicture(part, index):
                return self._sample(part, index)
            case FilePicture(path):
                return self._fitted(_of_file(Path(path)), Path(path).name)
            case DrawnPicture():
                return self._fitted(_drawn(source), "drawing")
        assert_never(source)

    def _sample(self, part: Part, index: int) -> Picture:
        if self._data is None:
            raise TrainingError("There are no images of the data set to look at. Choose a file, or draw one.")
        images = _part(self._data, part)
        if not 0 <= index < len(images):
            raise TrainingError(
                f"There is no {part.value} image {index:,}. Expected 0 to {len(images) - 1:,}. Choose another."
            )
        values, label = images.sample(index)
        title, target = f"{part.value} image {index:,}", for_loss(images.targets[index : index + 1]).to(self._device)
        is_of_one_class = self.task.has_confusion
        return Picture(
            values[None].to(self._device, copy=True), label if is_of_one_class else None, title, target=target
        )

    def _fitted(self, raw: Tensor, title: str) -> Picture:
        return Picture(self._preparation.of_picture(raw)[None].to(self._device), None, title)


def _part(data: DataSplit, part: Part) -> ImageSource:
    return {Part.TRAIN: data.train, Part.VALIDATION: data.validation, Part.TEST: data.test}[part]


def _of_file(path: Path) -> Tensor:
    """Return an image file as ``(1, H, W)``, if it is grey, or ``(3, H, W)``, in [0, 1]: read as those to learn from.

    Raises:
        TrainingError: there is no such file, or it is no image, or damaged or far too large.
    """
    try:
        return unit(torch.from_numpy(read_file(path, channels=None)))
    except DataError as error:
        raise TrainingError(f"'{path.name}' cannot be looked at. {error} Choose another file.") from error


def _drawn(source: DrawnPicture) -> Tensor:
    """Return drawn pixels as ``(1, H, W)`` or ``(3, H, W)`` in [0, 1].

    Raises:
        TrainingError: the array has another shape.
    """
    pixels = np.asarray(source.pixels)
    is_grey = pixels.ndim == 2
    if not pixels.size or not (is_grey or (pixels.ndim == 3 and pixels.shape[2] == 3)):
        raise TrainingError(f"A drawing is H × W, or H × W × 3. Received {pixels.shape}.")
    scale = 255 if pixels.dtype == np.uint8 else 1
    values = torch.from_numpy(np.clip(pixels.astype(np.float32) / scale, 0, 1))
    return values[None] if is_grey else values.permute(2, 0, 1).contiguous()
