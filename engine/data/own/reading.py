"""From a folder or a table to a collection of the images in it that can be used."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from engine.data.collection import Collection, Indices, KnownTargets
from engine.data.own.checking import Checked, check
from engine.data.own.folder import list_folder
from engine.data.own.listing import Listing
from engine.data.own.table import list_table
from engine.data.pictures import PictureFiles
from engine.data.progress import Progress
from engine.data.source import info_of, is_table, path_of
from engine.errors import DataError
from engine.tasks.catalogue import CLASSIFICATION

MULTILABEL = "multilabel"


def read(source: str, progress: Progress) -> Collection:
    """Return the images that a path names, without those that cannot be used.

    Raises:
        DataError: there is nothing to learn from.
    """
    path = path_of(source)
    listing = list_table(path) if is_table(path) else list_folder(path)
    checked = check(listing.paths, progress)
    return collection_of(source, listing, checked)


def collection_of(source: str, listing: Listing, checked: Checked) -> Collection:
    """Return the collection of those listed files that are good.

    Raises:
        DataError: fewer than two classes are left, or no image.
    """
    kept = listing.at(checked.good)
    classes = kept.classes
    if len(classes) < 2:
        bad = f" {len(checked.left_out):,} files cannot be used." if checked.left_out else ""
        raise DataError(
            f"'{path_of(source)}' has images of {'one class' if classes else 'no class'}. Expected two classes or "
            f"more.{bad} Put the images of each class into a folder of its own."
        )
    numbers = {name: place for place, name in enumerate(classes)}
    labels = np.array([numbers.get(label, 0) for label in kept.labels], np.int64)
    info = replace(
        info_of(source),
        classes=classes,
        num_classes=len(classes),
        num_images=len(labels),
        shape=(3 if checked.has_color else 1, *(checked.size or (0, 0))),
        tasks=(MULTILABEL,) if kept.tags else (CLASSIFICATION.name,),
    )
    pictures = PictureFiles(kept.paths, info.shape[0])
    targets = {MULTILABEL: KnownTargets(_tags(kept, numbers))} if kept.tags else {}
    return Collection(info, labels, None, pictures, _parts(kept), checked.left_out, targets)


def _tags(listing: Listing, numbers: Mapping[str, int]) -> npt.NDArray[np.bool_]:
    """Return which labels each image has, ``(N, labels)``."""
    found = np.zeros((len(listing.tags), len(numbers)), np.bool_)
    for image, tags in enumerate(listing.tags):
        found[image, [numbers[tag] for tag in tags]] = True
    return found


def _parts(listing: Listing) -> dict[str, Indices]:
    """Return the parts that the folders or the table name; without any training image, none."""
    names = np.array(listing.parts)
    if not (names == "train").any():
        return {}
    parts = {name: np.flatnonzero(names == name) for name in ("train", "validation", "test") if (names == name).any()}
    unnamed = np.flatnonzero(names == "")
    return {**parts, "train": np.concatenate([parts["train"], unnamed])}
