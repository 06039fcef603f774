"""How each published set is had from torchvision: its class, and the parts that its makers decided."""
# ruff: noqa: TID253

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from torchvision import datasets

from engine.data.collection import Pixels

Made = Any
"""One of torchvision's data sets; they share no more than `__getitem__` and `__len__`."""


@dataclass(frozen=True)
class PublishedSet:
    """One published set.

    Attributes:
        parts: torchvision's arguments for each part that the makers decided.
        make: the part, from its folder, whether to download, and those arguments.
        pixels: ``(N, C, H, W)`` of a set that torchvision holds in memory; None where it reads files one by one.
        labels: the labels of all images of a part.
    """

    parts: dict[str, dict[str, object]]
    make: Callable[..., Made]
    labels: Callable[[Made], Sequence[int]]
    pixels: Callable[[Made], Pixels] | None = None

    def open(self, folder: Path, part: str, *, download: bool) -> Made:
        """Return a part of the set; raises whatever torchvision raises."""
        return self.make(str(folder), download=download, **self.parts[part])


def class_names(made: Made) -> tuple[str, ...]:
    """Return the names of the classes; of several names of a class the first."""
    return tuple(name if isinstance(name, str) else name[0] for name in made.classes)


def _targets(made: Made) -> Sequence[int]:
    return np.asarray(made.targets).tolist()  # type: ignore[no-any-return]


def _labels(made: Made) -> Sequence[int]:
    return np.asarray(made.labels).tolist()  # type: ignore[no-any-return]


def _listed_labels(made: Made) -> Sequence[int]:
    return made._labels  # type: ignore[no-any-return]  # torchvision has no public name for them


def _sample_labels(made: Made) -> Sequence[int]:
    return [label for _, label in getattr(made, "samples", None) or made._samples]


def _grey(made: Made) -> Pixels:
    return np.asarray(made.data)[:, None]


def _upright_grey(made: Made) -> Pixels:
    """EMNIST's files hold each image with rows and columns exchanged, and torchvision leaves that to us."""
    return np.ascontiguousarray(np.asarray(made.data).transpose(0, 2, 1))[:, None]


def _channels_last(made: Made) -> Pixels:
    return np.ascontiguousarray(np.asarray(made.data).transpose(0, 3, 1, 2))


def _channels_first(made: Made) -> npt.NDArray[np.uint8]:
    return np.ascontiguousarray(made.data)


_BY_TRAIN: dict[str, dict[str, object]] = {"train": {"train": True}, "test": {"train": False}}
_BY_SPLIT: dict[str, dict[str, object]] = {"train": {"split": "train"}, "test": {"split": "test"}}


def _imagenet(folder: str, download: bool, **arguments: object) -> Made:
    return datasets.ImageNet(folder, **arguments)  # there is no download of it


PUBLISHED: dict[str, PublishedSet] = {
    "mnist": PublishedSet(_BY_TRAIN, datasets.MNIST, _targets, _grey),
    "fashion-mnist": PublishedSet(_BY_TRAIN, datasets.FashionMNIST, _targets, _grey),
    "kmnist": PublishedSet(_BY_TRAIN, datasets.KMNIST, _targets, _grey),
    "emnist": PublishedSet(
        {"train": {"split": "balanced", "train": True}, "test": {"split": "balanced", "train": False}},
        datasets.EMNIST,
        _targets,
        _upright_grey,
    ),
    "cifar10": PublishedSet(_BY_TRAIN, datasets.CIFAR10, _targets, _channels_last),
    "cifar100": PublishedSet(_BY_TRAIN, datasets.CIFAR100, _targets, _channels_last),
    "svhn": PublishedSet(_BY_SPLIT, datasets.SVHN, _labels, _channels_first),
    "stl10": PublishedSet(_BY_SPLIT, datasets.STL10, _labels, _channels_first),
    "flowers102": PublishedSet(
        {"train": {"split": "train"}, "validation": {"split": "val"}, "test": {"split": "test"}},
        datasets.Flowers102,
        _listed_labels,
    ),
    "pets": PublishedSet(
        {"train": {"split": "trainval"}, "test": {"split": "test"}}, datasets.OxfordIIITPet, _listed_labels
    ),
    "food101": PublishedSet(_BY_SPLIT, datasets.Food101, _listed_labels),
    # The next two keep their test labels to themselves; what they call val is what papers report.
    "imagenette": PublishedSet(
        {"train": {"split": "train", "size": "160px"}, "test": {"split": "val", "size": "160px"}},
        datasets.Imagenette,
        _sample_labels,
    ),
    "imagenet": PublishedSet({"train": {"split": "train"}, "test": {"split": "val"}}, _imagenet, _sample_labels),
}
"""By the catalogue's names."""
