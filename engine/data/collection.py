"""A data set as it was read, before it is split and fitted to a network."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

from engine.data.catalogue import DatasetInfo
from engine.data.left_out import LeftOut

Pixels: TypeAlias = npt.NDArray[np.uint8]
Indices: TypeAlias = npt.NDArray[np.int64]

NO_PARTS: Mapping[str, Indices] = MappingProxyType({})


class Pictures(Protocol):
    """Pictures that are read one by one. It is sent to worker processes, so it must be picklable."""

    def __len__(self) -> int:
        """Return how many there are."""

    def read(self, index: int) -> Pixels:
        """Return a picture, ``(C, H, W)`` in its own size, upright.

        Raises:
            DataError: it cannot be read any more.
        """


class Targets(Protocol):
    """What a task is to answer to each picture, other than its one class. Picklable as `Pictures` are."""

    def read(self, index: int) -> npt.NDArray[np.generic]:
        """Return that of one picture: see `engine.data.targets` for each task's form."""


@dataclass(frozen=True, eq=False)
class KnownTargets:
    """Targets that are all in memory, ``(N, ...)``."""

    values: npt.NDArray[np.generic]

    def read(self, index: int) -> npt.NDArray[np.generic]:
        """Return that of one picture."""
        return np.asarray(self.values[index])


@dataclass(frozen=True)
class Collection:
    """Pictures with labels.

    Attributes:
        info: what it is, with the names of its classes.
        labels: ``(N,)``, int64; of pictures that show several things the first one's, by which they are divided.
        pixels: ``(N, C, H, W)``, where all have one size and fit into memory; None otherwise.
        pictures: the same, one by one; None where ``pixels`` has them.
        parts: which images are for what, as far as the set's makers decided that: of ``train``, ``validation``,
            ``test``. Those that none of them names are split by ratio.
        left_out: files that could not be used.
        targets: for the tasks other than classification, by name.
    """

    info: DatasetInfo
    labels: Indices
    pixels: Pixels | None = None
    pictures: Pictures | None = None
    parts: Mapping[str, Indices] = field(default_factory=dict)
    left_out: tuple[LeftOut, ...] = ()
    targets: Mapping[str, Targets] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.labels)

    def read(self, index: int) -> Pixels:
        """Return a picture, ``(C, H, W)``."""
        if self.pixels is not None:
            return np.asarray(self.pixels[index])
        assert self.pictures is not None
        return self.pictures.read(index)
