"""Streamed images: equal to resident ones where nothing is random, and to themselves whoever reads them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from engine.data import loading, streaming
from engine.data.augmenting.steps import steps_of
from engine.data.images import DataSplit, ImageSet
from engine.data.loading import LoadOptions, load
from engine.data.streaming import StreamedSet, num_workers
from engine.errors import DataError

CPU = torch.device("cpu")
SHAPE = (3, 16, 16)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sixty photographs of noise, each in a size of its own."""
    root = tmp_path_factory.mktemp("photographs")
    rng = np.random.default_rng(0)
    for number in range(60):
        path = root / ("a", "b")[number % 2] / f"{number}.png"
        path.parent.mkdir(exist_ok=True)
        Image.fromarray(rng.integers(256, size=(*rng.integers(20, 40, size=2), 3)).astype(np.uint8)).save(path)
    return root


def streamed(folder: Path, text: str = "", workers: int = 0) -> DataSplit:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loading, "RESIDENT_BYTES", 0)
        patch.setattr(loading, "num_workers", lambda count: workers)
        data = load(str(folder), SHAPE, CPU, LoadOptions(steps=steps_of(text)))
    assert isinstance(data.train, StreamedSet)
    return data


def test_streamed_images_are_those_that_would_be_resident(folder: Path) -> None:
    resident, stream = load(str(folder), SHAPE, CPU), streamed(folder)
    assert isinstance(resident.train, ImageSet)
    for part in ("train", "validation", "test"):
        one, other = getattr(resident, part), getattr(stream, part)
        assert len(one) == len(other)
        for (images, labels), (streamed_images, streamed_labels) in zip(
            one.in_order(7), other.in_order(7), strict=True
        ):
            assert torch.equal(labels, streamed_labels)
            assert torch.allclose(images, streamed_images, atol=1e-5)
        (image, label), (streamed_image, streamed_label) = one.sample(3), other.sample(3)
        assert torch.allclose(image, streamed_image, atol=1e-5)
        assert label == streamed_label
    epochs = [list(data.train.epoch(8, torch.Generator().manual_seed(3))) for data in (resident, stream)]
    for (images, labels), (streamed_images, streamed_labels) in zip(*epochs, strict=True):
        assert torch.equal(labels, streamed_labels)
        assert torch.allclose(images, streamed_images, atol=1e-5)


AUGMENTED = "RandomShortestSize(min_size=18, max_size=30, crop_size=16), RandomHorizontalFlip, RandAugment, MixUp"


def test_workers_change_nothing(folder: Path) -> None:
    """The same images from this process and from two that were started afresh; also when an epoch is abandoned."""
    alone, two = streamed(folder, AUGMENTED), streamed(folder, AUGMENTED, workers=2)

    def epoch(data: DataSplit, first: int = 0) -> list[tuple[torch.Tensor, torch.Tensor]]:
        return list(data.train.epoch(8, torch.Generator().manual_seed(9), first))

    expected = epoch(alone)
    next(two.train.epoch(8, torch.Generator().manual_seed(1)))  # a run that was stopped in the midst of it
    for got in (epoch(two), epoch(two, 2)):
        for (images, labels), (others, other_labels) in zip(expected[len(expected) - len(got) :], got, strict=True):
            assert torch.equal(images, others)
            assert torch.equal(labels, other_labels)
    assert [len(labels) for _, labels in two.test.in_order(5)] == [5, 5, 2]


def test_an_epoch_is_changed_anew_each_time(folder: Path) -> None:
    data = streamed(folder, AUGMENTED)
    order = torch.Generator().manual_seed(9)
    first, second = (next(data.train.epoch(8, order))[0] for _ in range(2))
    assert not torch.equal(first, second)


def test_photographs_of_any_size_are_streamed_where_a_step_needs_their_own(folder: Path) -> None:
    options = LoadOptions(steps=steps_of("RandomResizedCrop"))
    assert isinstance(load(str(folder), SHAPE, CPU, options).train, StreamedSet)
    options = LoadOptions(steps=steps_of("RandomCrop"))
    assert isinstance(load(str(folder), SHAPE, CPU, options).train, ImageSet)


def test_a_picture_that_vanishes_ends_the_epoch_with_a_sentence(tmp_path: Path) -> None:
    for number in range(40):
        path = tmp_path / ("a", "b")[number % 2] / f"{number}.png"
        path.parent.mkdir(exist_ok=True)
        Image.new("RGB", (20, 20)).save(path)
    data = streamed(tmp_path)
    for path in tmp_path.rglob("*.png"):
        path.unlink()
    with pytest.raises(DataError, match=r"\.png can no longer be read\. There is no such file\. Put it back"):
        next(data.train.epoch(8, torch.Generator()))
    with pytest.raises(DataError, match=r"can no longer be read"):
        data.validation.sample(1)


def test_one_core_is_left_to_the_training(monkeypatch: pytest.MonkeyPatch) -> None:
    for cores, expected in ((1, 1), (2, 1), (4, 3), (64, 8)):
        usable = set(range(cores))
        monkeypatch.setattr(streaming.os, "sched_getaffinity", lambda pid, usable=usable: usable, raising=False)
        assert num_workers(100_000) == expected
    assert num_workers(100) == 0
