"""The live views before the first run: they show the network as it is, with the weights that a run begins with."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from engine.graph import edits
from engine.probes.frames import ActivationFrame, FrameKind, GradientFrame, PictureFrame, PredictionFrame
from gui.main_window import MainWindow
from gui.training.run_session import RunState
from tests.gui.conftest import Hand
from tests.gui.training.conftest import ScriptedRunner
from tests.gui.xray.conftest import Script

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def looking_in(window: MainWindow, hand: Hand, script: Script, qtbot: QtBot) -> MainWindow:
    """A window with LeNet-5 and its live views, before any run."""
    window.open_preset("lenet5")
    hand.key(Qt.Key.Key_L, CONTROL)
    qtbot.waitUntil(lambda: script.present is not None)
    return window


def post_maps(script: Script, window: MainWindow, qtbot: QtBot) -> ActivationFrame:
    maps = ActivationFrame(0, np.random.default_rng(0).normal(size=(6, 28, 28)).astype(np.float32), 6)
    script.post(FrameKind.ACTIVATIONS, maps)
    qtbot.waitUntil(lambda: window.live_views.activations.plot.frame is maps)
    return maps


def test_maps_and_gradients_of_the_first_weights(looking_in: MainWindow, script: Script, qtbot: QtBot) -> None:
    views = looking_in.live_views
    post_maps(script, looking_in, qtbot)
    assert views.activations.title == "Activations · conv1 · 6 × 28 × 28 · before training"
    assert views.header.text.startswith("Before training")
    views.area.dock_of(views.gradients).raise_()
    qtbot.waitUntil(lambda: script.key(FrameKind.GRADIENTS) is not None)
    conv1 = looking_in.session.graph.by_name["conv1"].id
    norms = np.float32([0.5, 0.25])
    script.post(FrameKind.GRADIENTS, GradientFrame(0, (conv1, conv1), ("weight", "bias"), norms))
    qtbot.waitUntil(lambda: bool(views.gradients.plot.groups))
    assert [bar.norm for bar in views.gradients.plot.groups[0].bars] == norms.tolist()


def test_the_selection_and_the_picture_are_followed(looking_in: MainWindow, script: Script, qtbot: QtBot) -> None:
    conv2 = looking_in.session.graph.by_name["conv2"].id
    looking_in.canvas.select([conv2])
    qtbot.waitUntil(lambda: script.key(FrameKind.ACTIVATIONS).node_id == conv2)
    views = looking_in.live_views
    views.area.dock_of(views.predictions).raise_()
    qtbot.waitUntil(lambda: script.key(FrameKind.PREDICTION) is not None)
    pixels = np.zeros((32, 32, 3), np.uint8)
    names = tuple(f"bird {place}" for place in range(10))
    values = np.zeros((1, 32, 32), np.float32)
    script.post(FrameKind.PICTURE, PictureFrame(0, pixels, values, 3, "validation image 0", class_names=names))
    answer = PredictionFrame(0, np.arange(5), np.float32([0.3, 0.2, 0.2, 0.2, 0.1]), 3, 0.1, 2.3)
    script.post(FrameKind.PREDICTION, answer)
    qtbot.waitUntil(lambda: views.predictions.view.bars.frame is answer)
    assert views.predictions.view.bars.name_of(3) == "bird 3"  # reading the data has told


def test_an_edit_elsewhere_does_not_make_a_map_blink(looking_in: MainWindow, script: Script, qtbot: QtBot) -> None:
    maps = post_maps(script, looking_in, qtbot)
    former, fc3 = script.present, looking_in.session.graph.by_name["fc3"].id
    looking_in.session.edit("More classes", lambda graph: edits.set_param(graph, fc3, "out_features", 12))
    qtbot.waitUntil(lambda: script.present is not None and script.present is not former)
    assert looking_in.live_views.activations.plot.frame is maps
    assert looking_in.live_views.activations.notice == ""


def test_a_network_that_cannot_be_computed_is_not_shown(looking_in: MainWindow, script: Script, qtbot: QtBot) -> None:
    post_maps(script, looking_in, qtbot)
    conv1 = looking_in.session.graph.by_name["conv1"].id
    looking_in.session.edit("Too large", lambda graph: edits.set_param(graph, conv1, "kernel_size", (99, 99)))
    notice = "Build a network that works, or open one, to see the maps of its layers."
    qtbot.waitUntil(lambda: looking_in.live_views.activations.notice == notice)


def test_a_failure_is_said_in_the_panels(looking_in: MainWindow, script: Script, qtbot: QtBot) -> None:
    from engine.training.events import InspectionFailed

    script.present.mailbox.post_event(InspectionFailed("No such device.", None, ""))
    qtbot.waitUntil(lambda: looking_in.live_views.activations.notice == "No such device.")


def test_a_run_begins_after_those_who_looked_and_the_window_does_not_wait(
    looking_in: MainWindow, script: Script, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    looker, waits = script.present, []
    monkeypatch.setattr(looker, "close", lambda timeout: bool(waits.append(timeout)))  # it goes on for a while
    runners: list[ScriptedRunner] = []
    session = looking_in.run_session

    def make(graph: object, config: object, mailbox: object, *folder: object) -> ScriptedRunner:
        runners.append(ScriptedRunner(graph, config, mailbox))
        return runners[-1]

    monkeypatch.setattr(session, "_make_runner", make)
    looking_in.train()
    assert session.state is RunState.STARTING
    assert waits
    assert max(waits) == 0
    assert runners[-1].after == (looker,)
    monkeypatch.undo()
    session.close()
