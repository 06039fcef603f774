from __future__ import annotations

import pytest
import torch
from sklearn.datasets import load_digits

from engine.data import digits, loading
from engine.data.augmenting.steps import steps_of
from engine.data.catalogue import BUNDLED, DATASETS
from engine.data.images import DataSplit, ImageSet
from engine.data.loading import LoadOptions, load
from engine.data.progress import Silent
from engine.data.reading import READERS, read
from engine.data.settings import DATA_SETTINGS
from engine.data.splitting import split
from engine.data.streaming import StreamedSet
from engine.errors import DataError

CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def data() -> DataSplit:
    return load("digits", (1, 32, 32), CPU)


def test_every_data_set_of_the_catalogue_can_be_read() -> None:
    assert set(READERS) == set(DATASETS)


@pytest.mark.parametrize("info", BUNDLED, ids=lambda info: info.name)
def test_the_catalogue_tells_the_truth_about_what_is_bundled(info) -> None:
    found = read(info.name, Silent())
    assert found.info == info
    assert len(found) == len(found.labels) == info.num_images
    assert set(found.labels.tolist()) == set(range(info.num_classes))
    assert found.pixels is not None
    assert found.pixels.shape == (info.num_images, *info.shape)
    assert (found.pixels.min(), found.pixels.max()) == (0, 255)


def test_digits_are_those_of_scikit_learn() -> None:
    pixels = read("digits", Silent()).pixels
    assert pixels is not None
    assert abs(pixels[:, 0] / 255 - load_digits().images / 16).max() <= 0.5 / 255


def test_digits_that_are_not_there_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(digits, "find_spec", lambda name: None)
    with pytest.raises(DataError, match="Install the project again with `make setup`"):
        read("digits", Silent())


def test_normalisation_knows_the_training_images_alone() -> None:
    data = load("digits", (1, 8, 8), CPU)
    assert isinstance(data.train, ImageSet)
    assert isinstance(data.test, ImageSet)
    assert data.train.images.mean().abs() < 1e-5
    assert (data.train.images.std() - 1).abs() < 1e-4
    found = read("digits", Silent())
    assert found.pixels is not None
    train, _, test = (torch.from_numpy(part) for part in split(found.labels))
    raw = torch.from_numpy(found.pixels) / 255
    expected = (raw[test] - raw[train].mean()) / raw[train].std()
    assert torch.allclose(data.test.images, expected, atol=1e-4)


@pytest.mark.parametrize(
    ("kind", "mean", "std"), [("imagenet", (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)), ("none", (0,) * 3, (1,) * 3)]
)
def test_normalisation_can_be_that_of_imagenet_or_none(kind, mean, std) -> None:
    data = load("shapes", (3, 32, 32), CPU, LoadOptions(normalize=kind))
    assert isinstance(data.train, ImageSet)
    raw = data.train.pixels[:50] / 255
    expected = (raw - torch.tensor(mean)[:, None, None]) / torch.tensor(std)[:, None, None]
    assert torch.allclose(data.train.images[:50], expected, atol=1e-5)


def test_colours_are_normalised_each_by_itself() -> None:
    data = load("shapes", (3, 32, 32), CPU)
    assert isinstance(data.train, ImageSet)
    assert data.train.images.mean((0, 2, 3)).abs().max() < 1e-4
    assert (data.train.images.std((0, 2, 3)) - 1).abs().max() < 1e-4


def test_images_have_the_networks_shape(data: DataSplit) -> None:
    assert isinstance(data.train, ImageSet)
    assert data.train.images.shape == (1293, 1, 32, 32)
    assert data.train.pixels.dtype == torch.uint8
    colour = load("digits", (3, 8, 12), CPU).test
    assert isinstance(colour, ImageSet)
    assert colour.images.shape == (360, 3, 8, 12)
    assert torch.equal(colour.images[:, 0], colour.images[:, 2])


def test_batches_are_the_images_at_their_places(data: DataSplit) -> None:
    train, test = data.train, data.test
    assert isinstance(train, ImageSet)
    images, labels = train.batch(torch.tensor([5, 2]))
    assert torch.equal(images[1], train.images[2])
    assert labels.tolist() == [train.labels[5], train.labels[2]]
    assert [len(part) for _, part in test.in_order(150)] == [150, 150, 60]
    image, label = test.sample(3)
    assert torch.equal(image, next(test.in_order(4))[0][3])
    assert label == test.labels[3]
    with pytest.raises(IndexError):
        test.sample(360)


def test_an_epoch_can_begin_at_any_batch() -> None:
    """What resuming needs: the batches from there on are those of an epoch that was never interrupted."""
    data = load("digits", (1, 8, 8), CPU, LoadOptions(steps=steps_of("RandomCrop, RandomRotation, MixUp")))

    def epoch(first: int) -> list[torch.Tensor]:
        order = torch.Generator().manual_seed(4)
        return [
            torch.cat([images.flatten(), labels.flatten()]) for images, labels in data.train.epoch(100, order, first)
        ]

    whole = epoch(0)
    assert len(whole) == 13
    for one, other in zip(whole[9:], epoch(9), strict=True):
        assert torch.equal(one, other)
    order = torch.Generator().manual_seed(4)
    assert list(data.train.epoch(100, order)) and not torch.equal(whole[0], next(iter(data.train.epoch(100, order)))[0])  # noqa: PT018


def test_what_is_too_large_is_streamed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "RESIDENT_BYTES", 1797 * 64)
    assert isinstance(load("digits", (1, 8, 8), CPU).train, ImageSet)
    monkeypatch.setattr(loading, "RESIDENT_BYTES", 1797 * 64 - 1)
    assert isinstance(load("digits", (1, 8, 8), CPU).train, StreamedSet)


def test_an_input_that_is_no_image_is_refused() -> None:
    with pytest.raises(DataError, match=r"need an Input of the shape C, H, W\. Received 64\."):
        load("digits", (64,), CPU)
    with pytest.raises(DataError, match=r"have 3 channels and the Input 4\. Set the Input's channels to 3 or to 1\."):
        load("shapes", (4, 32, 32), CPU)


def test_every_data_setting_is_handed_on() -> None:
    values = {param.name: param.default for param in DATA_SETTINGS}
    assert LoadOptions.of(values) == LoadOptions()
    values |= {"augment": "RandomCrop", "normalize": "none", "resize": "stretch", "split_seed": 5, "test_share": 0.5}
    made = LoadOptions.of(values)
    assert (made.normalize, made.resize, made.split_seed, made.test_share) == ("none", "stretch", 5, 0.5)
    assert [step.type for step in made.steps] == ["RandomCrop"]
