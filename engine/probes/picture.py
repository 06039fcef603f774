"""Which picture the views look at: chosen in the window, fitted to the network's input by the worker."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt


class Part(Enum):
    """A part of a data set."""

    TRAIN = "training"
    VALIDATION = "validation"
    TEST = "test"


@dataclass(frozen=True)
class SamplePicture:
    """An image of the data set, without augmentation: its part, and its place in it from 0."""

    part: Part = Part.VALIDATION
    index: int = 0


@dataclass(frozen=True)
class FilePicture:
    """An image file of any size and mode that Pillow reads."""

    path: str


@dataclass(frozen=True, eq=False)
class DrawnPicture:
    """Pixels, as from a drawing pad.

    Attributes:
        pixels: ``(H, W)`` grey or ``(H, W, 3)``; uint8 in 0 ... 255, or floating point in 0 ... 1. Not to be changed
            afterwards.
    """

    pixels: npt.NDArray[np.uint8] | npt.NDArray[np.floating[Any]]


PictureSource: TypeAlias = SamplePicture | FilePicture | DrawnPicture
