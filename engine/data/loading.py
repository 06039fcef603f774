"""From a data set's name to tensors that a network can take."""
# ruff: noqa: TID253

from __future__ import annotations

from collections.abc import Callable
from math import prod
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812 — torch's own name for it

from engine.data import digits
from engine.data.images import DataSplit, ImageSet
from engine.data.preparation import Preparation
from engine.errors import TrainingError
from engine.layers.shapes import text
from engine.layers.spec import Shape

Indices: TypeAlias = npt.NDArray[np.int64]

READERS: dict[str, Callable[[], tuple[Tensor, Tensor]]] = {"digits": digits.read}

TEST_SHARE = 0.2
VALIDATION_SHARE = 0.1
"""Of what the test part leaves."""

SPLIT_SEED = 1797
"""Not the run's seed: every run ever made is tested on the same images."""

MAX_BYTES = 8 * 2**30
"""All images stay in memory, so an Input shape that needs more is refused before the machine swaps or kills."""


def load(name: str, input_shape: Shape, device: torch.device) -> DataSplit:
    """Return a data set on the device, resized to the network's input.

    Images are resized bilinearly, grey is repeated in every channel, and the mean and the standard deviation of all
    pixels of the training images are taken to 0 and 1.

    Args:
        name: one of `engine.data.catalogue.DATASETS`.
        input_shape: ``(C, H, W)``.
        device: where the tensors stay.

    Raises:
        TrainingError: the images do not fit into memory at this shape.
    """
    images, labels = READERS[name]()
    _check_memory(len(images), input_shape)
    train, validation, test = split(labels)
    mean, std = images[train].mean(), images[train].std()
    images = fit((images - mean) / std, input_shape).to(device)
    labels = labels.to(device)

    def part(indices: Tensor) -> ImageSet:
        places = indices.to(device)
        return ImageSet(images[places], labels[places])

    return DataSplit(part(train), part(validation), part(test), Preparation(input_shape, mean, std))


def split(labels: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Return the indices of the training, validation and test images, each with the same share of every class."""
    from sklearn.model_selection import train_test_split

    def divide(indices: Indices, share: float) -> list[Indices]:
        parts: list[Indices] = train_test_split(
            indices, test_size=share, stratify=labels.numpy()[indices], random_state=SPLIT_SEED
        )
        return parts

    rest, test = divide(np.arange(len(labels)), TEST_SHARE)
    train, validation = divide(rest, VALIDATION_SHARE)
    return torch.from_numpy(train), torch.from_numpy(validation), torch.from_numpy(test)


def fit(images: Tensor, shape: Shape) -> Tensor:
    """Return grey images ``(N, 1, H, W)`` in the shape ``(N, *shape)``: resized bilinearly, grey in every channel."""
    channels, *size = shape
    smaller = size[0] < images.shape[2] or size[1] < images.shape[3]
    # Without antialiasing a smaller image would skip pixels; on a larger one it changes nothing.
    resized = F.interpolate(images, size=size, mode="bilinear", antialias=smaller)
    return resized.expand(-1, channels, -1, -1).contiguous()


def _check_memory(num_images: int, shape: Shape) -> None:
    gib, most = 4 * num_images * prod(shape) / 2**30, MAX_BYTES / 2**30
    if gib > most:
        raise TrainingError(
            f"{num_images:,} images of {text(shape)} take {gib:.0f} GiB. Expected {most:.0f} GiB or less. Reduce the "
            "Input's shape."
        )
