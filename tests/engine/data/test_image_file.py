from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from engine.data import image_file
from engine.data.image_file import read_image
from engine.data.preparation import Preparation
from engine.errors import TrainingError

GREY = np.random.default_rng(0).integers(0, 256, (5, 7), np.uint8)
COLOUR = np.random.default_rng(1).integers(0, 256, (5, 7, 3), np.uint8)


def saved(tmp_path: Path, image: Image.Image, name: str = "image.png", **more: object) -> Path:
    image.save(tmp_path / name, **more)
    return tmp_path / name


def test_grey_stays_grey_and_colour_colour(tmp_path: Path) -> None:
    grey = read_image(saved(tmp_path, Image.fromarray(GREY)))
    torch.testing.assert_close(grey, torch.from_numpy(GREY / 255).float()[None])
    colour = read_image(saved(tmp_path, Image.fromarray(COLOUR)))
    torch.testing.assert_close(colour, torch.from_numpy(COLOUR / 255).float().permute(2, 0, 1))


def test_sixteen_bits_are_kept(tmp_path: Path) -> None:
    values = np.array([[0, 1, 256], [1000, 40000, 65535]], np.uint16)
    torch.testing.assert_close(
        read_image(saved(tmp_path, Image.fromarray(values))), torch.from_numpy(values / 65535).float()[None]
    )


def test_palettes_bits_and_cmyk_become_colours_or_grey(tmp_path: Path) -> None:
    palette = Image.fromarray(COLOUR).quantize(4)
    expected = torch.from_numpy(np.asarray(palette.convert("RGB")) / 255).float().permute(2, 0, 1)
    torch.testing.assert_close(read_image(saved(tmp_path, palette)), expected)
    bits = Image.fromarray(GREY).convert("1")
    assert set(read_image(saved(tmp_path, bits)).unique().tolist()) <= {0.0, 1.0}
    assert read_image(saved(tmp_path, Image.new("CMYK", (4, 4)), "image.jpg")).shape == (3, 4, 4)


@pytest.mark.parametrize("mode", ["RGBA", "LA"])
def test_what_is_transparent_is_black(tmp_path: Path, mode: str) -> None:
    image = Image.new("RGBA", (2, 1), (200, 200, 200, 255))
    image.putpixel((0, 0), (200, 200, 200, 0))
    found = read_image(saved(tmp_path, image.convert(mode)))
    assert found[:, 0, 0].tolist() == [0, 0, 0]
    assert found[:, 0, 1].tolist() == pytest.approx([200 / 255] * 3)


def test_a_photograph_is_turned_upright(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # lies on its side
    path = saved(tmp_path, Image.new("L", (9, 4)), "photo.jpg", exif=exif)
    assert read_image(path).shape == (1, 9, 4)


def test_what_is_no_image_is_said(tmp_path: Path) -> None:
    text, short = tmp_path / "text.png", tmp_path / "short.png"
    text.write_text("no image")
    with pytest.raises(TrainingError, match=r"'text.png' is no image that can be read. Choose a PNG or JPEG file."):
        read_image(text)
    short.write_bytes(saved(tmp_path, Image.fromarray(COLOUR)).read_bytes()[:80])
    with pytest.raises(TrainingError, match=r"'short\.png'"):
        read_image(short)
    with pytest.raises(TrainingError, match=r"'gone.png' cannot be read"):
        read_image(tmp_path / "gone.png")
    with pytest.raises(TrainingError, match="cannot be read"):
        read_image(tmp_path)


def test_a_bomb_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(image_file, "MAX_PIXELS", 34)
    with pytest.raises(TrainingError, match=r"has 7 × 5 pixels. Expected 34 or fewer in all. Make it smaller."):
        read_image(saved(tmp_path, Image.fromarray(GREY)))


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
