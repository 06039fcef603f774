"""No step waits for the device: what reads a tensor's values holds up whoever computes elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from typing import Any

import pytest
from torch import Tensor

from engine.probes.schedule import Schedule
from engine.training.config import TrainingConfig
from engine.training.control import RunControl
from engine.training.loop import train
from engine.training.update import Update
from tests.networks import ActingMailbox, small

READERS = ("item", "tolist", "numpy", "cpu", "__bool__", "__float__", "__int__", "__index__")
"""Each of them waits until the value has been computed."""

NUM_STEPS = 20


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Everything that reads a tensor, and the parts of each step, in order.

    Without what the probes note for those who look later: they have a share of the time, and keep to it themselves.
    """
    monkeypatch.setattr(Schedule, "may_note_history", lambda schedule: False)
    happened: list[str] = []

    def noted(method: Callable[..., Any], word: str) -> Callable[..., Any]:
        def call(*arguments: Any, **more: Any) -> Any:
            happened.append(word)
            return method(*arguments, **more)

        return call

    for name in READERS:
        monkeypatch.setattr(Tensor, name, noted(getattr(Tensor, name), "read"), raising=False)
    for name in ("begin", "backward", "take"):
        monkeypatch.setattr(Update, name, noted(getattr(Update, name), name))
    return happened


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"augment": "RandomCrop, RandomHorizontalFlip, ColorJitter, RandomErasing, RandomResizedCrop, MixUp"},
        {"accumulation": 4, "clip_norm": 1.0, "l1": 0.01, "schedule": "cosine"},
        {"optimizer": "AdamW", "weight_decay": 0.01, "label_smoothing": 0.1, "class_weights": "balanced"},
    ],
    ids=["plain", "augmented", "in parts", "AdamW"],
)
def test_a_step_reads_once_and_behind_its_backward_pass(log: list[str], settings: dict[str, Any]) -> None:
    control = RunControl()
    mailbox = ActingMailbox({NUM_STEPS: control.close})
    train(small(), TrainingConfig(device="cpu", **settings), mailbox, control)
    last = len(log) - 1 - log[::-1].index("take")
    steps = [word for word, _ in groupby(log[log.index("begin") : last + 1])]
    assert steps == ["begin", "backward", "read", "take"] * NUM_STEPS
    assert log[log.index("begin") : last + 1].count("read") == NUM_STEPS * settings.get("accumulation", 1)
