"""Reading one image file, whatever its format, size and mode."""
# ruff: noqa: TID253

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from PIL import Image, ImageOps, UnidentifiedImageError
from torch import Tensor

from engine.errors import TrainingError

MAX_PIXELS = 178_956_970
"""Where Pillow takes an image for a decompression bomb."""


def read_image(path: str | Path) -> Tensor:
    """Return an image as ``(1, H, W)``, if it is grey, or ``(3, H, W)``, in [0, 1].

    It is turned as its EXIF data say; what is transparent becomes black; 16 bits per value are kept.

    Raises:
        TrainingError: there is no such file, or it is no image that Pillow reads, or it is far too large.
    """
    try:
        with Image.open(path) as file:
            if file.width * file.height > MAX_PIXELS:
                raise TrainingError(
                    f"'{Path(path).name}' has {file.width:,} × {file.height:,} pixels. Expected {MAX_PIXELS:,} or "
                    "fewer in all. Make it smaller."
                )
            return torch.from_numpy(_values(ImageOps.exif_transpose(file)))
    except UnidentifiedImageError as error:
        raise TrainingError(f"'{Path(path).name}' is no image that can be read. Choose a PNG or JPEG file.") from error
    except (OSError, SyntaxError, ValueError) as error:  # Pillow raises each of them on damaged files
        raise TrainingError(f"'{Path(path).name}' cannot be read: {error}. Choose another file.") from error


def _values(image: Image.Image) -> npt.NDArray[np.float32]:
    if image.mode.startswith("I") or image.mode == "F":
        return _high_depth(np.asarray(image, np.float32))
    if image.has_transparency_data:
        image = Image.alpha_composite(Image.new("RGBA", image.size, "black"), image.convert("RGBA"))
        return _bytes(image.convert("RGB"))
    return _bytes(image.convert("L" if image.mode in ("1", "L") else "RGB"))


def _bytes(image: Image.Image) -> npt.NDArray[np.float32]:
    values: npt.NDArray[Any] = np.asarray(image, np.float32) / 255
    return np.ascontiguousarray(values[None] if values.ndim == 2 else values.transpose(2, 0, 1))


def _high_depth(values: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Return grey values of 16 bits, or of floating point in [0, 1], in [0, 1]."""
    largest = 1.0 if values.max(initial=0) <= 1 else 65535.0
    return np.ascontiguousarray(np.clip(values[None] / largest, 0, 1))
