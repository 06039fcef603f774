"""Random parameters for a batch of images, drawn together; the same on every device."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Floats: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.int64]

RATIO = (3 / 4, 4 / 3)
"""Proportions of `RandomResizedCrop`, torchvision's defaults."""
ERASED_RATIO = (0.3, 3.3)
"""Proportions of `RandomErasing`, torchvision's defaults."""

ATTEMPTS = 10
"""How often torchvision draws a rectangle before it gives up."""


class Draws:
    """The random numbers of one batch.

    Args:
        seed: of the epoch.
        batch: its number in the epoch; so a run that is resumed at a batch need not draw those before it.
        count: images in it.
    """

    def __init__(self, seed: int, batch: int, count: int) -> None:
        self.rng = np.random.default_rng([seed, batch])
        self.count = count

    def chances(self, p: float) -> npt.NDArray[np.bool_]:
        """Return for each image whether something happens to it."""
        return self.rng.random(self.count) < p

    def floats(self, low: float, high: float) -> Floats:
        """Return a number in a range for each image."""
        return self.rng.uniform(low, high, self.count)

    def ints(self, low: Ints | int, high: Ints | int) -> Ints:
        """Return a whole number for each image, both ends included."""
        return self.rng.integers(low, high, self.count, endpoint=True)

    def seed(self) -> int:
        """Return a seed for another generator."""
        return int(self.rng.integers(2**31))


def resized_crops(draws: Draws, scale: tuple[float, float], size: tuple[int, int]) -> tuple[Ints, Ints, Ints, Ints]:
    """Return top, left, height and width of each image's crop, as torchvision's `RandomResizedCrop` draws them.

    Ten times an area and proportions; the first rectangle that fits counts, and else all, cut to the proportions.
    """
    height, width = size
    heights, widths, fits = _rectangles(draws, scale, RATIO, size)
    fits &= (heights > 0) & (widths > 0) & (heights <= height) & (widths <= width)
    first = fits.argmax(axis=1)
    rows = np.arange(draws.count)
    found = fits[rows, first]
    whole_height, whole_width = _central(size)
    heights = np.where(found, heights[rows, first], whole_height)
    widths = np.where(found, widths[rows, first], whole_width)
    tops, lefts = draws.ints(0, height - heights), draws.ints(0, width - widths)
    return (
        np.where(found, tops, (height - whole_height) // 2),
        np.where(found, lefts, (width - whole_width) // 2),
        heights,
        widths,
    )


def erasings(draws: Draws, scale: tuple[float, float], size: tuple[int, int]) -> tuple[Ints, Ints, Ints, Ints]:
    """Return top, left, height and width of what is covered in each image, as torchvision's `RandomErasing` draws it.

    Where ten rectangles do not fit, nothing is covered: height and width are 0.
    """
    height, width = size
    # torchvision takes the ratio as height over width here, and as width over height when it crops.
    widths, heights, fits = _rectangles(draws, scale, ERASED_RATIO, size)
    fits &= (heights < height) & (widths < width)
    first = fits.argmax(axis=1)
    rows = np.arange(draws.count)
    found = fits[rows, first]
    heights, widths = np.where(found, heights[rows, first], 0), np.where(found, widths[rows, first], 0)
    return draws.ints(0, height - heights), draws.ints(0, width - widths), heights, widths


def _rectangles(
    draws: Draws, scale: tuple[float, float], ratio: tuple[float, float], size: tuple[int, int]
) -> tuple[Ints, Ints, npt.NDArray[np.bool_]]:
    """Return heights and widths, ``(N, ATTEMPTS)``: areas uniform, proportions uniform in their logarithm."""
    shape = (draws.count, ATTEMPTS)
    areas = size[0] * size[1] * draws.rng.uniform(*scale, shape)
    ratios = np.exp(draws.rng.uniform(np.log(ratio[0]), np.log(ratio[1]), shape))
    widths, heights = np.rint(np.sqrt(areas * ratios)), np.rint(np.sqrt(areas / ratios))
    return heights.astype(np.int64), widths.astype(np.int64), np.ones(shape, np.bool_)


def _central(size: tuple[int, int]) -> tuple[int, int]:
    """Return height and width of the largest part of an image with allowed proportions."""
    height, width = size
    if width / height < RATIO[0]:
        return round(width / RATIO[0]), width
    if width / height > RATIO[1]:
        return height, round(height * RATIO[1])
    return height, width
