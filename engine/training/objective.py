"""What each training step makes smaller."""
# ruff: noqa: TID253

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from torch import Tensor, nn

from engine.graph.model import Node


@dataclass(frozen=True)
class Objective:
    """The main Output's loss and those of the auxiliary Outputs, each times its ``loss_weight``.

    GoogLeNet's is ``main + 0.3 · aux1 + 0.3 · aux2`` (Szegedy et al. 2014, section 5).

    Attributes:
        loss: scores and targets to their mean loss.
        weights: of the Outputs, the main one first.
    """

    loss: nn.Module
    weights: tuple[float, ...]

    @classmethod
    def of(cls, loss: nn.Module, outputs: Sequence[Node]) -> Objective:
        """Return what the Outputs of a network ask for."""
        weights = [output.params["loss_weight"] for output in outputs]
        return cls(loss, tuple(weight for weight in weights if isinstance(weight, float)))

    def __call__(self, main_loss: Tensor, scores: Sequence[Tensor], targets: Tensor) -> Tensor:
        """Return the weighted sum, a single value; the main loss itself, where nothing is added to it.

        Args:
            main_loss: the loss of the first scores, which is not computed again.
            scores: of each Output, ``(B, ...)``.
            targets: ``(B, ...)``, of the task.
        """
        total = main_loss if self.weights[0] == 1.0 else self.weights[0] * main_loss
        for weight, auxiliary in zip(self.weights[1:], scores[1:], strict=True):
            total = total + weight * self.loss(auxiliary, targets)
        return total
