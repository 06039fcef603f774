"""From an image file of any kind to upright 8-bit pixels, and why a file is none."""

from __future__ import annotations

import os
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from engine.data.collection import Pixels
from engine.errors import DataError

if TYPE_CHECKING:
    from PIL.Image import Image

MAX_PIXELS = 100_000_000
"""Larger pictures are left out: a small file can unpack to more than the memory (a decompression bomb)."""

IMAGE_SUFFIXES = frozenset(
    {".bmp", ".gif", ".jpeg", ".jpg", ".pgm", ".png", ".ppm", ".tif", ".tiff", ".webp", ".jp2", ".avif"}
)


@dataclass(frozen=True)
class PictureFiles:
    """Pictures in files.

    Attributes:
        paths: one for each picture.
        channels: 1 for grey, 3 for colour; what a file has is converted.
    """

    paths: tuple[str, ...]
    channels: int = 3

    def __len__(self) -> int:
        return len(self.paths)

    def read(self, index: int) -> Pixels:
        """Return a picture, ``(channels, H, W)``.

        Raises:
            DataError: the file is gone, or broken by now.
        """
        path = Path(self.paths[index])
        try:
            return read_file(path, self.channels)
        except DataError as error:
            raise DataError(
                f"{path} can no longer be read. {error} Put it back, or begin a new run without it."
            ) from error


def read_file(path: Path, channels: int | None = 3) -> Pixels:
    """Return the pixels of an image file, ``(channels, H, W)``, turned as its EXIF entry says.

    Args:
        path: of the file.
        channels: 1 for grey, 3 for colour; None for what the file has.

    Raises:
        DataError: it is no image, or broken or huge; the text says which.
    """
    from PIL import Image, UnidentifiedImageError

    try:
        if not os.path.getsize(path):
            raise DataError("The file is empty.")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of odd metadata, and of sizes that are checked here
            with Image.open(path) as image:
                _check_size(image)
                return pixels_of(image, channels)
    except UnidentifiedImageError:
        raise DataError("It is not an image, or of an unknown kind.") from None
    except FileNotFoundError:
        raise DataError("There is no such file.") from None
    except Image.DecompressionBombError:
        raise DataError(f"It has more than {MAX_PIXELS:,} pixels.") from None
    except (OSError, SyntaxError, ValueError, EOFError, IndexError, TypeError, MemoryError) as error:
        # What Pillow's decoders raise on damaged files.
        raise DataError(f"It is damaged or cut short: {error}.") from error


def pixels_of(image: Image, channels: int | None) -> Pixels:
    """Return the pixels of a Pillow image, ``(channels, H, W)``, upright; without channels, as many as it has.

    What lies behind transparent pixels is black, as where padding is; 16 bits are scaled to 8.
    """
    from PIL import ImageOps

    image = ImageOps.exif_transpose(image)
    if image.mode.startswith("I") or image.mode == "F":
        image = _eight_bits(image)
    if image.has_transparency_data:
        image = _on_black(image)
    is_grey = channels == 1 or (channels is None and image.mode in ("1", "L"))
    converted = np.array(image.convert("L" if is_grey else "RGB"))  # a copy: torch wants to be able to write
    return np.ascontiguousarray(converted[None] if is_grey else converted.transpose(2, 0, 1))


def _check_size(image: Image) -> None:
    width, height = image.size
    if width * height > MAX_PIXELS:
        raise DataError(f"It has {width:,} × {height:,} pixels; at most {MAX_PIXELS:,} are read.")


def _eight_bits(image: Image) -> Image:
    """Return a picture of 16-bit whole numbers, or of fractions from 0 to 1, in 8 bits of grey."""
    import PIL.Image

    values = np.asarray(image, np.float64)
    # Files say the depth by their kind: mode F is fractions or already 0 to 255, the others 16 bits.
    scale = (255.0 if values.size and values.max() <= 1 else 1.0) if image.mode == "F" else 255 / 65535
    return PIL.Image.fromarray(np.clip(np.rint(values * scale), 0, 255).astype(np.uint8))


def _on_black(image: Image) -> Image:
    import PIL.Image

    image = image.convert("RGBA")
    ground = PIL.Image.new("RGBA", image.size, "black")
    return PIL.Image.alpha_composite(ground, image)
