"""A look at a data set before anything is trained on it: some pictures, and how many there are of each class."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine.data import reading
from engine.data.catalogue import DatasetInfo
from engine.data.collection import Collection, Pixels
from engine.data.left_out import LeftOut
from engine.data.progress import Progress
from engine.data.shares import SPLIT_SEED, TEST_SHARE, VALIDATION_SHARE
from engine.data.splitting import split

NUM_PICTURES = 24
LONGEST = 320
"""Longest side of a picture, px."""


@dataclass(frozen=True)
class Preview:
    """What one sees of a data set.

    Attributes:
        source: what was read.
        info: what it is, with the names of its classes.
        pictures: some, each ``(H, W, 3)``, uint8, of the classes in turn.
        labels: of these.
        counts: images of each class, ``(classes,)``.
        parts: images of each part that its makers decided; empty where it is split by ratio.
        split: images that a run trains on, validates with and tests with.
        left_out: files that cannot be used.
    """

    source: str
    info: DatasetInfo
    pictures: tuple[Pixels, ...]
    labels: tuple[int, ...]
    counts: npt.NDArray[np.int64]
    parts: dict[str, int]
    split: tuple[int, int, int]
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True)
class Shares:
    """How a run divides what its makers have not: the settings of these names."""

    test_share: float = TEST_SHARE
    validation_share: float = VALIDATION_SHARE
    split_seed: int = SPLIT_SEED


DEFAULT_SHARES = Shares()


def preview(source: str, progress: Progress, shares: Shares = DEFAULT_SHARES) -> Preview:
    """Read a data set and return a look at it.

    Raises:
        DataError: it cannot be read.
        CancelledError: the person has ended it.
    """
    collection = reading.read(source, progress)
    chosen = _one_of_each(collection)
    divided = split(
        collection.labels, shares.test_share, shares.validation_share, shares.split_seed, parts=collection.parts
    )
    return Preview(
        source,
        collection.info,
        tuple(_shown(collection.read(index)) for index in chosen),
        tuple(int(collection.labels[index]) for index in chosen),
        np.bincount(collection.labels, minlength=collection.info.num_classes),
        {name: len(places) for name, places in collection.parts.items()},
        (len(divided[0]), len(divided[1]), len(divided[2])),
        collection.left_out,
    )


def _one_of_each(collection: Collection) -> list[int]:
    """Return places of images, each class in turn, always the same ones."""
    order = np.random.default_rng(0).permutation(len(collection))
    labels = collection.labels[order]
    # How many of its class come before it: all firsts stand before all seconds.
    rank = np.zeros(len(order), np.int64)
    by_class = np.argsort(labels, kind="stable")
    starts = np.searchsorted(labels[by_class], labels[by_class])
    rank[by_class] = np.arange(len(order)) - starts
    found: list[int] = order[np.lexsort((labels, rank))][:NUM_PICTURES].tolist()
    return found


def _shown(pixels: Pixels) -> Pixels:
    """Return a picture ``(C, H, W)`` as ``(H, W, 3)``, not larger than it has to be to be looked at."""
    from PIL import Image

    colours = np.ascontiguousarray(np.broadcast_to(pixels, (3, *pixels.shape[1:])).transpose(1, 2, 0))
    image = Image.fromarray(colours)
    image.thumbnail((LONGEST, LONGEST))
    return np.array(image)
