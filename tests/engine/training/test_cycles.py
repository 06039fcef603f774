"""Restarts of the learning rate, and after which epochs they come."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.training.config import TrainingConfig
from engine.training.cycles import ends_cycle, num_snapshots
from engine.training.schedules import Schedule

SETTINGS = {"schedule": "cosine_restarts", "epochs": 12}


def test_a_snapshot_is_due_behind_each_whole_cycle() -> None:
    config = TrainingConfig.from_mapping({**SETTINGS, "cycle_epochs": 5})
    assert [epoch for epoch in range(1, 13) if ends_cycle(config, epoch)] == [5, 10]
    assert num_snapshots(config) == 2


def test_a_warm_up_belongs_to_no_cycle() -> None:
    config = TrainingConfig.from_mapping({**SETTINGS, "cycle_epochs": 5, "warmup_epochs": 2})
    assert [epoch for epoch in range(1, 13) if ends_cycle(config, epoch)] == [7, 12]


@pytest.mark.parametrize("schedule", ["constant", "step", "cosine", "one_cycle", "plateau"])
def test_other_schedules_have_no_cycles(schedule: str) -> None:
    config = TrainingConfig(epochs=12, schedule=schedule)
    assert num_snapshots(config) == 0
    assert not any(ends_cycle(config, epoch) for epoch in range(13))


@given(st.integers(1, 30), st.integers(1, 9), st.integers(0, 5), st.integers(2, 7))
def test_the_rate_is_lowest_where_a_snapshot_is_taken_and_full_in_the_next_step(
    epochs: int, cycle: int, warmup: int, per_epoch: int
) -> None:
    config = TrainingConfig(
        schedule="cosine_restarts", epochs=epochs, cycle_epochs=cycle, warmup_epochs=min(warmup, epochs)
    )
    schedule = Schedule.of(config, per_epoch)
    ends = [epoch for epoch in range(1, epochs + 1) if ends_cycle(config, epoch)]
    assert len(ends) == num_snapshots(config)
    for epoch in ends:
        rates = [schedule.factor(step) for step in range((epoch - cycle) * per_epoch, epoch * per_epoch)]
        assert min(rates) == rates[-1] > 0
        assert schedule.factor(epoch * per_epoch) == 1
