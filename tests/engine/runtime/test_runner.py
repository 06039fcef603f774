from __future__ import annotations

import builtins
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import pytest
import torch

from engine.graph import edits
from engine.probes.frames import ActivationFrame, FrameKey, FrameKind
from engine.probes.picture import Part, SamplePicture
from engine.runtime.mailbox import Mailbox
from engine.runtime.runner import Runner
from engine.training.config import TrainingConfig
from engine.training.events import (
    EndReason,
    RunEvent,
    RunFailed,
    RunFinished,
    RunPaused,
    RunResumed,
    RunStarted,
)
from engine.training.update import Update
from tests.networks import ActingMailbox, all_keys, small

LONG = TrainingConfig(epochs=100_000, batch_size=128, device="cpu")
SHORT = TrainingConfig(epochs=1, batch_size=128, device="cpu")
PATIENCE_S = 20.0


def until(holds: Callable[[], Any]) -> Any:
    """Return what ``holds`` returns as soon as it is true."""
    deadline = time.monotonic() + PATIENCE_S
    while not (result := holds()):
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.002)
    return result


class Watched:
    """A runner with everything that it has reported so far."""

    def __init__(self, config: TrainingConfig = LONG, mailbox: Mailbox | None = None, **more: Any) -> None:
        self.graph = more.pop("graph", small())
        self.mailbox = mailbox if mailbox is not None else Mailbox()
        self.runner = Runner(self.graph, config, self.mailbox, **more)
        self.events: list[RunEvent] = []

    def wait_for(self, kind: type[RunEvent]) -> Any:
        def found() -> RunEvent | None:
            self.events += self.mailbox.take_events()
            return next((event for event in self.events if isinstance(event, kind)), None)

        return until(found)

    def wait_for_frame(self, key: FrameKey) -> Any:
        return until(lambda: self.mailbox.take_frames().get(key))

    def num_steps(self) -> int:
        return self.mailbox.read_scalars()[1]

    def key(self, name: str) -> FrameKey:
        return FrameKey(FrameKind.ACTIVATIONS, self.graph.by_name[name].id)


Make: TypeAlias = Callable[..., Watched]


@pytest.fixture
def make() -> Iterator[Make]:
    """Makes runs that are closed whatever comes of the test: a thread left over would keep pytest from ending."""
    made: list[Watched] = []

    def make(*arguments: Any, **more: Any) -> Watched:
        made.append(Watched(*arguments, **more))
        return made[-1]

    yield make
    closed = [one.runner.close(PATIENCE_S) for one in made]
    assert all(closed)


@pytest.fixture
def watched(make: Make) -> Watched:
    return make()


def test_it_trains_in_a_thread_of_its_own(watched: Watched) -> None:
    watched.runner.start()
    watched.wait_for(RunStarted)
    assert [thread.name for thread in threading.enumerate()].count("convcanvas-run") == 1
    until(lambda: watched.num_steps() > 3)


def test_pause_holds_and_resume_goes_on(watched: Watched) -> None:
    watched.runner.start()
    until(lambda: watched.num_steps() > 3)
    watched.runner.pause()
    paused = watched.wait_for(RunPaused)
    assert watched.runner.is_paused
    assert paused.step == watched.num_steps()
    time.sleep(0.05)
    assert watched.num_steps() == paused.step
    watched.runner.resume()
    assert watched.wait_for(RunResumed).step == paused.step
    until(lambda: watched.num_steps() > paused.step)


def test_pause_acts_before_the_next_step_and_changes_no_number(make: Make) -> None:
    one = make(SHORT, ActingMailbox({5: lambda: one.runner.pause()}))
    one.runner.start()
    assert one.wait_for(RunPaused).step == 5
    one.runner.watch(all_keys(one.graph))
    one.runner.resume()
    one.wait_for(RunFinished)
    other = make(SHORT)
    other.runner.start()
    other.wait_for(RunFinished)
    for field in ("loss", "accuracy"):
        losses = [run.mailbox.read_scalars()[0][field].tolist() for run in (one, other)]
        assert losses[0] == losses[1]


def test_pauses_are_left_out_of_the_time(make: Make) -> None:
    one = make(SHORT, ActingMailbox({5: lambda: one.runner.pause()}))
    begin = time.monotonic()
    one.runner.start()
    one.wait_for(RunPaused)
    time.sleep(0.5)
    one.runner.resume()
    end = one.wait_for(RunFinished)
    assert 0 < end.seconds <= time.monotonic() - begin - 0.5


def test_a_pause_before_the_start_holds_the_first_step(watched: Watched) -> None:
    watched.runner.pause()
    watched.runner.start()
    assert watched.wait_for(RunPaused).step == 0
    assert watched.num_steps() == 0


def test_stop_ends_a_paused_run(watched: Watched) -> None:
    watched.runner.start()
    until(lambda: watched.num_steps() > 3)
    watched.runner.pause()
    paused = watched.wait_for(RunPaused)
    watched.runner.stop()
    end = watched.wait_for(RunFinished)
    assert (end.reason, end.step) == (EndReason.STOPPED, paused.step)
    assert not any(isinstance(event, RunResumed) for event in watched.events)


def test_close_ends_a_running_a_paused_and_a_finished_run(make: Make) -> None:
    running, paused, ended, fresh = make(), make(), make(SHORT), make()
    for one in (running, paused, ended):
        one.runner.start()
    paused.runner.pause()
    paused.wait_for(RunPaused)
    ended.wait_for(RunFinished)
    until(lambda: running.num_steps() > 3)
    for one in (running, paused, ended, fresh):
        begin = time.monotonic()
        assert one.runner.close()
        assert time.monotonic() - begin < 3.0
    for one in (running, paused, ended):
        one.events += one.mailbox.take_events()
        assert sum(isinstance(event, RunFinished | RunFailed) for event in one.events) == 1
    assert running.wait_for(RunFinished).reason is EndReason.STOPPED
    assert running.runner.close()  # once more does no harm


def test_close_says_when_a_step_takes_too_long(make: Make) -> None:
    release = threading.Event()
    one = make(LONG, ActingMailbox({1: release.wait}))
    one.runner.start()
    until(lambda: one.num_steps() == 1)
    assert not one.runner.close(timeout=0.01)
    release.set()
    assert one.runner.close()


def test_a_paused_run_shows_another_node_at_once(watched: Watched) -> None:
    watched.runner.watch([watched.key("fc")])
    watched.runner.start()
    until(lambda: watched.num_steps() > 3)
    watched.runner.pause()
    step = watched.wait_for(RunPaused).step
    for name in ("pool", "stem.conv", "output", "input"):
        watched.runner.watch([watched.key(name)])
        assert watched.wait_for_frame(watched.key(name)).step == step
    gradients = FrameKey(FrameKind.GRADIENTS)
    watched.runner.watch([gradients])
    assert watched.wait_for_frame(gradients).step == step


def test_pausing_shows_the_last_step_even_where_an_older_frame_lies_unread(make: Make) -> None:
    one = make(LONG, ActingMailbox({5: lambda: one.runner.pause()}))
    key = one.key("fc")
    one.runner.watch([key])
    one.runner.start()  # the frame of step 1 stays unread
    one.wait_for(RunPaused)
    seen: list[ActivationFrame] = []
    until(lambda: seen.extend(one.mailbox.take_frames().values()) or (seen and seen[-1].step == 5))  # type: ignore[arg-type, func-returns-value]


def test_an_ended_run_shows_its_last_weights(make: Make, tmp_path: Path) -> None:
    one = make(SHORT, checkpoint_path=tmp_path / "weights.pt")
    one.runner.start()
    end = one.wait_for(RunFinished)
    inputs, outputs = one.key("flatten"), one.key("fc")
    one.runner.watch([inputs, outputs])
    frames: dict[FrameKey, Any] = {}
    until(lambda: frames.update(one.mailbox.take_frames()) or len(frames) == 2)  # type: ignore[func-returns-value]
    weights = torch.load(tmp_path / "weights.pt", weights_only=True)["model"]
    expected = weights["fc.weight"].numpy() @ frames[inputs].values + weights["fc.bias"].numpy()
    np.testing.assert_allclose(frames[outputs].values, expected, rtol=1e-4, atol=1e-5)
    assert frames[outputs].step == end.step
    one.events += one.mailbox.take_events()
    assert sum(isinstance(event, RunFinished | RunFailed) for event in one.events) == 1


def test_a_run_that_failed_shows_its_last_weights(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    original, calls = Update.take, iter(range(100))

    def fail_at_the_fourth(update: Update) -> None:
        if next(calls) == 3:
            raise RuntimeError("planted")
        original(update)

    monkeypatch.setattr(Update, "take", fail_at_the_fourth)
    one = make()
    one.runner.start()
    assert "planted" in one.wait_for(RunFailed).message
    for name in ("fc", "flatten"):
        key = one.key(name)
        one.runner.watch([key])
        assert one.wait_for_frame(key).step == 3
    picture = FrameKey(FrameKind.PICTURE)
    one.runner.watch([picture])
    one.wait_for_frame(picture)
    one.runner.show_picture(SamplePicture(Part.VALIDATION, 5))
    assert until(lambda: one.mailbox.take_frames().get(picture)).title == "validation image 5"


def test_a_run_that_never_began_ends_its_thread_by_itself(make: Make) -> None:
    one = make(graph=edits.remove_nodes(small(), [small().by_name["output"].id]))
    one.runner.start()
    assert "has no Output" in one.wait_for(RunFailed).message
    until(lambda: not any(thread.name == "convcanvas-run" for thread in threading.enumerate()))


def test_torch_that_cannot_be_loaded_is_said(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    original = builtins.__import__

    def refuse(name: str, *arguments: Any) -> Any:
        if name == "engine.training.loop":
            raise ImportError("libcudart.so: cannot open shared object file")
        return original(name, *arguments)

    monkeypatch.setattr(builtins, "__import__", refuse)
    one = make()
    one.runner.start()
    failed = one.wait_for(RunFailed)
    assert failed.message.startswith("PyTorch cannot be loaded: libcudart.so: cannot open shared object file.")


def test_edits_reach_the_next_run_only(watched: Watched) -> None:
    watched.runner.start()
    watched.wait_for(RunStarted)
    changed = edits.remove_nodes(watched.graph, list(watched.graph.nodes))
    assert not changed.nodes
    steps = watched.num_steps()
    until(lambda: watched.num_steps() > steps + 3)
    assert not any(isinstance(event, RunFailed) for event in watched.mailbox.take_events())
