"""Dividing images into those to learn from, to watch and to test, each with the same share of every class."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from engine.data.collection import NO_PARTS, Indices
from engine.data.shares import SPLIT_SEED, TEST_SHARE, VALIDATION_SHARE
from engine.data.stratifying import divided

PARTS = ("train", "validation", "test")


def split(
    labels: Indices,
    test_share: float = TEST_SHARE,
    validation_share: float = VALIDATION_SHARE,
    seed: int = SPLIT_SEED,
    parts: Mapping[str, Indices] = NO_PARTS,
) -> tuple[Indices, Indices, Indices]:
    """Return the indices of the training, validation and test images.

    Args:
        labels: ``(N,)``.
        test_share: of all, where the makers have set no test part aside.
        validation_share: of what the test part leaves, where the makers have set none aside.
        seed: other seeds, other parts.
        parts: what the makers decided.
    """
    rest = parts.get("train", np.arange(len(labels)))
    test, validation = parts.get("test"), parts.get("validation")
    if test is None:
        rest, test = divide(rest, labels, test_share, seed)
    if validation is None:
        rest, validation = divide(rest, labels, validation_share, seed)
    return rest, validation, test


def divide(indices: Indices, labels: Indices, share: float, seed: int) -> tuple[Indices, Indices]:
    """Return indices in two parts, the second with this share of each class.

    As scikit-learn's `train_test_split` does it where every class is large enough; it refuses others. Then the share of
    each class is rounded so that all together are right, and a class of a single image stays in the first part.
    """
    if share == 0 or not len(indices):
        return indices, indices[:0]
    counts = np.bincount(labels[indices])
    counts = counts[counts > 0]
    num_second = int(np.ceil(share * len(indices)))
    if counts.min() >= 2 and len(counts) <= min(num_second, len(indices) - num_second):
        return divided(indices, labels[indices], num_second, seed)
    return _class_by_class(indices, labels, share, seed)


def _class_by_class(indices: Indices, labels: Indices, share: float, seed: int) -> tuple[Indices, Indices]:
    """Give each class its share rounded down, and the classes that lose most by that one image more each."""
    shuffled = np.random.default_rng(seed).permutation(indices)
    classes, counts = np.unique(labels[indices], return_counts=True)
    taken = np.minimum(np.floor(share * counts), counts - 1)
    wanted = max(1, round(share * len(indices)))
    for place in np.argsort(taken - share * counts, kind="stable"):
        if taken.sum() < wanted and taken[place] < counts[place] - 1:
            taken[place] += 1
    second = [shuffled[labels[shuffled] == label][: int(number)] for label, number in zip(classes, taken, strict=True)]
    chosen = np.concatenate(second)
    return shuffled[~np.isin(shuffled, chosen)], chosen
