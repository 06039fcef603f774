"""Dividing indices so that both parts have the same share of every class.

The arithmetic of scikit-learn's ``train_test_split(stratify=...)``, drawn from the same random numbers: tests hold it
index for index against that function. It is not called itself because importing it takes two seconds, which everybody
would wait for at the first Train.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from engine.data.collection import Indices


def divided(indices: Indices, labels: Indices, num_second: int, seed: int) -> tuple[Indices, Indices]:
    """Return indices in two parts of random order, the second of ``num_second``.

    Args:
        indices: what is divided, ``(N,)``.
        labels: of these, ``(N,)``; of every class at least 2.
        num_second: at least the number of classes, and as many less than N.
        seed: from 0 to 2³² - 1.
    """
    rng = np.random.RandomState(seed)  # scikit-learn's generator, so that every run ever made keeps its test images
    _, places, counts = np.unique(labels, return_inverse=True, return_counts=True)
    of_class = np.split(np.argsort(places, kind="stable"), np.cumsum(counts)[:-1])
    num_first = _shares(counts, len(indices) - num_second, rng)
    ends = num_first + _shares(counts - num_first, num_second, rng)
    shuffled = [members[rng.permutation(len(members))] for members in of_class]
    first = np.concatenate([some[:end] for some, end in zip(shuffled, num_first, strict=True)])
    second = np.concatenate([some[a:b] for some, a, b in zip(shuffled, num_first, ends, strict=True)])
    return indices[rng.permutation(first)], indices[rng.permutation(second)]


def _shares(counts: Indices, num_drawn: int, rng: np.random.RandomState) -> Indices:
    """Return how many of each class are taken: its share rounded down, and one more where most is lost by that."""
    exact: npt.NDArray[np.float64] = counts / counts.sum() * num_drawn
    taken = np.floor(exact)
    missing = int(num_drawn - taken.sum())
    for lost in np.unique(exact - taken)[::-1]:
        if missing <= 0:
            break
        (equal,) = np.nonzero(exact - np.floor(exact) == lost)
        chosen = rng.choice(equal, size=min(len(equal), missing), replace=False)  # of those that lose as much, any
        taken[chosen] += 1
        missing -= len(chosen)
    return taken.astype(np.int64)
