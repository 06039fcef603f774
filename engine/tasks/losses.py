"""Losses for which torch wants one value per class where the data say one class per image."""
# ruff: noqa: TID253

from __future__ import annotations

from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812 — torch's own name for it


class BinaryLoss(nn.Module):
    """BCEWithLogitsLoss: each class is a question of its own, so an image may have several.

    Args:
        weights: what each class counts, ``(classes,)``; None for all alike.
    """

    def __init__(self, weights: Tensor | None = None) -> None:
        super().__init__()
        self.weights = weights

    def forward(self, scores: Tensor, labels: Tensor) -> Tensor:
        """Return the mean over images and classes.

        Shape:
            - scores: ``(B, classes)``.
            - labels: ``(B,)``, or ``(B, classes)`` with a number from 0 to 1 for each class.
        """
        return F.binary_cross_entropy_with_logits(scores, one_hot(labels, scores), weight=self.weights)


class SquaredError(nn.Module):
    """MSELoss of the scores against 1 for the class and 0 for the others."""

    def forward(self, scores: Tensor, labels: Tensor) -> Tensor:
        """Return the mean over images and classes; shapes as in `BinaryLoss`."""
        return F.mse_loss(scores.float(), one_hot(labels, scores).float())


def one_hot(labels: Tensor, scores: Tensor) -> Tensor:
    """Return a number per class, ``(B, classes)``, in the kind of number that the scores have."""
    shares = labels if labels.ndim == 2 else F.one_hot(labels, scores.shape[1])
    return shares.to(scores.dtype)
