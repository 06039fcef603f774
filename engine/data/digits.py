"""Handwritten digits: the test part of UCI's Optical Recognition of Handwritten Digits, which scikit-learn ships."""

from __future__ import annotations

import numpy as np

from engine.data.catalogue import DIGITS
from engine.data.collection import Collection
from engine.data.progress import Progress


def read(progress: Progress) -> Collection:
    """Return all images, ``(1797, 1, 8, 8)``: the 17 shades, 0 to 16, as 0 to 255."""
    from sklearn.datasets import load_digits

    digits = load_digits()
    pixels = np.rint(digits.images * (255 / 16)).astype(np.uint8)[:, None]
    return Collection(DIGITS, digits.target.astype(np.int64), pixels)
