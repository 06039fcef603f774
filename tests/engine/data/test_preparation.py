"""A picture from elsewhere becomes an input as those of the data set do."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from engine.data.loading import LoadOptions, load
from engine.data.preparation import Preparation
from engine.probes.picture import FilePicture, Part, SamplePicture
from engine.probes.pictures import Pictures


@pytest.mark.parametrize("resize", ["crop", "stretch"])
@pytest.mark.parametrize("shape", [(3, 16, 16), (1, 40, 20), (3, 9, 30)])
def test_a_file_of_the_set_is_what_the_set_has(tmp_path: Path, resize: str, shape: tuple[int, int, int]) -> None:
    """Whether one looks at it by its place or by its name: to half a shade, as sets are kept in 8 bits."""
    rng = np.random.default_rng(0)
    for number in range(12):
        path = tmp_path / "ab"[number % 2] / f"{number}.png"
        path.parent.mkdir(exist_ok=True)
        Image.fromarray(rng.integers(256, size=(24, 31, 3)).astype(np.uint8)).save(path)
    data = load(str(tmp_path), shape, torch.device("cpu"), LoadOptions(resize=resize))
    pictures = Pictures.of(data)
    sample = pictures.picture(SamplePicture(Part.TEST, 0)).values
    files = [pictures.picture(FilePicture(str(path))).values for path in sorted(tmp_path.rglob("*.png"))]
    nearest = min(float((sample - values).abs().max()) for values in files)
    assert nearest <= 1.01 / 255 / float(data.preparation.std.min())


@pytest.mark.parametrize(("channels", "size"), [(1, (8, 8)), (3, (5, 9)), (4, (30, 30))])
@pytest.mark.parametrize("picture", [torch.rand(1, 20, 10), torch.rand(3, 7, 31), torch.rand(3, 1, 1)])
def test_any_picture_covers_the_input(channels: int, size: tuple[int, int], picture: torch.Tensor) -> None:
    preparation = Preparation((channels, *size), torch.tensor(0.5), torch.tensor(0.25))
    found = preparation.of_picture(picture)
    assert found.shape == (channels, *size)
    assert found.min() >= -2.001
    assert found.max() <= 2.001


def test_what_is_shown_is_what_was_given_whatever_the_normalization() -> None:
    preparation = Preparation((3, 6, 6), torch.tensor([0.4, 0.5, 0.6]), torch.tensor([0.2, 0.3, 0.1]))
    picture = torch.rand(3, 6, 6)
    values = preparation.of_picture(picture)
    expected = (picture - preparation.mean[:, None, None]) / preparation.std[:, None, None]
    torch.testing.assert_close(values, expected)
    shown = preparation.shown(values[None])[0]
    torch.testing.assert_close(shown.permute(2, 0, 1), (picture * 255).round().to(torch.uint8), atol=1, rtol=0)
