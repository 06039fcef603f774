"""Handwritten digits: the test part of UCI's Optical Recognition of Handwritten Digits, which scikit-learn ships."""

from __future__ import annotations

import gzip
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from engine.data.catalogue import DIGITS
from engine.data.collection import Collection
from engine.data.progress import Progress
from engine.errors import DataError

_FILE = Path("datasets", "data", "digits.csv.gz")
"""In scikit-learn's folder: a line an image, its 64 values and its label."""


def read(progress: Progress) -> Collection:
    """Return all images, ``(1797, 1, 8, 8)``: the 17 shades, 0 to 16, as 0 to 255.

    The file is read as `sklearn.datasets.load_digits` reads it, without importing scikit-learn, which takes a second
    and a half before the first step of the first run.

    Raises:
        DataError: scikit-learn is not installed, or came without its data.
    """
    try:
        with gzip.open(_path(), "rt", encoding="ascii") as lines:
            values = np.loadtxt(lines, np.uint8, delimiter=",")
    except (OSError, ValueError) as error:
        raise DataError(
            f"The handwritten digits that scikit-learn ships cannot be read: {error}. Install the project again with "
            "`make setup`, or choose other data, such as Shapes."
        ) from error
    pixels = np.rint(values[:, :-1] * (255 / 16)).astype(np.uint8).reshape(-1, 1, 8, 8)
    return Collection(DIGITS, values[:, -1].astype(np.int64), pixels)


def _path() -> Path:
    found = find_spec("sklearn")  # finds the folder and imports nothing
    if found is None or found.origin is None:
        raise FileNotFoundError("scikit-learn is not installed")
    return Path(found.origin).parent / _FILE
