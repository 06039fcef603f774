"""Frames of images as they are: the watched picture, samples of the data set."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.probes.frames.arrays import Array, Integers, Pixels

MAX_SAMPLES = 64
"""Images in a `SamplesFrame`: no more than one looks through at a time."""


@dataclass(frozen=True)
class PictureFrame:
    """The watched picture.

    Attributes:
        step: steps taken when it was made.
        pixels: ``(H, W, 3)``, to be shown: what went into normalization, in the input's size.
        values: ``(C, H, W)``, as the network gets it.
        label: its class, if that is known.
        title: ``validation image 3``, ``cat.png``, ``drawing``.
        problem: a sentence where the picture that was asked for cannot be had; then the former one is shown.
        class_names: of the data set, by label, as reading it told; empty where there are no data or no names.
    """

    step: int
    pixels: Pixels
    values: Array
    label: int | None
    title: str
    problem: str = ""
    class_names: tuple[str, ...] = ()


@dataclass(frozen=True)
class SamplesFrame:
    """Images of the data set that a `Samples` asked for; places that it does not have are left out.

    Attributes:
        step: steps taken when it was made.
        indices: ``(n,)``, of those that there are.
        pixels: ``(n, H, W, 3)``, to be shown.
        labels: ``(n,)``.
        num_images: in that part of the data set.
    """

    step: int
    indices: Integers
    pixels: Pixels
    labels: Integers
    num_images: int
