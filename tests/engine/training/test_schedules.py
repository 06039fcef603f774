"""The schedules against torch.optim.lr_scheduler, step by step."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch.optim import lr_scheduler

from engine.training.config import TrainingConfig
from engine.training.schedules import WARMUP_START, Plateau, Schedule, curve

PER_EPOCH = 7


def optimizer(lr: float = 0.3) -> torch.optim.Optimizer:
    return torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=lr)


def rates(make: Callable[[torch.optim.Optimizer], Any], num_steps: int) -> list[float]:
    """Return the learning rate of each step as torch's scheduler has it."""
    one = optimizer()
    scheduler = make(one)
    found = []
    for _ in range(num_steps):
        found.append(one.param_groups[0]["lr"])
        one.step()
        with warnings.catch_warnings():  # SequentialLR passes on an epoch, which its parts find old-fashioned
            warnings.simplefilter("ignore")
            scheduler.step()
    return found


def ours(num_steps: int, **settings: Any) -> list[float]:
    config = TrainingConfig(lr=0.3, **settings)
    schedule = Schedule.of(config, PER_EPOCH)
    return [config.lr * schedule.factor(step) for step in range(num_steps)]


def test_constant() -> None:
    assert ours(70, epochs=10) == [0.3] * 70


def test_step() -> None:
    expected = rates(lambda one: lr_scheduler.StepLR(one, 3 * PER_EPOCH, 0.2), 70)
    assert ours(70, epochs=10, schedule="step", step_size=3, gamma=0.2) == pytest.approx(expected)


def test_cosine() -> None:
    expected = rates(lambda one: lr_scheduler.CosineAnnealingLR(one, 70), 70)
    assert ours(70, epochs=10, schedule="cosine") == pytest.approx(expected)


def test_cosine_with_restarts() -> None:
    """Also beyond the last planned epoch: there it begins another cycle."""
    expected = rates(lambda one: lr_scheduler.CosineAnnealingWarmRestarts(one, 3 * PER_EPOCH), 90)
    assert ours(90, epochs=10, schedule="cosine_restarts", cycle_epochs=3) == pytest.approx(expected)


def test_one_cycle() -> None:
    expected = rates(lambda one: lr_scheduler.OneCycleLR(one, 0.3, total_steps=70, cycle_momentum=False), 70)
    assert ours(70, epochs=10, schedule="one_cycle", warmup_epochs=3) == pytest.approx(expected)


def test_a_warm_up_goes_before_the_schedule() -> None:
    def make(one: torch.optim.Optimizer) -> Any:
        warmup = lr_scheduler.LinearLR(one, WARMUP_START, total_iters=2 * PER_EPOCH)
        rest = lr_scheduler.StepLR(one, 4 * PER_EPOCH, 0.1)
        return lr_scheduler.SequentialLR(one, [warmup, rest], [2 * PER_EPOCH])

    assert ours(70, epochs=10, schedule="step", step_size=4, warmup_epochs=2) == pytest.approx(rates(make, 70))


@given(st.lists(st.floats(0, 1), max_size=40), st.integers(0, 4))
def test_plateau(accuracies: list[float], patience: int) -> None:
    one = optimizer()
    theirs = lr_scheduler.ReduceLROnPlateau(one, mode="max", factor=0.1, patience=patience, eps=0)
    plateau = Plateau(TrainingConfig(schedule="plateau", plateau_patience=patience))
    for accuracy in accuracies:
        theirs.step(accuracy)
        plateau.note(accuracy)
        assert 0.3 * plateau.factor == pytest.approx(one.param_groups[0]["lr"])


def test_only_its_own_schedule_heeds_a_plateau() -> None:
    plateau = Plateau(TrainingConfig(schedule="step", plateau_patience=0))
    for _ in range(5):
        plateau.note(0.5)
    assert plateau.factor == 1.0


@given(
    st.sampled_from(("constant", "step", "cosine", "one_cycle", "plateau")),
    st.integers(1, 12),
    st.integers(0, 12),
    st.integers(1, 9),
)
def test_every_run_has_a_rate_for_every_step_and_beyond(kind: str, epochs: int, warmup: int, per_epoch: int) -> None:
    schedule = Schedule.of(TrainingConfig(schedule=kind, epochs=epochs, warmup_epochs=warmup), per_epoch)
    factors = [schedule.factor(step) for step in range(epochs * per_epoch + 3)]
    assert all(0 < factor <= 1 for factor in factors)
    assert factors[-1] == factors[epochs * per_epoch - 1], "added epochs go on at the last rate"


@pytest.mark.parametrize("epochs", [1, 15, 100_000])
def test_the_drawn_curve_is_the_runs(epochs: int) -> None:
    config = TrainingConfig(schedule="cosine", epochs=epochs, lr=0.2)
    places, values = curve(config)
    assert len(places) == len(values) <= 500
    assert (places[0], values[0]) == (0.0, 0.2)
    assert 0 <= values[-1] < 0.01
    assert epochs * 0.98 <= places[-1] < epochs
