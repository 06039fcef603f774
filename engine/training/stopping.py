"""When a run has learned enough before its last epoch."""
# ruff: noqa: TID253

from __future__ import annotations

import math
from typing import Any

from torch import Tensor, nn

from engine.layers.counted import counted
from engine.tasks.catalogue import TASKS
from engine.training.config import TrainingConfig
from engine.training.score import Score


class Stopping:
    """Early stopping on the validation's loss or metric, and the metric at which a run is to end.

    Args:
        config: the run's.
        module: the network, whose best weights are kept in memory where early stopping is on.

    Attributes:
        until: the validation accuracy at which the run ends; 0 for none.
    """

    def __init__(self, config: TrainingConfig, module: nn.Module) -> None:
        self._metric = TASKS[config.task].metric
        self._watches_metric = config.stop_on == "metric"
        self._patience = config.early_stopping
        self.until = config.until_accuracy
        self._module = module
        self._best_loss = math.inf
        self._best_epoch = 0
        self._best: dict[str, Tensor] = {}

    def reason(self, epoch: int, validation: Score) -> str:
        """Take an epoch's validation; return a sentence that says why the run ends here, or nothing.

        Args:
            epoch: counted from 1.
            validation: after it.
        """
        if self.until and validation.accuracy >= self.until:
            reached = f"the validation {self._metric.title} reached {self.until:.1%}"
            return f"Ended after {counted(epoch, 'epochs')}: {reached}."
        if not self._patience:
            return ""
        badness = -validation.accuracy if self._watches_metric else validation.loss
        if badness < self._best_loss:
            self._keep(epoch, badness)
        if epoch - self._best_epoch < self._patience:
            return ""
        self._module.load_state_dict(self._best)
        what = f"{self._metric.title} had not become higher" if self._watches_metric else "loss had not become smaller"
        return (
            f"Ended after {counted(epoch, 'epochs')}: the validation {what} in the last "
            f"{counted(self._patience, 'epochs')}. The weights are those of epoch {self._best_epoch:,} again."
        )

    def state_dict(self) -> dict[str, Any]:
        """Return what has to be known to go on."""
        return {"best_loss": self._best_loss, "best_epoch": self._best_epoch, "best": self._best}

    def load_state_dict(self, state: dict[str, Any], /) -> None:
        """Go on from a state."""
        self._best_loss, self._best_epoch = state["best_loss"], state["best_epoch"]
        self._best = state["best"]

    def _keep(self, epoch: int, loss: float) -> None:
        self._best_epoch, self._best_loss = epoch, loss
        self._best = {name: values.clone() for name, values in self._module.state_dict().items()}
