"""Images with their labels, resident on the device that trains."""
# ruff: noqa: TID253

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from torch import Tensor

from engine.data.preparation import Preparation


@dataclass(frozen=True)
class ImageSet:
    """Images and labels of one part of a data set.

    Attributes:
        images: ``(N, C, H, W)``, float32, normalised, in the network's input shape.
        labels: ``(N,)``, int64: places in the data set's classes.
    """

    images: Tensor
    labels: Tensor

    def __len__(self) -> int:
        return len(self.labels)

    def batch(self, indices: Tensor) -> tuple[Tensor, Tensor]:
        """Return the images and labels at these places, ``(B, C, H, W)`` and ``(B,)``."""
        return self.images.index_select(0, indices), self.labels.index_select(0, indices)

    def sample(self, index: int) -> tuple[Tensor, int]:
        """Return one image, ``(C, H, W)``, and its label.

        Raises:
            IndexError: there is no such place.
        """
        if not 0 <= index < len(self):
            raise IndexError(index)
        return self.images[index], int(self.labels[index])

    def in_order(self, batch_size: int) -> Iterator[tuple[Tensor, Tensor]]:
        """Yield all images and labels in batches, as they lie."""
        for begin in range(0, len(self), batch_size):
            yield self.images[begin : begin + batch_size], self.labels[begin : begin + batch_size]


@dataclass(frozen=True)
class DataSplit:
    """A data set in three parts that share no image.

    Attributes:
        train: what the weights learn from.
        validation: what the person watches while it trains.
        test: what only the finished network sees.
        preparation: how the images became inputs, so that another picture can become one alike.
    """

    train: ImageSet
    validation: ImageSet
    test: ImageSet
    preparation: Preparation
