"""The data sets that can be chosen, described without loading them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class DatasetInfo:
    """A data set as the window and the command line name it.

    Attributes:
        name: what the command line and project files call it.
        title: what the window calls it.
        summary: one sentence: what is in it and where it comes from.
        classes: the names of the classes; a label is a place in this tuple.
        num_images: how many images there are in all.
    """

    name: str
    title: str
    summary: str
    classes: tuple[str, ...]
    num_images: int


DIGITS = DatasetInfo(
    name="digits",
    title="Handwritten digits",
    summary="1,797 scans of handwritten digits, 8 × 8 in 17 shades of grey, which scikit-learn ships: no download.",
    classes=tuple("0123456789"),
    num_images=1797,
)

DATASETS = {info.name: info for info in (DIGITS,)}
