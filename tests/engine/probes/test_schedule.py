from __future__ import annotations

import numpy as np
import pytest

from engine.probes.budget import CHEAP_S, Budget
from engine.probes.frames import FrameKey, FrameKind, Method, Why
from engine.probes.pace import Lane, Phase, pace_of
from engine.probes.picture import DrawnPicture
from engine.probes.schedule import Schedule
from engine.runtime.mailbox import Mailbox
from tests.probing import Clock

MAPS, COLOURS = FrameKey(FrameKind.ACTIVATIONS, "n1"), FrameKey(FrameKind.COLOURS)
WHY = FrameKey(FrameKind.WHY, None, Why(Method.SALIENCY))


class Worker:
    """Makes frames that cost what a test says, as the probes do between two steps."""

    def __init__(self, *keys: FrameKey, cost_s: float) -> None:
        self.clock, self.mailbox, self.cost_s, self.spent = Clock(), Mailbox(), cost_s, 0.0
        self.schedule = Schedule(self.mailbox, self.clock)
        self.mailbox.watch(keys)

    def between_steps(self) -> list[FrameKey]:
        self.mailbox.take_frames()
        due = [key for phase in Phase for key in self.schedule.due(phase)]
        for key in due:
            with self.schedule.spending(pace_of(key.kind).lane):
                self.clock.now += self.cost_s
            self.spent += self.cost_s
            self.schedule.note(key, 1)
        return due

    def train(self, seconds: float, step_s: float = 0.01) -> int:
        """Return how many frames were made."""
        end, made = self.clock.now + seconds, 0
        while self.clock.now < end:
            self.clock.now += step_s
            made += len(self.between_steps())
        return made


def test_all_lanes_together_leave_room_for_the_asking() -> None:
    assert sum(lane.share for lane in Lane) == pytest.approx(0.034)
    assert sum(lane.share_while_cheap for lane in Lane) < 0.1


@pytest.mark.parametrize("cost_s", [0.001, 0.02, 0.5])
def test_what_is_dear_comes_less_often_and_keeps_to_its_share(cost_s: float) -> None:
    worker = Worker(MAPS, cost_s=cost_s)
    made = worker.train(600)
    assert made >= 2
    share = Lane.LIVE.share_while_cheap if cost_s < CHEAP_S else Lane.LIVE.share
    assert worker.spent <= share * worker.clock.now + 0.05 + cost_s
    assert worker.spent >= 0.8 * min(share * worker.clock.now, made * cost_s)


def test_a_cheap_look_comes_often_enough_to_move() -> None:
    assert Worker(MAPS, cost_s=0.0015).train(100) >= 20 * 100


def test_several_keys_at_once_are_one_look() -> None:
    other = [FrameKey(FrameKind.ACTIVATIONS, f"n{number}") for number in range(10)]
    worker = Worker(MAPS, *other, cost_s=0.0015)
    worker.train(600)
    assert worker.spent <= Lane.LIVE.share * worker.clock.now + 0.1


def test_cheap_frames_come_with_every_step() -> None:
    assert Worker(MAPS, cost_s=0.0001).train(10, step_s=0.1) == pytest.approx(100, abs=2)


def test_kinds_keep_to_their_interval_whatever_they_cost() -> None:
    assert Worker(COLOURS, cost_s=0.0).train(100) == pytest.approx(
        100 / pace_of(FrameKind.COLOURS).interval_s, rel=0.05
    )


def test_what_was_asked_for_comes_at_once_and_then_rarely() -> None:
    worker = Worker(WHY, cost_s=2.0)
    assert worker.between_steps() == [WHY]
    other = FrameKey(FrameKind.WHY, None, Why(Method.OCCLUSION))
    worker.mailbox.watch([WHY, other])
    assert worker.between_steps() == [other]  # a debt of two seconds does not keep a person waiting
    assert worker.train(60) == 0


def test_another_picture_is_shown_at_once() -> None:
    worker = Worker(WHY, cost_s=2.0)
    worker.between_steps()
    assert worker.between_steps() == []
    worker.mailbox.show_picture(DrawnPicture(np.zeros((4, 4))))
    assert worker.between_steps() == [WHY]


def test_keys_that_are_gone_are_forgotten() -> None:
    worker = Worker(cost_s=0.0)
    for place in range(1000):
        worker.mailbox.watch([FrameKey(FrameKind.ACTIVATIONS, f"n{place}")])
        worker.between_steps()
    assert len(worker.schedule._known) < 100


def test_savings_have_an_end() -> None:
    clock = Clock()
    budget = Budget(0.5, most_s=0.1, clock=clock)
    clock.now = 1000.0
    assert budget.allows
    with budget.spending():
        clock.now += 1.0
    assert not budget.allows
    clock.now += 0.79  # the second inside earned half of one: 0.9 - 0.5 = 0.4 s are owed
    assert not budget.allows
    clock.now += 0.03
    assert budget.allows
