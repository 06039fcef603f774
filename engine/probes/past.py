"""What the probes remember of a run, so that a panel that is opened late can show what went before."""
# ruff: noqa: TID253

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import cycle

import numpy as np
import torch
from torch import Tensor

from engine.probes.copying import copied
from engine.probes.frames import ConfusionFrame, GradientHistoryFrame, ReportFrame
from engine.probes.network import Network
from engine.probes.trail import Trail
from engine.probes.weights import WeightTrail, weights_of

MAX_COLUMNS = 512
"""Of the matrix of gradients; a window has hardly more pixels."""


class Past:
    """The gradients' norms, each layer's weights, the last validation and the last batch.

    Attributes:
        validation: how the validation images were told apart last; None before an epoch was finished.
        images: the last training batch, ``(B, C, H, W)``; None before a step was taken.
    """

    def __init__(self, network: Network) -> None:
        self._network = network
        self._gradients = Trail(MAX_COLUMNS)
        self._weights = {
            node_id: WeightTrail() for node_id in dict.fromkeys(parameter.node_id for parameter in network.parameters)
        }
        self._turns = cycle(self._weights)
        self.validation: ConfusionFrame | ReportFrame | None = None
        self.images: Tensor | None = None

    def is_due(self, step: int) -> bool:
        """Whether gradients of this step would be noted."""
        return self._gradients.is_due(step)

    def note_gradients(self, step: int, gradients: Sequence[Tensor | None]) -> None:
        """Note the norm of each parameter's gradient, if they are due; None where it is frozen."""
        if not self.is_due(step):
            return
        present = [gradient for gradient in gradients if gradient is not None]
        row = np.full(len(gradients), math.nan, np.float32)
        row[[gradient is not None for gradient in gradients]] = (
            copied(torch.stack(torch._foreach_norm(present))) if present else []
        )
        self._gradients.add(step, row)

    def note_next_weights(self, step: int) -> None:
        """Note the weights of one layer; each has its turn, since all at once would hold up a step."""
        node_id = next(self._turns, None)
        if node_id is None or not self._weights[node_id].trail.is_due(step):
            return
        if weights := weights_of(self._network, node_id):
            self._weights[node_id].note(step, torch.cat(weights))

    def weight_trail(self, node_id: str | None) -> WeightTrail | None:
        """Return the histograms of a node's weights; None where it has no parameters."""
        return self._weights.get(node_id or "")

    def gradient_history(self) -> GradientHistoryFrame:
        """Return the matrix of norms as a frame."""
        parameters, steps = self._network.parameters, self._gradients.steps
        norms = self._gradients.table if len(steps) else np.zeros((0, len(parameters)), np.float32)
        return GradientHistoryFrame(
            step=int(steps[-1]) if len(steps) else 0,
            node_ids=self._network.parameter_nodes,
            parameters=self._network.parameter_names,
            frozen=tuple(not parameter.value.requires_grad for parameter in parameters),
            steps=steps,
            norms=norms.T,
        )
