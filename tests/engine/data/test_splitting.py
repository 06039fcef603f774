from __future__ import annotations

import numpy as np
import torch
from hypothesis import assume, given
from hypothesis import strategies as st
from sklearn.model_selection import train_test_split

from engine.data.progress import Silent
from engine.data.reading import read
from engine.data.splitting import divide, split

LABELS = read("digits", Silent()).labels


def test_parts_share_no_image_and_every_class_equally() -> None:
    parts = split(LABELS)
    assert sorted(np.concatenate(parts).tolist()) == list(range(1797))
    assert [len(part) for part in parts] == [1293, 144, 360]
    for part in parts:
        shares = np.bincount(LABELS[part]) / len(part)
        assert np.abs(shares - np.bincount(LABELS) / len(LABELS)).max() < 0.01


def test_the_split_is_the_same_whatever_was_drawn_before() -> None:
    before = split(LABELS)
    torch.manual_seed(99)
    for one, other in zip(before, split(LABELS), strict=True):
        assert np.array_equal(one, other)
    assert before[2][:5].tolist() == [572, 1102, 856, 1189, 289]  # pinned: results of old runs stay comparable


def test_shares_and_seed_can_be_chosen() -> None:
    train, validation, test = split(LABELS, test_share=0.5, validation_share=0.5, seed=3)
    assert [len(train), len(validation), len(test)] == [449, 449, 899]
    assert not np.array_equal(test, split(LABELS, test_share=0.5, seed=4)[2])


def test_what_the_makers_decided_stays() -> None:
    given_parts = {"train": np.arange(1000), "test": np.arange(1000, 1797)}
    train, validation, test = split(LABELS, parts=given_parts)
    assert np.array_equal(test, given_parts["test"])
    assert sorted(np.concatenate([train, validation]).tolist()) == list(range(1000))
    assert len(validation) == 100
    whole = split(LABELS, parts={**given_parts, "validation": np.arange(900, 1000)})
    assert len(whole[0]) == 1000


@given(st.lists(st.integers(0, 6), max_size=60), st.floats(0.01, 0.9), st.integers(0, 9))
def test_any_labels_can_be_divided(labels: list[int], share: float, seed: int) -> None:
    """Also classes of one image, which scikit-learn refuses."""
    array = np.array(labels, np.int64)
    first, second = divide(np.arange(len(array)), array, share, seed)
    assert sorted([*first.tolist(), *second.tolist()]) == list(range(len(array)))
    assert set(array[first].tolist()) == set(labels), "every class is learned from"
    if max(np.bincount(array), default=0) > 1:
        assert len(second), "and something is left to test"


@given(
    st.lists(st.integers(2, 40), min_size=1, max_size=8), st.floats(0.05, 0.9), st.integers(0, 2**32 - 1), st.booleans()
)
def test_parts_are_those_of_scikit_learn_index_for_index(
    counts: list[int], share: float, seed: int, is_sorted: bool
) -> None:
    labels = np.repeat(np.arange(len(counts)), counts)
    if not is_sorted:
        labels = np.random.default_rng(seed).permutation(labels)
    indices = np.arange(len(labels)) + 100
    num_second = int(np.ceil(share * len(labels)))
    assume(len(counts) <= min(num_second, len(labels) - num_second))
    ours = divide(indices, np.concatenate([np.zeros(100, np.int64), labels]), share, seed)
    theirs = train_test_split(indices, test_size=share, stratify=labels, random_state=seed)
    for one, other in zip(ours, theirs, strict=True):
        assert np.array_equal(one, other)
