"""A run in words."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from engine.runtime.mailbox import Mailbox
from engine.training.events import EndReason, RunFinished, RunStarted
from gui.training import run_text

STARTED = RunStarted("cpu", "CPU", 61_706, 1293, 144, 360, steps_per_epoch=21, epochs=15)
FINISHED = RunFinished(
    reason=EndReason.COMPLETED,
    message="Trained 15 epochs.",
    node_id=None,
    epoch=15,
    step=315,
    train_loss=0.01,
    test_accuracy=0.97777,
    seconds=8.6,
    images_per_second=2000.0,
)


def records(*seconds: float, images: int = 64):
    mailbox = Mailbox()
    for step, second in enumerate(seconds, start=1):
        mailbox.post_scalars(step, 1.0, 0.5, second, images * step)
    return mailbox.read_scalars()[0]


@pytest.mark.parametrize(
    ("step", "text"),
    [
        (0, "Epoch 1 of 15 · step 0 of 315"),
        (1, "Epoch 1 of 15 · step 1 of 315"),
        (21, "Epoch 1 of 15 · step 21 of 315"),
        (22, "Epoch 2 of 15 · step 22 of 315"),
        (63, "Epoch 3 of 15 · step 63 of 315"),
        (315, "Epoch 15 of 15 · step 315 of 315"),
    ],
)
def test_the_position(step: int, text: str) -> None:
    assert run_text.position_text(STARTED, step) == text


def test_large_numbers_have_commas() -> None:
    started = replace(STARTED, steps_per_epoch=1000, epochs=2000)
    assert run_text.position_text(started, 1_234_567) == "Epoch 1,235 of 2,000 · step 1,234,567 of 2,000,000"


def test_the_speed_is_that_of_the_last_seconds() -> None:
    slow = [float(second) for second in range(1, 6)]
    fast = [5.0 + 0.01 * step for step in range(1, 401)]
    speed = run_text.speed(records(*slow, *fast))
    assert speed is not None
    assert speed.steps_per_second == pytest.approx(100)
    assert speed.images_per_second == pytest.approx(6400)


def test_a_step_that_takes_longer_than_the_window_has_a_speed_too() -> None:
    speed = run_text.speed(records(10.0, 20.0, 30.0))
    assert speed == run_text.Speed(images_per_second=6.4, steps_per_second=0.1)


@pytest.mark.parametrize("seconds", [(), (1.0,), (1.0, 1.0)])
def test_no_speed_can_be_told_from_fewer_than_two_moments(seconds: tuple[float, ...]) -> None:
    assert run_text.speed(records(*seconds)) is None


def test_a_speed_takes_no_more_time_for_a_long_run() -> None:
    speed = run_text.speed(records(*np.arange(1, 20_001) * 0.001))
    assert speed is not None
    assert speed.steps_per_second == pytest.approx(1000)


@pytest.mark.parametrize(("rate", "text"), [(12_340.4, "12,340 images/s"), (3.14, "3.1 images/s")])
def test_the_rate(rate: float, text: str) -> None:
    assert run_text.rate_text(run_text.Speed(rate, 1.0)) == text


@pytest.mark.parametrize(
    ("steps_per_second", "text"),
    [(21.0, "0:12 left"), (1.0, "4:12 left"), (0.05, "1:24:00 left"), (1e9, "0:01 left"), (0.0, "")],
)
def test_the_time_left(steps_per_second: float, text: str) -> None:
    assert run_text.time_left_text(STARTED, 63, run_text.Speed(1.0, steps_per_second)) == text


def test_no_time_is_left_at_the_end() -> None:
    assert run_text.time_left_text(STARTED, 315, run_text.Speed(1.0, 1.0)) == "0:00 left"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.42, "0.4 s"), (8.6, "9 s"), (59.7, "1 min 0 s"), (125.0, "2 min 5 s"), (3780.0, "1 h 3 min")],
)
def test_a_duration(seconds: float, text: str) -> None:
    assert run_text.duration_text(seconds) == text


def test_the_result() -> None:
    assert run_text.result_text(STARTED, FINISHED) == "Completed: 97.8% of 360 test images right, in 9 s"
    stopped = replace(FINISHED, reason=EndReason.STOPPED, step=63)
    assert run_text.result_text(STARTED, stopped) == "Stopped after step 63: 97.8% of 360 test images right, in 9 s"
    untested = replace(stopped, test_accuracy=None)
    assert run_text.result_text(STARTED, untested) == "Stopped after step 63, in 9 s"


def test_a_diverged_run_says_where() -> None:
    diverged = replace(
        FINISHED,
        reason=EndReason.DIVERGED,
        message="conv2's output is not finite.",
        test_accuracy=None,
        train_loss=math.nan,
    )
    assert run_text.result_text(STARTED, diverged) == "conv2's output is not finite."
