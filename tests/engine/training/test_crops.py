"""Testing by several crops, against torchvision's own ten crops."""

from __future__ import annotations

import pytest
import torch
from torch import nn
from torchvision.transforms.v2 import functional as F  # noqa: N812

from engine.data.augmenting.steps import steps_of
from engine.data.fitting import normalization
from engine.data.images import ImageSet, Pipeline
from engine.training.crops import CROP, VIEWS, accuracy, crops, source_shape, views_of


def test_ten_crops_are_torchvisions() -> None:
    images = torch.rand(2, 3, 64, 64, generator=torch.Generator().manual_seed(0))
    ours = list(crops(images, (56, 56), VIEWS["ten"]))
    top_left, top_right, bottom_left, bottom_right, middle, *mirrored = F.ten_crop(images, [56, 56])
    expected = [top_left, top_right, bottom_left, bottom_right, middle]
    assert all(torch.equal(one, other) for one, other in zip(ours[::2], expected, strict=True))
    # torchvision crops the mirrored image: its left corners are the mirrored right ones
    assert torch.equal(ours[3], mirrored[0])
    assert len({crop[0, 0, 0, 0].item() for crop in ours}) == 10
    assert torch.equal(next(crops(images, (56, 56), VIEWS["single"])), F.center_crop(images, [56, 56]))


def test_five_scales_are_fifty_crops_of_the_networks_size() -> None:
    views = VIEWS["scales"]
    shape = source_shape((3, 28, 28), views)
    assert shape == (3, 80, 80), "640 / 224 of 28"
    found = list(crops(torch.rand(1, *shape), (28, 28), views))
    assert len(found) == views.num_crops == 50
    assert {tuple(crop.shape) for crop in found} == {(1, 3, 28, 28)}
    assert source_shape((3, CROP, CROP), VIEWS["ten"]) == (3, 256, 256)
    assert len(list(crops(torch.rand(1, 1, 32, 20), (32, 20), views))) == 50


def test_who_learned_whole_images_is_tested_on_whole_images() -> None:
    assert views_of("single", steps_of("RandomCrop")).sides == (224,)
    assert views_of("single", steps_of("RandomShortestSize")).sides == (256,)
    assert views_of("ten", ()) == VIEWS["ten"]


class Corner(nn.Module):
    """Is sure of class 1 where the first pixel is bright, and a little of class 0 elsewhere."""

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        bright = images[:, 0, 0, 0] > 0.5
        return torch.stack([torch.full_like(images[:, 0, 0, 0], 0.2), torch.where(bright, 9.0, 0.0)], 1)


def test_probabilities_are_averaged_and_not_votes() -> None:
    """One crop of ten sees the bright corner; it is so sure that the mean of the probabilities is with it."""
    pixels = torch.zeros(4, 1, 16, 16, dtype=torch.uint8)
    pixels[:2, :, 0, 0] = 255
    data = ImageSet(pixels, torch.tensor([1, 1, 0, 0]), Pipeline((1, 16, 16), normalization("none", 1, pixels)))
    assert accuracy(Corner(), data, (14, 14), VIEWS["single"], 3) == 0.5
    assert accuracy(Corner(), data, (14, 14), VIEWS["ten"], 3) == pytest.approx(1.0)
    assert accuracy(Corner(), data, (14, 14), VIEWS["ten"], 3, lambda: False) is None
