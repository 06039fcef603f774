"""Averaging what several networks say: of each image the mean of their softmax probabilities."""
# ruff: noqa: TID253

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor, fx

from engine.data.images import ImageSource
from engine.training.config import TrainingConfig
from engine.training.precision import Precision


@torch.no_grad()
def probabilities(
    network: fx.GraphModule,
    data: ImageSource,
    config: TrainingConfig,
    device: torch.device,
    may_go_on: Callable[[], bool] = lambda: True,
) -> Tensor | None:
    """Return a network's probabilities of all images in order, ``(N, classes)``, fp32, on the CPU.

    Args:
        network: from images ``(B, C, H, W)`` to scores ``(B, classes)``; it is left in evaluation mode.
        data: the images.
        config: of its run: batch size and precision.
        device: where network and images are.
        may_go_on: asked before each batch; None is returned where it says no.
    """
    network.eval()
    precision = Precision(config, device)
    found = []
    for images, _ in data.in_order(config.batch_size):
        if not may_go_on():
            return None
        with precision.computing():
            scores = network(images)
        found.append(scores.float().softmax(1).cpu())
    return torch.cat(found)


def accuracy(probabilities: Tensor, labels: Tensor) -> float:
    """Return the share of images whose label is the most probable class.

    Args:
        probabilities: ``(N, classes)``.
        labels: ``(N,)``.
    """
    return int((probabilities.argmax(1) == labels).sum()) / len(labels)


class Ensemble:
    """Takes in one member's probabilities after the other, and holds no more than their sum.

    Args:
        labels: of the images, ``(N,)``, on the CPU.

    Attributes:
        accuracies: of the members alone, in the order in which they came.
    """

    def __init__(self, labels: Tensor) -> None:
        self._labels = labels
        self._sum: Tensor | None = None
        self.accuracies: list[float] = []

    def add(self, probabilities: Tensor) -> None:
        """Take a member in: ``(N, classes)``."""
        self.accuracies.append(accuracy(probabilities, self._labels))
        self._sum = probabilities.clone() if self._sum is None else self._sum.add_(probabilities)

    @property
    def probabilities(self) -> Tensor:
        """The members' mean, ``(N, classes)``."""
        if self._sum is None:
            raise ValueError("an ensemble without members says nothing")
        return self._sum / len(self.accuracies)

    @property
    def accuracy(self) -> float:
        """The share of images whose label is the most probable class in the mean."""
        return accuracy(self.probabilities, self._labels)
