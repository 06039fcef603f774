from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from engine.graph import edits
from engine.graph.model import Graph
from engine.probes.frames import ActivationFrame, ColoursFrame, FrameKey, FrameKind, PictureFrame
from engine.probes.picture import DrawnPicture, FilePicture, Part, SamplePicture
from engine.runtime.inspector import Inspector
from engine.runtime.mailbox import Mailbox
from engine.runtime.runner import Runner
from engine.training.config import TrainingConfig
from engine.training.events import InspectionFailed, InspectionReady, RunPaused
from tests.networks import all_keys, lenet, small
from tests.probing import branchy

CONFIG = TrainingConfig(epochs=1, device="cpu")
PATIENCE_S = 20.0


def until(holds: Callable[[], Any]) -> Any:
    deadline = time.monotonic() + PATIENCE_S
    while not (result := holds()):
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.002)
    return result


class Watched:
    def __init__(self, worker: Inspector | Runner, mailbox: Mailbox, graph: Graph) -> None:
        self.worker, self.mailbox, self.graph = worker, mailbox, graph

    def event(self, kind: type) -> Any:
        return until(lambda: next((event for event in self.mailbox.take_events() if isinstance(event, kind)), None))

    def frame(self, key: FrameKey) -> Any:
        self.worker.watch([key])
        return until(lambda: self.mailbox.take_frames().get(key))

    def activations(self, name: str) -> Any:
        return self.frame(FrameKey(FrameKind.ACTIVATIONS, self.graph.by_name[name].id))


@pytest.fixture
def inspecting() -> Iterator[Callable[..., Watched]]:
    made: list[Watched] = []

    def make(
        graph: Graph, kind: type[Inspector] | type[Runner] = Inspector, config: TrainingConfig = CONFIG
    ) -> Watched:
        mailbox = Mailbox()
        made.append(Watched(kind(graph, config, mailbox), mailbox, graph))
        return made[-1]

    yield make
    closed = [one.worker.close(PATIENCE_S) for one in made]
    assert all(closed)


def test_it_shows_the_weights_that_a_run_begins_with(inspecting: Callable[..., Watched]) -> None:
    idle, run = inspecting(small()), inspecting(small(), Runner)
    run.worker.pause()
    run.worker.start()
    run.event(RunPaused)
    idle.worker.start()
    idle.event(InspectionReady)
    before, after = idle.activations("fc"), run.activations("fc")
    assert isinstance(before, ActivationFrame)
    assert before.step == after.step == 0
    np.testing.assert_array_equal(before.values, after.values)


def test_it_shows_weights_that_were_learned_before(inspecting: Callable[..., Watched], tmp_path: Path) -> None:
    torch.save({"fc.weight": torch.zeros(10, 36), "fc.bias": torch.arange(10.0)}, tmp_path / "fc.pt")
    idle = inspecting(small(), config=replace(CONFIG, start_from=str(tmp_path / "fc.pt")))
    idle.worker.start()
    idle.event(InspectionReady)
    np.testing.assert_array_equal(np.ravel(idle.activations("fc").values), np.arange(10.0))


def test_every_view_can_be_had_before_training(inspecting: Callable[..., Watched]) -> None:
    idle = inspecting(small())
    keys = {*all_keys(idle.graph), FrameKey(FrameKind.COLOURS), FrameKey(FrameKind.PICTURE)}
    idle.worker.watch(keys)
    idle.worker.start()
    frames: dict[FrameKey, Any] = {}
    wanted = {key for key in keys if key.kind is not FrameKind.POOLING} | {
        FrameKey(FrameKind.POOLING, idle.graph.by_name["pool"].id)
    }
    until(lambda: frames.update(idle.mailbox.take_frames()) or set(frames) == wanted)  # type: ignore[func-returns-value]
    colours = frames[FrameKey(FrameKind.COLOURS)]
    assert isinstance(colours, ColoursFrame)
    assert np.isfinite(colours.edge_gradient[1:-1]).all()


def test_the_picture_can_be_chosen_at_any_time(inspecting: Callable[..., Watched], tmp_path: Any) -> None:
    idle = inspecting(lenet())
    drawn = DrawnPicture(np.full((28, 28), 255, np.uint8))
    idle.worker.show_picture(drawn)
    idle.worker.start()
    key = FrameKey(FrameKind.PICTURE)
    first = idle.frame(key)
    assert isinstance(first, PictureFrame)
    assert (first.title, first.pixels.min(), first.pixels.shape) == ("drawing", 255, (32, 32, 3))
    idle.worker.show_picture(SamplePicture(Part.TEST, 3))
    second = until(lambda: idle.mailbox.take_frames().get(key))
    assert (second.title, second.label is not None) == ("test image 3", True)
    idle.worker.show_picture(FilePicture(str(tmp_path / "gone.png")))
    third = until(lambda: idle.mailbox.take_frames().get(key))
    assert "'gone.png' cannot be looked at. There is no such file." in third.problem
    np.testing.assert_array_equal(second.values, third.values)


def test_what_has_not_changed_is_not_made_again(inspecting: Callable[..., Watched]) -> None:
    idle = inspecting(small())
    idle.worker.start()
    picture, maps = FrameKey(FrameKind.PICTURE), FrameKey(FrameKind.ACTIVATIONS, idle.graph.by_name["fc"].id)
    idle.frame(picture)
    idle.worker.watch([picture, maps])
    until(lambda: maps in idle.mailbox._frames)
    assert picture not in idle.mailbox.take_frames()
    idle.worker.watch([maps])
    idle.worker.watch([picture, maps])  # asked for anew
    assert until(lambda: idle.mailbox.take_frames().get(picture))


def test_a_network_that_does_not_fit_the_data_can_still_be_looked_into(inspecting: Callable[..., Watched]) -> None:
    idle = inspecting(branchy())
    idle.worker.start()
    assert idle.activations("conv2").values.shape[0] == 8


def test_a_network_that_cannot_be_compiled_says_why(inspecting: Callable[..., Watched]) -> None:
    graph = small()
    idle = inspecting(edits.remove_nodes(graph, [graph.by_name["output"].id]))
    idle.worker.start()
    assert "has no Output" in idle.event(InspectionFailed).message
