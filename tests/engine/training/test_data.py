"""Runs on any data: prepared with progress, stopped meanwhile, mixed, streamed, with files left out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.data import loading
from engine.graph.builder import GraphBuilder
from engine.graph.model import Graph
from engine.runtime.mailbox import Mailbox
from engine.training import loop
from engine.training.config import TrainingConfig
from engine.training.control import RunControl
from engine.training.events import DataProgress, EndReason, ImagesLeftOut, RunEvent, RunFailed, RunFinished
from engine.training.inspection import inspect
from tests.networks import small

SHORT = TrainingConfig(epochs=2, batch_size=128, device="cpu")


def events_of(graph: Graph, config: TrainingConfig, control: RunControl | None = None) -> list[RunEvent]:
    mailbox = Mailbox()
    loop.train(graph, config, mailbox, control)
    return mailbox.take_events()


def two_classes(channels: int = 3) -> Graph:
    net = GraphBuilder()
    x = net.add("Conv2d", net.input((channels, 8, 8)), name="conv", out_channels=4, kernel_size=3)
    x = net.add("ReLU", x)
    return net.output(net.add("Linear", net.add("Flatten", x), name="fc", out_features=2))


@pytest.fixture
def pets(tmp_path: Path) -> Path:
    """Red and blue pictures, and one of each ten that is damaged."""
    for number in range(60):
        path = tmp_path / ("red", "blue")[number % 2] / f"{number}.png"
        path.parent.mkdir(exist_ok=True)
        pixels = np.random.default_rng(number).integers(60, size=(12, 10 + number % 5, 3)).astype(np.uint8)
        pixels[..., 0 if number % 2 == 0 else 2] += 150
        Image.fromarray(pixels).save(path)
        if number % 10 == 0:
            path.write_bytes(path.read_bytes()[:100])
    return tmp_path


@pytest.mark.parametrize("is_streamed", [False, True])
def test_own_images_are_learned_without_the_damaged_ones(
    pets: Path, is_streamed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if is_streamed:
        monkeypatch.setattr(loading, "RESIDENT_BYTES", 0)
    config = replace(SHORT, data=str(pets), epochs=8, batch_size=8, lr=0.005, augment="RandomCrop(padding=1), MixUp")
    events = events_of(two_classes(), config)
    assert isinstance(events[0], DataProgress)
    assert events[0].what == "Checking images"
    (left,) = (event for event in events if isinstance(event, ImagesLeftOut))
    assert [Path(file.path).name for file in left.files] == ["0.png", "10.png", "20.png", "30.png", "40.png", "50.png"]
    assert isinstance(events[-1], RunFinished), events[-1]
    assert events[-1].test_accuracy == 1.0


@pytest.mark.parametrize(
    "augment", ["RandomCrop(padding=1)", "MixUp", "CutMix, RandomErasing", "RandomResizedCrop, ColorJitter"]
)
def test_augmented_runs_repeat_and_learn(augment: str) -> None:
    def run() -> tuple[list[float], float | None]:
        mailbox = Mailbox()
        loop.train(small(), replace(SHORT, augment=augment, lr=0.02), mailbox)
        end = mailbox.take_events()[-1]
        assert isinstance(end, RunFinished), end
        return mailbox.read_scalars()[0]["loss"].tolist(), end.test_accuracy

    losses, _ = first = run()
    assert run() == first
    assert losses[-1] < losses[0]


def test_stop_ends_a_preparation(pets: Path) -> None:
    control = RunControl()
    control.stop()
    (end,) = events_of(two_classes(), replace(SHORT, data=str(pets)), control)
    assert isinstance(end, RunFinished)
    assert (end.reason, end.step, end.test_accuracy) == (EndReason.STOPPED, 0, None)
    assert end.message == "Stopped while the images were being prepared."


def test_the_scores_must_fit_the_classes_that_are_found(pets: Path) -> None:
    end = events_of(small(), replace(SHORT, data=str(pets)))[-1]
    assert isinstance(end, RunFailed)
    assert "expected 2 scores, one per class of" in end.message


def test_classes_that_are_known_are_checked_before_anything_is_downloaded() -> None:
    (end,) = events_of(two_classes(), replace(SHORT, data="cifar10"))
    assert isinstance(end, RunFailed)
    assert "expected 10 scores, one per class of CIFAR-10" in end.message


def test_data_that_are_gone_are_a_sentence() -> None:
    end = events_of(two_classes(), replace(SHORT, data="/nowhere/pets"))[-1]
    assert isinstance(end, RunFailed)
    assert end.message.startswith("There is no folder '/nowhere/pets'.")


def test_to_look_into_a_network_downloads_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CONVCANVAS_DATA", str(tmp_path))
    monkeypatch.setattr("urllib.request.urlopen", None)  # to ask a server would fail
    control, mailbox = RunControl(), Mailbox()
    control.close()
    inspect(two_classes(), replace(SHORT, data="cifar10"), mailbox, control)
    assert [type(event).__name__ for event in mailbox.take_events()] == ["InspectionReady"]
