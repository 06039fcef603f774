"""Files of every kind, written by Pillow and read as upright 8-bit pixels."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.data import pictures
from engine.data.pictures import PictureFiles, read_file
from engine.errors import DataError

COLORS = np.random.default_rng(0).integers(256, size=(6, 9, 3)).astype(np.uint8)


def saved(tmp_path: Path, image: Image.Image, name: str, **options: object) -> Path:
    path = tmp_path / name
    image.save(path, **options)
    return path


@pytest.mark.parametrize("kind", ["png", "bmp", "tiff", "webp", "ppm"])
def test_colours_are_those_of_the_file(tmp_path: Path, kind: str) -> None:
    path = saved(tmp_path, Image.fromarray(COLORS), f"a.{kind}", **({"lossless": True} if kind == "webp" else {}))
    assert np.array_equal(read_file(path), COLORS.transpose(2, 0, 1))
    grey = np.asarray(Image.fromarray(COLORS).convert("L"))
    assert np.array_equal(read_file(path, channels=1)[0], grey)


def test_grey_stays_grey_where_no_channels_are_asked_for(tmp_path: Path) -> None:
    grey = Image.fromarray(COLORS).convert("L")
    deep = Image.fromarray(np.asarray(grey).astype(np.uint16) * 257)
    for name, image in {"l.png": grey, "1.png": grey.convert("1"), "16.png": deep}.items():
        assert read_file(saved(tmp_path, image, name), channels=None).shape == (1, 6, 9)
    assert np.array_equal(read_file(tmp_path / "16.png", channels=None)[0], np.asarray(grey))
    for name, image in {"rgb.png": Image.fromarray(COLORS), "p.png": Image.fromarray(COLORS).quantize(4)}.items():
        assert read_file(saved(tmp_path, image, name), channels=None).shape == (3, 6, 9)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_photographs_are_turned_as_their_exif_says(tmp_path: Path, orientation: int) -> None:
    """What each of the eight values means, by the table of the EXIF standard."""
    upright = COLORS
    stored = {
        1: upright,
        2: upright[:, ::-1],
        3: upright[::-1, ::-1],
        4: upright[::-1],
        5: upright.transpose(1, 0, 2),
        6: upright.transpose(1, 0, 2)[::-1],
        7: upright.transpose(1, 0, 2)[::-1, ::-1],
        8: upright.transpose(1, 0, 2)[:, ::-1],
    }[orientation]
    exif = Image.Exif()
    exif[0x0112] = orientation
    path = saved(tmp_path, Image.fromarray(np.ascontiguousarray(stored)), "a.png", exif=exif)
    assert np.array_equal(read_file(path).transpose(1, 2, 0), upright)


def test_sixteen_bits_are_scaled_and_not_cut_off(tmp_path: Path) -> None:
    values = np.array([[0, 257, 32896, 65535]], np.uint16)
    for name in ("a.png", "a.tiff"):
        path = saved(tmp_path, Image.fromarray(values), name)
        assert read_file(path, channels=1).tolist() == [[[0, 1, 128, 255]]]
        assert read_file(path)[2].tolist() == [[0, 1, 128, 255]]


def test_fractions_are_scaled_where_they_are_from_0_to_1(tmp_path: Path) -> None:
    path = saved(tmp_path, Image.fromarray(np.array([[0.0, 0.5, 1.0]], np.float32)), "a.tiff")
    assert read_file(path, channels=1).tolist() == [[[0, 128, 255]]]
    path = saved(tmp_path, Image.fromarray(np.array([[0.0, 127.0, 255.0]], np.float32)), "b.tiff")
    assert read_file(path, channels=1).tolist() == [[[0, 127, 255]]]


def test_palettes_and_their_transparent_colour(tmp_path: Path) -> None:
    image = Image.new("P", (2, 1))
    image.putpalette([255, 0, 0, 0, 0, 255])
    image.putdata([0, 1])
    assert read_file(saved(tmp_path, image, "a.png")).tolist() == [[[255, 0]], [[0, 0]], [[0, 255]]]
    path = saved(tmp_path, image, "b.png", transparency=1)
    assert read_file(path).tolist() == [[[255, 0]], [[0, 0]], [[0, 0]]]


def test_what_is_behind_transparent_pixels_is_black(tmp_path: Path) -> None:
    values = np.array([[[10, 20, 30, 255], [10, 20, 30, 0], [255, 255, 255, 128]]], np.uint8)
    read = read_file(saved(tmp_path, Image.fromarray(values), "a.png"))
    assert read[:, 0, 0].tolist() == [10, 20, 30]
    assert read[:, 0, 1].tolist() == [0, 0, 0]
    assert abs(int(read[0, 0, 2]) - 128) <= 1
    grey = Image.merge("LA", [Image.new("L", (1, 1), 7), Image.new("L", (1, 1), 0)])
    assert read_file(saved(tmp_path, grey, "c.png"), channels=1).tolist() == [[[0]]]


@pytest.mark.parametrize(("mode", "name"), [("1", "a.png"), ("CMYK", "a.jpg"), ("L", "a.jpg"), ("YCbCr", "a.jpg")])
def test_other_modes_become_colour(tmp_path: Path, mode: str, name: str) -> None:
    path = saved(tmp_path, Image.fromarray(COLORS).convert(mode), name)
    assert read_file(path).shape == (3, 6, 9)
    assert read_file(path, channels=1).shape == (1, 6, 9)


def test_of_a_film_the_first_picture_counts(tmp_path: Path) -> None:
    frames = [Image.new("RGB", (4, 4), color) for color in ("red", "blue")]
    path = saved(tmp_path, frames[0], "a.gif", save_all=True, append_images=frames[1:])
    assert read_file(path)[:, 0, 0].tolist() == [255, 0, 0]


class TestRefusals:
    def test_no_image(self, tmp_path: Path) -> None:
        (tmp_path / "a.jpg").write_text("This is a note.")
        with pytest.raises(DataError, match=r"It is not an image, or of an unknown kind\."):
            read_file(tmp_path / "a.jpg")

    def test_empty_and_missing(self, tmp_path: Path) -> None:
        (tmp_path / "a.jpg").touch()
        with pytest.raises(DataError, match=r"The file is empty\."):
            read_file(tmp_path / "a.jpg")
        with pytest.raises(DataError, match=r"There is no such file\."):
            read_file(tmp_path / "b.jpg")
        with pytest.raises(DataError, match=r"It is damaged or cut short: .*directory"):
            read_file(tmp_path)

    @pytest.mark.parametrize("kind", ["jpg", "png", "bmp", "tiff", "webp", "gif"])
    def test_every_cut_of_a_file_is_refused_or_read(self, tmp_path: Path, kind: str) -> None:
        """Wherever a download broke off, it is one of our errors or an image, and nothing else."""
        noise = Image.fromarray(np.random.default_rng(1).integers(256, size=(40, 40, 3)).astype(np.uint8))
        whole = saved(tmp_path, noise, f"a.{kind}").read_bytes()
        part = tmp_path / f"part.{kind}"
        refused = 0
        for length in range(1, len(whole), max(1, len(whole) // 40)):
            part.write_bytes(whole[:length])
            try:
                assert read_file(part).shape == (3, 40, 40)
            except DataError:
                refused += 1
        assert refused > 20

    @pytest.mark.parametrize("kind", ["jpg", "png", "bmp", "tiff", "webp", "gif"])
    def test_damaged_bytes_are_refused_or_read(self, tmp_path: Path, kind: str) -> None:
        rng = np.random.default_rng(2)
        noise = Image.fromarray(rng.integers(256, size=(40, 40, 3)).astype(np.uint8))
        whole = np.frombuffer(saved(tmp_path, noise, f"a.{kind}").read_bytes(), np.uint8)
        part = tmp_path / f"part.{kind}"
        for _ in range(40):
            damaged = whole.copy()
            damaged[rng.integers(len(whole), size=8)] = rng.integers(256, size=8)
            damaged[rng.integers(min(64, len(whole)))] ^= 0xFF
            part.write_bytes(damaged.tobytes())
            with suppress(DataError):  # and no other error
                assert read_file(part).ndim == 3

    def test_a_bomb_is_not_unpacked(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(pictures, "MAX_PIXELS", 1000)
        path = saved(tmp_path, Image.new("1", (100, 11)), "a.png")
        with pytest.raises(DataError, match=r"It has 100 × 11 pixels; at most 1,000 are read\."):
            read_file(path)
        monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 100)  # Pillow's own limit: it warns, and beyond twice refuses
        with pytest.raises(DataError, match=r"It has more than 1,000 pixels\."):
            read_file(path)


def test_a_file_that_vanished_is_named_with_what_to_do(tmp_path: Path) -> None:
    path = saved(tmp_path, Image.fromarray(COLORS), "a.png")
    files = PictureFiles((str(path),))
    assert files.read(0).shape == (3, 6, 9)
    path.unlink()
    with pytest.raises(
        DataError, match=r"a\.png can no longer be read\. There is no such file\. Put it back, or begin"
    ):
        files.read(0)
