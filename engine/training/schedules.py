"""How the learning rate changes over a run; the window draws it from here before the run. No torch.

The numbers are those of torch.optim.lr_scheduler, stepped with every training step.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from engine.training.config import TrainingConfig

WARMUP_START = 0.01
"""Where a warm-up begins, as a share of the full rate: torchvision's ``lr_warmup_decay``."""

CYCLE_RISE, CYCLE_START, CYCLE_END = 0.3, 1 / 25, 1 / 25 / 1e4
"""OneCycleLR's ``pct_start``, ``1 / div_factor`` and ``1 / div_factor / final_div_factor``."""


THRESHOLD = 1e-4
"""ReduceLROnPlateau's: what is better by a smaller share is not better."""


@dataclass(frozen=True)
class Schedule:
    """The share of the learning rate with which each step is taken, as far as it is known before the run.

    Attributes:
        kind: the setting ``schedule``.
        num_steps: of the whole run; warmup_steps: of them at first.
        drop_steps: steps between two reductions of the step schedule.
        cycle_steps: steps between two restarts of the cosine.
        gamma: what each of them multiplies by.
    """

    kind: str
    num_steps: int
    warmup_steps: int
    drop_steps: int
    cycle_steps: int
    gamma: float

    @classmethod
    def of(cls, config: TrainingConfig, steps_per_epoch: int) -> Schedule:
        """Return the schedule that the settings ask for."""
        warmup = 0 if config.schedule == "one_cycle" else config.warmup_epochs
        return cls(
            kind=config.schedule,
            num_steps=config.epochs * steps_per_epoch,
            warmup_steps=min(warmup, config.epochs) * steps_per_epoch,
            drop_steps=config.step_size * steps_per_epoch,
            cycle_steps=config.cycle_epochs * steps_per_epoch,
            gamma=config.gamma,
        )

    def factor(self, step: int) -> float:
        """Return what the learning rate is multiplied by in a step.

        Beyond the last one it is what it was there, but that a cosine with restarts goes on with another cycle.

        Args:
            step: counted from 0.
        """
        if self.kind != "cosine_restarts":
            step = min(step, self.num_steps - 1)
        if step < self.warmup_steps:
            return WARMUP_START + (1 - WARMUP_START) * step / self.warmup_steps
        since = step - self.warmup_steps
        if self.kind == "step":
            return self.gamma ** (since // self.drop_steps)
        if self.kind == "cosine":
            return _cosine(1, 0, since / (self.num_steps - self.warmup_steps))
        if self.kind == "cosine_restarts":
            return _cosine(1, 0, since % self.cycle_steps / self.cycle_steps)
        return self._cycle(step) if self.kind == "one_cycle" else 1.0

    def _cycle(self, step: int) -> float:
        """Smith & Topin 2018, as in OneCycleLR with cosines; of the rate alone, the momentum stays."""
        peak, last = CYCLE_RISE * self.num_steps - 1, self.num_steps - 1
        if step <= peak:
            return _cosine(CYCLE_START, 1, step / peak) if peak > 0 else 1.0
        peak = max(peak, 0.0)  # a run of a few steps has no room to rise
        return _cosine(1, CYCLE_END, (step - peak) / (last - peak)) if last > peak else 1.0


def _cosine(start: float, end: float, share: float) -> float:
    return end + (start - end) * (1 + math.cos(math.pi * share)) / 2


class Plateau:
    """Divides the rate when validation no longer gets better: torch's ReduceLROnPlateau with ``mode="max"``.

    Attributes:
        factor: what the learning rate is multiplied by now.
        best: the best accuracy so far; num_worse: epochs since.
    """

    def __init__(self, config: TrainingConfig) -> None:
        self._is_on = config.schedule == "plateau"
        self._gamma = config.gamma
        self._patience = config.plateau_patience
        self.factor = 1.0
        self.best = -math.inf
        self.num_worse = 0

    def note(self, accuracy: float) -> None:
        """Take an epoch's validation accuracy."""
        if not self._is_on:
            return
        if accuracy > self.best * (1 + THRESHOLD):
            self.best, self.num_worse = accuracy, 0
        else:
            self.num_worse += 1
        if self.num_worse > self._patience:
            self.factor, self.num_worse = self.factor * self._gamma, 0

    def state(self) -> dict[str, float]:
        """Return what has to be known to go on."""
        return {"factor": self.factor, "best": self.best, "num_worse": self.num_worse}

    def restore(self, state: dict[str, float]) -> None:
        """Go on from a state."""
        self.factor, self.best = state["factor"], state["best"]
        self.num_worse = int(state["num_worse"])


def curve(config: TrainingConfig, num_points: int = 240) -> tuple[list[float], list[float]]:
    """Return epochs and the learning rates at them, as a run with these settings would have them.

    Args:
        num_points: about how many; a run of fewer steps has fewer.
    """
    steps_per_epoch = max(1, math.ceil(num_points / config.epochs))
    schedule = Schedule.of(config, steps_per_epoch)
    stride = max(1, schedule.num_steps // num_points)
    steps = range(0, schedule.num_steps, stride)
    return [step / steps_per_epoch for step in steps], [config.lr * schedule.factor(step) for step in steps]
