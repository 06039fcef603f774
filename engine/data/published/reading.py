"""From a published set's name to its images: downloaded if need be, checked and read by torchvision."""

from __future__ import annotations

import urllib.error
from bisect import bisect_right
from dataclasses import dataclass, replace
from itertools import accumulate
from pathlib import Path

import numpy as np

from engine.data.catalogue import DATASETS, DatasetInfo
from engine.data.collection import Collection, Indices, Pixels
from engine.data.pictures import pixels_of
from engine.data.progress import CancelledError, Progress
from engine.data.published.downloading import reported
from engine.data.published.place import folder_of
from engine.data.published.sets import PUBLISHED, Made, PublishedSet, class_names
from engine.errors import DataError


@dataclass(frozen=True)
class TorchvisionPictures:
    """The images of torchvision's sets that are read one by one, one part behind the other."""

    parts: tuple[Made, ...]

    def __len__(self) -> int:
        return sum(len(part) for part in self.parts)

    def read(self, index: int) -> Pixels:
        """Return a picture, ``(3, H, W)``.

        Raises:
            DataError: the file is gone or damaged.
        """
        ends = list(accumulate(len(part) for part in self.parts))
        number = bisect_right(ends, index)
        place = index - (ends[number - 1] if number else 0)
        try:
            return pixels_of(self.parts[number][place][0], channels=3)
        except (OSError, SyntaxError, ValueError) as error:
            raise DataError(
                f"Image {place:,} of {type(self.parts[number]).__name__} can no longer be read: {error}. Remove the "
                "set's folder to have it downloaded again."
            ) from error


def read(name: str, progress: Progress) -> Collection:
    """Return a published set.

    Raises:
        DataError: it is not here and cannot be had, or its files are damaged.
        CancelledError: the download was ended.
    """
    info, published = DATASETS[name], PUBLISHED[name]
    made = {part: _opened(info, published, part, progress) for part in published.parts}
    labels = [np.asarray(published.labels(part), np.int64) for part in made.values()]
    found = replace(info, classes=info.classes or class_names(made["train"]), num_images=sum(map(len, labels)))
    return Collection(
        replace(found, num_classes=len(found.classes)),
        np.concatenate(labels),
        np.concatenate([published.pixels(part) for part in made.values()]) if published.pixels else None,
        None if published.pixels else TorchvisionPictures(tuple(made.values())),
        _places(list(made), [len(part) for part in labels]),
    )


def _places(parts: list[str], sizes: list[int]) -> dict[str, Indices]:
    ends = np.cumsum([0, *sizes])
    return {part: np.arange(ends[place], ends[place + 1]) for place, part in enumerate(parts)}


def _opened(info: DatasetInfo, published: PublishedSet, part: str, progress: Progress) -> Made:
    """Return a part as torchvision reads it: from the disk, or else downloaded first."""
    folder = folder_of(info.name)
    progress.report(f"Reading {info.title}", 0, 0, "images")
    try:
        return published.open(folder, part, download=False)
    except (RuntimeError, OSError) as error:  # it is not there, or not whole
        if not info.download_mb:
            raise _not_here(info, folder, error) from error
    try:
        progress.report(f"Downloading {info.title}", 0, info.download_mb * 1_000_000, "bytes")  # before the first byte
        folder.mkdir(parents=True, exist_ok=True)
        with reported(info.title, progress):
            return published.open(folder, part, download=True)
    except (CancelledError, DataError):
        raise
    except (RuntimeError, OSError, EOFError) as error:
        raise _not_downloaded(info, folder, error) from error


def _not_here(info: DatasetInfo, folder: Path, error: Exception) -> DataError:
    return DataError(
        f"{info.title} is not in '{folder}', and a program cannot download it. Put ILSVRC2012_devkit_t12.tar.gz and "
        "its archives there, or choose as the data the folder in which train and val have a folder per class each. "
        f"torchvision says: {error}"
    )


def _not_downloaded(info: DatasetInfo, folder: Path, error: Exception) -> DataError:
    is_unreachable = isinstance(error, urllib.error.URLError | ConnectionError | TimeoutError)
    if is_unreachable or "Error downloading" in str(error):  # the latter after all mirrors of MNIST and its kin
        reason = getattr(error, "reason", "none of its mirrors answers")
        return DataError(
            f"{info.title} ({info.download_mb:,} MB) could not be downloaded: its server cannot be reached ({reason}). "
            f"Check the network and train again, copy the files to '{folder}', or choose data that needs no download, "
            "such as Shapes."
        )
    if isinstance(error, OSError):
        return DataError(f"{info.title} cannot be kept in '{folder}'. The system says: {error.strerror or error}.")
    return DataError(
        f"{info.title} arrived damaged: its checksum is wrong ({error}). Remove '{folder}' and train again to download "
        "it once more."
    )
