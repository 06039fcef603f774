from __future__ import annotations

import pytest
import torch

from engine.data import digits
from engine.data.catalogue import DATASETS
from engine.data.images import DataSplit
from engine.data.loading import READERS, fit, load, split
from engine.errors import TrainingError

CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def data() -> DataSplit:
    return load("digits", (1, 32, 32), CPU)


def test_every_data_set_of_the_catalogue_can_be_read() -> None:
    assert set(READERS) == set(DATASETS)


def test_the_catalogue_tells_the_truth_about_the_digits() -> None:
    images, labels = digits.read()
    info = DATASETS["digits"]
    assert len(images) == len(labels) == info.num_images
    assert set(labels.tolist()) == set(range(len(info.classes)))
    assert images.min() == 0
    assert images.max() == 1


def test_parts_share_no_image_and_every_class_equally() -> None:
    labels = digits.read()[1]
    parts = split(labels)
    assert sorted(torch.cat(parts).tolist()) == list(range(1797))
    assert [len(part) for part in parts] == [1293, 144, 360]
    for part in parts:
        shares = torch.bincount(labels[part]) / len(part)
        assert (shares - torch.bincount(labels) / len(labels)).abs().max() < 0.01


def test_the_split_is_the_same_whatever_was_drawn_before() -> None:
    labels = digits.read()[1]
    before = split(labels)
    torch.manual_seed(99)
    for one, other in zip(before, split(labels), strict=True):
        assert torch.equal(one, other)
    assert before[2][:5].tolist() == [572, 1102, 856, 1189, 289]  # pinned: results of old runs stay comparable


def test_normalisation_knows_the_training_images_alone() -> None:
    data = load("digits", (1, 8, 8), CPU)
    assert data.train.images.mean().abs() < 1e-5
    assert (data.train.images.std() - 1).abs() < 1e-5
    raw, labels = digits.read()
    train, _, test = split(labels)
    expected = (raw[test] - raw[train].mean()) / raw[train].std()
    assert torch.allclose(data.test.images, expected)


def test_images_have_the_networks_shape(data: DataSplit) -> None:
    assert data.train.images.shape == (1293, 1, 32, 32)
    colour = load("digits", (3, 8, 12), CPU)
    assert colour.test.images.shape == (360, 3, 8, 12)
    assert torch.equal(colour.test.images[:, 0], colour.test.images[:, 2])


def test_a_smaller_image_averages_what_it_cannot_show() -> None:
    line = torch.zeros(1, 1, 8, 8)
    line[..., 0] = 1  # a pixel of a half-size image lies between columns 1 and 2, and would not see it
    assert fit(line, (1, 2, 2))[..., 0].min() > 0.05


def test_batches_are_the_images_at_their_places(data: DataSplit) -> None:
    images, labels = data.train.batch(torch.tensor([5, 2]))
    assert torch.equal(images[1], data.train.images[2])
    assert labels.tolist() == [data.train.labels[5], data.train.labels[2]]
    assert [len(part) for _, part in data.test.in_order(150)] == [150, 150, 60]


def test_images_that_would_fill_the_memory_are_refused() -> None:
    with pytest.raises(TrainingError, match=r"1,797 images of 3 × 4096 × 4096 take 337 GiB\. Expected 8 GiB or less"):
        load("digits", (3, 4096, 4096), CPU)
