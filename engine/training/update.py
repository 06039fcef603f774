"""From the gradients of a batch to new weights: all that lies between the backward pass and the next step."""
# ruff: noqa: TID253

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor, nn, optim

from engine.training import factories
from engine.training.config import TrainingConfig
from engine.training.schedules import Plateau, Schedule


class Update:
    """Holds the optimizer, and what the settings put around it: scaling, L1, clipping, the learning rate.

    Attributes:
        optimizer: torch's.
        plateau: what the validation has made of the learning rate.
        step: steps that were taken.

    Args:
        config: the run's.
        parameters: those that learn.
        steps_per_epoch: of the run.
        scales_loss: whether gradients would vanish without it.
    """

    def __init__(
        self,
        config: TrainingConfig,
        parameters: Sequence[nn.Parameter],
        steps_per_epoch: int,
        *,
        scales_loss: bool = False,
    ) -> None:
        self._steps_per_epoch = steps_per_epoch
        self.plan(config)
        self._parameters = list(parameters)
        self._penalised = factories.decayed(config, parameters)[0][0] if config.l1 else []
        self._scaler = torch.amp.GradScaler(self._parameters[0].device.type) if scales_loss else None
        self.optimizer: optim.Optimizer = factories.optimizer(config, self._parameters)
        self.plateau = Plateau(config)
        self.step = 0

    def plan(self, config: TrainingConfig) -> None:
        """Take each step from here on as a run with these settings does, which may differ in the epochs alone."""
        self._config = config
        self._schedule = Schedule.of(config, self._steps_per_epoch)

    @property
    def lr(self) -> float:
        """The learning rate of the next step."""
        return self._config.lr * self._schedule.factor(self.step) * self.plateau.factor

    def begin(self) -> None:
        """Forget the gradients of the former step."""
        self.optimizer.zero_grad()

    def backward(self, minimised: Tensor) -> None:
        """Add the gradients of a part of the batch."""
        scaled = minimised if self._scaler is None else self._scaler.scale(minimised)
        scaled.backward()  # type: ignore[no-untyped-call]

    def finish_gradients(self) -> None:
        """Undo the scaling: gradients are now those that a person computes by hand."""
        if self._scaler is not None:
            self._scaler.unscale_(self.optimizer)

    def take(self) -> None:
        """Take the step."""
        if self._penalised:
            self._add_l1()
        if self._config.clip_norm:
            nn.utils.clip_grad_norm_(self._parameters, self._config.clip_norm)
        for group in self.optimizer.param_groups:
            group["lr"] = self.lr
        if self._scaler is None:
            self.optimizer.step()
        else:  # leaves the step out where a gradient is not finite, and scales by less from then on
            self._scaler.step(self.optimizer)
            self._scaler.update()
        self.step += 1

    @torch.no_grad()
    def _add_l1(self) -> None:
        """Add the gradient of ``l1 × Σ|w|``, which is ``l1 × sign(w)``, and 0 at 0 as torch has it."""
        there = [parameter for parameter in self._penalised if parameter.grad is not None]
        signs = torch._foreach_sign([parameter.detach() for parameter in there])
        torch._foreach_add_([parameter.grad for parameter in there], signs, alpha=self._config.l1)  # type: ignore[misc]

    def state_dict(self) -> dict[str, Any]:
        """Return what has to be known to go on besides the optimizer's own state."""
        return {
            "plateau": self.plateau.state(),
            "scaler": self._scaler.state_dict() if self._scaler is not None else {},
            "step": self.step,
        }

    def load_state_dict(self, state: dict[str, Any], /) -> None:
        """Go on from a state."""
        self.plateau.restore(state["plateau"])
        if self._scaler is not None:
            self._scaler.load_state_dict(state["scaler"])
        self.step = state["step"]
