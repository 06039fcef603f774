"""Images in a folder per class: ``cats/1.jpg``, or ``train/cats/1.jpg``, ``val/cats/2.jpg``."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from engine.data.own.listing import PART_NAMES, Listing
from engine.errors import DataError


def list_folder(folder: Path) -> Listing:
    """Return the files in the folders of a folder. Hidden files and folders are passed over.

    Raises:
        DataError: there is no such folder, or no class in it.
    """
    if not folder.is_dir():
        raise DataError(f"There is no folder '{folder}'. Choose where the images are now, or other data.")
    inside = _folders(folder)
    parts = [(entry, PART_NAMES[entry.name.lower()]) for entry in inside if entry.name.lower() in PART_NAMES]
    has_train = any(part == "train" for _, part in parts)
    roots = parts if has_train else [(folder, "")]
    rows = [(str(path), group.name, part) for root, part in roots for group in _folders(root) for path in _files(group)]
    if not rows:
        raise DataError(
            f"'{folder}' has no images to learn from. Expected a folder per class, such as cats/1.jpg and dogs/2.jpg, "
            "or these inside of train, val and test."
        )
    paths, labels, of_part = zip(*rows, strict=True)
    return Listing(paths, labels, of_part)


def _folders(folder: Path) -> list[Path]:
    with os.scandir(folder) as entries:
        found = [Path(entry.path) for entry in entries if entry.is_dir() and not entry.name.startswith(".")]
    return sorted(found)


def _files(folder: Path) -> Iterator[Path]:
    """Yield the files at any depth, in the order of their names, so that a seed divides them alike everywhere."""
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith(".") and name.lower() not in ("thumbs.db", "desktop.ini"):
                yield Path(root) / name
