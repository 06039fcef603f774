"""The pixels of an image, and those of an effective field to lie upon it."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from gui.plots.color_scale import Pixels, Values

Image: TypeAlias = npt.NDArray[np.uint8]
"""``(H, W, 3)``, red, green and blue from 0 to 255."""

_HEAT = (255, 122, 26)
"""Orange: every kind of colour vision tells it from the blue of the frame, and from grey."""

_STRONGEST = 235
_GAMMA = 0.5
"""Gradients fall off like a Gaussian (Luo et al. 2016): as they are, only the middle would be seen."""


def image_pixels(image: Image) -> Pixels:
    """Return the colours of an image ``(H, W, 3)``, red, green and blue from 0 to 255."""
    red, green, blue = (image[..., channel].astype(np.uint32) for channel in range(3))
    pixels: Pixels = (np.uint32(0xFF000000) | red << 16 | green << 8 | blue).astype(np.uint32)
    return pixels


def heat_pixels(effective: Values) -> Pixels:
    """Return an effective field ``(H, W)``, from 0 to 1, as a colour that is the more opaque the stronger it is."""
    strength = np.clip(np.nan_to_num(effective), 0, 1) ** _GAMMA
    alpha = np.rint(strength * _STRONGEST).astype(np.uint32)
    red, green, blue = (alpha * np.uint32(part) // 255 for part in _HEAT)  # premultiplied
    pixels: Pixels = alpha << 24 | red << 16 | green << 8 | blue
    return pixels
