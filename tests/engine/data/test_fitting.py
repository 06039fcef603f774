"""Fitting and normalising, held against torchvision and torch."""

from __future__ import annotations

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torchvision.transforms.v2 import functional as F  # noqa: N812

from engine.data.fitting import Normalization, fit, measured, normalization, unit, with_channels
from engine.errors import DataError


def test_a_smaller_image_averages_what_it_cannot_show() -> None:
    line = torch.zeros(1, 1, 8, 8)
    line[..., 0] = 1  # a pixel of a half-size image lies between columns 1 and 2, and would not see it
    assert fit(line, (1, 2, 2))[..., 0].min() > 0.05


@given(st.tuples(st.integers(1, 40), st.integers(1, 40)), st.tuples(st.integers(1, 40), st.integers(1, 40)))
def test_any_size_fits_into_any(size: tuple[int, int], wanted: tuple[int, int]) -> None:
    pixels = torch.full((2, 3, *size), 77, dtype=torch.uint8)
    for resize in ("crop", "stretch"):
        fitted = fit(pixels, (3, *wanted), resize)
        assert fitted.shape == (2, 3, *wanted)
        assert fitted.unique().tolist() == [77]


@pytest.mark.parametrize(("size", "side"), [((60, 40), 32), ((40, 64), 32), ((20, 20), 32)])
def test_cropping_is_torchvisions_resize_and_center_crop(size: tuple[int, int], side: int) -> None:
    pixels = torch.randint(256, (1, 3, *size), dtype=torch.uint8, generator=torch.Generator().manual_seed(1))
    expected = F.center_crop(F.resize(pixels, [side]), [side, side])
    assert (fit(pixels, (3, side, side)).int() - expected.int()).abs().max() <= 1


def test_stretching_keeps_all_of_the_image() -> None:
    pixels = torch.zeros(1, 1, 10, 30, dtype=torch.uint8)
    pixels[..., :3] = 200
    assert fit(pixels, (1, 10, 10), "stretch")[0, 0, 0, 0] > 150
    assert fit(pixels, (1, 10, 10), "crop").max() == 0


def test_grey_is_torchvisions_and_colour_of_grey_is_grey() -> None:
    pixels = torch.randint(256, (4, 3, 5, 5), dtype=torch.uint8, generator=torch.Generator().manual_seed(1))
    assert (with_channels(pixels, 1).int() - F.rgb_to_grayscale(pixels).int()).abs().max() <= 1
    assert with_channels(pixels[:, :1], 5).shape == (4, 5, 5, 5)
    with pytest.raises(DataError, match=r"have 3 channels and the Input 2"):
        with_channels(pixels, 2)


def test_mean_and_deviation_are_torchs() -> None:
    pixels = torch.randint(256, (7, 3, 9, 9), dtype=torch.uint8, generator=torch.Generator().manual_seed(1))
    found = measured(pixels)
    values = pixels.double() / 255
    assert torch.allclose(found.mean.double(), values.mean((0, 2, 3)))
    assert torch.allclose(found.std.double(), values.std((0, 2, 3), correction=0))
    assert torch.allclose(found.of_pixels(pixels), found(unit(pixels)), atol=1e-5)
    assert torch.allclose(found.undo(found(unit(pixels))), unit(pixels), atol=1e-6)


def test_one_value_everywhere_is_no_division_by_zero() -> None:
    assert normalization("dataset", 1, torch.full((2, 1, 3, 3), 9, dtype=torch.uint8)).std > 0


def test_imagenets_figures_for_grey_are_their_means() -> None:
    found = normalization("imagenet", 1, torch.zeros(1, 1, 1, 1, dtype=torch.uint8))
    assert isinstance(found, Normalization)
    assert found.mean.tolist() == pytest.approx([0.449], abs=1e-3)
