"""A session between the window and a runner: scripted for the order of things, real for the thread."""

from __future__ import annotations

import threading
import time

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from engine.probes.frames import ActivationFrame, FrameKey, FrameKind
from engine.training.config import TrainingConfig
from engine.training.events import (
    EndReason,
    EpochFinished,
    RunFailed,
    RunFinished,
    RunPaused,
    RunResumed,
    RunStarted,
)
from gui.training.run_session import RunSession, RunState
from tests import networks
from tests.gui.training.conftest import EPOCH, STARTED, Stage, post_steps

KEY = FrameKey(FrameKind.ACTIVATIONS, "n1")


def thread_of_the_run() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "convcanvas-run"]


class TestScripted:
    def test_before_the_first_run_there_is_nothing(self, stage: Stage) -> None:
        session = stage.session
        assert session.state is RunState.IDLE
        assert session.graph is session.config is session.last_event is session.started is None
        assert len(session.records) == 0
        session.pause()
        session.resume()
        session.stop()
        session.watch([KEY])
        session.close()

    def test_a_run_is_announced_before_its_thread_begins(self, stage: Stage) -> None:
        seen = []
        stage.session.run_started.connect(lambda: seen.append((stage.session.state, list(stage.runner.calls))))
        stage.start()
        assert seen == [(RunState.STARTING, [])]
        assert stage.runner.calls == ["start"]
        assert stage.session.graph is stage.runner.graph
        assert stage.session.config is stage.runner.config

    def test_states_follow_the_events(self, stage: Stage, qtbot: QtBot) -> None:
        states = []
        stage.session.state_changed.connect(states.append)
        stage.start()
        finished = RunFinished(EndReason.STOPPED, "", None, 1, 21, 1.0, None, 1.0, 1.0)
        for event in (STARTED, EPOCH, RunPaused(21), RunResumed(21), finished):
            stage.mailbox.post_event(event)
        qtbot.waitUntil(lambda: stage.session.state is RunState.FINISHED)
        assert states == [
            RunState.STARTING,
            RunState.RUNNING,
            RunState.PAUSED,
            RunState.RUNNING,
            RunState.FINISHED,
        ]
        assert stage.session.events == (STARTED, EPOCH, RunPaused(21), RunResumed(21), finished)
        assert stage.session.started is STARTED
        assert stage.session.last_event is finished

    def test_the_state_is_up_to_date_when_an_event_is_announced(self, stage: Stage, qtbot: QtBot) -> None:
        states = []
        stage.session.event_received.connect(lambda _: states.append(stage.session.state))
        stage.start()
        stage.mailbox.post_event(STARTED)
        qtbot.waitUntil(lambda: states == [RunState.RUNNING])

    def test_no_step_is_lost_or_given_twice(self, stage: Stage, qtbot: QtBot) -> None:
        parts = []
        stage.session.scalars_received.connect(lambda records: parts.append(records["step"].tolist()))
        stage.start()
        for first in range(1, 3000, 500):
            post_steps(stage.mailbox, first, first + 499)
            qtbot.wait(40)
        qtbot.waitUntil(lambda: len(stage.session.records) == 3000)
        assert [step for part in parts for step in part] == list(range(1, 3001))
        assert stage.session.records["loss"].tolist() == [1 / step for step in range(1, 3001)]

    def test_frames_that_are_watched_arrive(self, stage: Stage, qtbot: QtBot) -> None:
        frames = []
        stage.session.frames_received.connect(frames.append)
        stage.start()
        stage.session.watch([KEY])
        frame = ActivationFrame(1, np.zeros((1, 2, 2), np.float32), 1)
        stage.mailbox.post_frame(KEY, frame)
        qtbot.waitUntil(lambda: frames == [{KEY: frame}])
        assert not stage.mailbox.take_frames()

    def test_a_new_run_takes_the_place_of_the_old_one(self, stage: Stage, qtbot: QtBot) -> None:
        stage.start()
        old = stage.runner
        old.mailbox.post_event(STARTED)
        post_steps(old.mailbox, 1, 5)
        qtbot.waitUntil(lambda: len(stage.session.records) == 5)
        stage.start(networks.small())
        assert old.calls[-1] == "close"
        assert stage.session.state is RunState.STARTING
        assert stage.session.events == ()
        assert len(stage.session.records) == 0
        post_steps(old.mailbox, 6, 9)  # a step that was still under way
        qtbot.wait(80)
        assert len(stage.session.records) == 0

    def test_who_hears_of_the_end_may_start_the_next_run(self, stage: Stage, qtbot: QtBot) -> None:
        stage.start()

        def again(event: object) -> None:
            if isinstance(event, RunFailed):
                stage.start()

        stage.session.event_received.connect(again)
        post_steps(stage.mailbox, 1, 5)
        stage.mailbox.post_event(RunFailed("No.", None, ""))
        qtbot.waitUntil(lambda: len(stage.runners) == 2)
        qtbot.wait(80)
        assert stage.session.events == ()
        assert len(stage.session.records) == 0
        stage.mailbox.post_event(STARTED)
        qtbot.waitUntil(lambda: stage.session.events == (STARTED,))

    def test_close_forgets_the_run_and_asks_no_more(self, stage: Stage, qtbot: QtBot) -> None:
        stage.start()
        runner = stage.runner
        stage.session.close()
        assert runner.calls == ["start", "close"]
        assert stage.session.state is RunState.IDLE
        assert stage.session.graph is None
        runner.mailbox.post_event(STARTED)
        qtbot.wait(80)
        assert stage.session.events == ()

    @pytest.mark.parametrize("order", ["pause", "resume", "stop"])
    def test_orders_are_passed_on(self, stage: Stage, order: str) -> None:
        stage.start()
        getattr(stage.session, order)()
        assert stage.runner.calls == ["start", order]


class TestReal:
    def test_two_epochs_of_lenet_arrive_whole(self, run_session: RunSession, qtbot: QtBot) -> None:
        graph = networks.lenet()
        run_session.start(graph, TrainingConfig(epochs=2))
        qtbot.waitUntil(lambda: run_session.state is RunState.FINISHED, timeout=120_000)
        started, *epochs, finished = run_session.events
        assert isinstance(started, RunStarted)
        assert isinstance(finished, RunFinished)
        assert [epoch.epoch for epoch in epochs if isinstance(epoch, EpochFinished)] == [1, 2]
        qtbot.waitUntil(lambda: len(run_session.records) == finished.step)
        assert run_session.records["step"].tolist() == list(range(1, 2 * started.steps_per_epoch + 1))
        assert run_session.graph is graph

    def test_close_joins_the_thread_in_the_middle_of_a_run(self, run_session: RunSession, qtbot: QtBot) -> None:
        run_session.start(networks.lenet(), TrainingConfig(epochs=1000))
        qtbot.waitUntil(lambda: len(run_session.records) > 2, timeout=60_000)
        assert thread_of_the_run()
        begin = time.monotonic()
        run_session.close()
        assert time.monotonic() - begin < 3
        assert not thread_of_the_run()
        assert run_session.state is RunState.IDLE

    def test_frames_come_while_it_is_paused_and_after_its_end(self, run_session: RunSession, qtbot: QtBot) -> None:
        graph = networks.lenet()
        seen: dict[FrameKey, ActivationFrame] = {}
        run_session.frames_received.connect(seen.update)
        run_session.start(graph, TrainingConfig(epochs=1000))
        qtbot.waitUntil(lambda: len(run_session.records) > 2, timeout=60_000)
        run_session.pause()
        qtbot.waitUntil(lambda: run_session.state is RunState.PAUSED)
        for name, shape in {"conv1": (6, 28, 28), "fc1": (120,), "input": (1, 32, 32), "output": (10,)}.items():
            key = FrameKey(FrameKind.ACTIVATIONS, graph.by_name[name].id)
            run_session.watch([key])
            qtbot.waitUntil(lambda key=key: key in seen)
            assert seen[key].values.shape == shape
            assert seen[key].step == run_session.records["step"][-1]
        run_session.stop()
        qtbot.waitUntil(lambda: run_session.state is RunState.FINISHED)
        key = FrameKey(FrameKind.ACTIVATIONS, graph.by_name["conv2"].id)
        run_session.watch([key])
        qtbot.waitUntil(lambda: key in seen)

    def test_a_failed_run_ends_its_own_thread(self, run_session: RunSession, qtbot: QtBot) -> None:
        run_session.start(networks.lenet(), TrainingConfig(device="mps"))
        qtbot.waitUntil(lambda: isinstance(run_session.last_event, RunFailed), timeout=60_000)
        assert run_session.state is RunState.FINISHED
        qtbot.waitUntil(lambda: not thread_of_the_run())
