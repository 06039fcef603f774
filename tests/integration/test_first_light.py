"""The main job, end to end by mouse and keys: LeNet-5 from the empty canvas, trained, watched, saved, opened again."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QCheckBox, QFileDialog, QPushButton, QSpinBox, QToolButton
from pytestqt.qtbot import QtBot

from engine.graph.model import Graph
from engine.training.events import EndReason, EpochFinished, RunFinished
from gui.main_window import MainWindow
from gui.training.run_session import RunState
from presets.lenet import lenet5
from tests.gui.test_running import press
from tests.gui.training.conftest import put_apart

CONTROL = Qt.KeyboardModifier.ControlModifier

LENET = [
    ("Input", {}),
    ("Conv2d", {"out_channels": 6, "kernel_size.H": 5}),
    ("Tanh", {}),
    ("AvgPool2d", {}),
    ("Conv2d", {"out_channels": 16, "kernel_size.H": 5}),
    ("Tanh", {}),
    ("AvgPool2d", {}),
    ("Flatten", {}),
    ("Linear", {"out_features": 120}),
    ("Tanh", {}),
    ("Linear", {"out_features": 84}),
    ("Tanh", {}),
    ("Linear", {"out_features": 10}),
    ("Output", {}),
]
SHAPES = {"conv1": "6 × 28 × 28", "pool1": "6 × 14 × 14", "conv2": "16 × 10 × 10", "pool2": "16 × 5 × 5"}


def build_lenet(window: MainWindow, hand) -> None:
    """Drag, wire and set LeNet-5 by hand, in two columns."""
    names = []
    for place, (type_, params) in enumerate(LENET):
        column, row = divmod(place, 7)
        node = hand.place(type_, QPointF(-180 + 360 * column, -300 + 96 * row))
        names.append(node.name)
        for param, value in params.items():
            hand.enter(window.inspector.findChild(QSpinBox, f"param:{param}"), str(value))
    for source, target in pairwise(names):
        hand.connect(source, target)


def without_places(graph: Graph) -> list[tuple]:
    """Return what a network computes: types and parameters in order."""
    return [(node.type, dict(node.params)) for node in graph.nodes.values()]


def button(window: MainWindow, name: str):
    return window.run_bar.findChild(QPushButton, name) or window.run_bar.findChild(QToolButton, name)


def set_training(window: MainWindow, hand, name: str, value: int) -> None:
    hand.enter(window.settings.findChild(QSpinBox, f"param:{name}"), str(value))


def start(window: MainWindow, hand, qtbot: QtBot) -> None:
    """Press Train and wait for the first steps."""
    hand.click(hand.at(window.settings.train_button))
    qtbot.waitUntil(lambda: len(window.run_session.records) > 3, timeout=60_000)


def test_lenet5_by_hand_learns_digits_and_every_view_shows_it(window, hand, qtbot):
    build_lenet(window, hand)
    assert window.session.inference.diagnostics == ()
    assert window.session.inference.num_params == 61_706
    for name, shape in SHAPES.items():
        assert hand.node(name).look.footer_text == shape
    assert without_places(window.session.graph) == without_places(lenet5())
    set_training(window, hand, "epochs", 2)
    set_training(window, hand, "batch_size", 8)
    hand.click(hand.on_canvas(QPointF(0, 0)))  # nothing selected: the views show the first convolution and pooling
    start(window, hand, qtbot)
    hand.click(hand.at(button(window, "pauseButton")))
    qtbot.waitUntil(lambda: window.run_session.state is RunState.PAUSED)

    views = window.live_views
    put_apart(views, views.pooling, views.gradients)
    assert views.isVisible()
    qtbot.waitUntil(lambda: views.activations.plot.frame is not None and views.pooling.plot.frame is not None)
    qtbot.waitUntil(lambda: len(views.gradients.plot.groups) == 5)
    first_maps = views.activations.plot.frame.values
    first_pooled = views.pooling.plot.frame.after
    first_norms = [bar.norm for group in views.gradients.plot.groups for bar in group.bars]
    assert views.activations.title.startswith("Activations · conv1")
    assert first_maps.shape == (6, 28, 28)
    assert first_pooled.shape == (6, 14, 14)
    assert all(norm > 0 for norm in first_norms)

    hand.click(hand.card("conv2"))
    qtbot.waitUntil(lambda: getattr(views.activations.plot.frame, "values", np.empty(0)).shape == (16, 10, 10))
    assert views.activations.title.startswith("Activations · conv2")
    hand.click(hand.card("conv1"))
    hand.click(hand.at(button(window, "pauseButton")))

    finished = lambda: isinstance(window.run_session.last_event, RunFinished)  # noqa: E731
    qtbot.waitUntil(finished, timeout=120_000)
    event = window.run_session.last_event
    assert event.reason is EndReason.COMPLETED
    assert event.epoch == 2
    epochs = [event for event in window.run_session.events if isinstance(event, EpochFinished)]
    assert len(epochs) == 2
    losses = window.run_session.records["loss"]
    assert losses[-10:].mean() < losses[:10].mean()
    assert event.test_accuracy > 0.5

    qtbot.waitUntil(lambda: views.activations.plot.frame is not None)  # also looked at after the end
    assert not np.array_equal(views.activations.plot.frame.values, first_maps)
    assert not np.array_equal(views.pooling.plot.frame.after, first_pooled)
    assert [bar.norm for group in views.gradients.plot.groups for bar in group.bars] != first_norms


def test_pause_resume_and_stop_act_within_one_step(window, hand, qtbot):
    window.open_preset("lenet5")
    set_training(window, hand, "epochs", 200)
    start(window, hand, qtbot)
    session = window.run_session

    hand.click(hand.at(button(window, "pauseButton")))
    qtbot.waitUntil(lambda: session.state is RunState.PAUSED)
    step = session.last_event.step
    qtbot.wait(300)
    assert session.records["step"][-1] == step

    put_apart(window.live_views, window.live_views.pooling)
    hand.click(hand.card("pool2"))  # the views follow the selection while it is paused
    qtbot.waitUntil(lambda: getattr(window.live_views.pooling.plot.frame, "after", np.empty(0)).shape == (16, 5, 5))
    assert session.records["step"][-1] == step

    hand.click(hand.at(button(window, "pauseButton")))
    qtbot.waitUntil(lambda: session.state is RunState.RUNNING)
    qtbot.waitUntil(lambda: session.records["step"][-1] > step)

    hand.click(hand.at(button(window, "stopButton")))
    qtbot.waitUntil(lambda: session.state is RunState.FINISHED)
    event = session.last_event
    assert event.reason is EndReason.STOPPED
    assert session.records["step"][-1] == event.step


def test_edits_while_it_trains_change_the_next_run_only(window, hand, qtbot):
    window.open_preset("lenet5")
    set_training(window, hand, "epochs", 200)
    start(window, hand, qtbot)
    running = window.run_session.graph
    hand.click(hand.card("conv1"))
    hand.enter(window.inspector.findChild(QSpinBox, "param:out_channels"), "12")
    hand.click(hand.card("tanh4"))
    window.canvas.setFocus()
    hand.key(Qt.Key.Key_Delete)
    assert "tanh4" not in window.session.graph.by_name
    num_records = len(window.run_session.records)
    qtbot.waitUntil(lambda: len(window.run_session.records) > num_records + 5)
    assert window.run_session.graph is running
    assert window.run_session.graph.by_name["conv1"].params["out_channels"] == 6
    window.session.undo()
    hand.click(hand.at(window.settings.train_button))
    assert window.run_session.graph.by_name["conv1"].params["out_channels"] == 12


def test_closing_while_it_trains_ends_cleanly(window, hand, qtbot):
    window.open_preset("lenet5")
    window.session.history.mark_saved()
    set_training(window, hand, "epochs", 200)
    window.session.history.mark_saved()
    start(window, hand, qtbot)
    press("Stop and close", [])
    assert window.close()
    assert window.run_session.state is RunState.IDLE  # its thread has ended: a left one fails the test


def test_a_hand_made_network_saved_closed_and_opened_is_equal(
    window, hand, qtbot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    build_lenet(window, hand)
    path = tmp_path / "lenet.convcanvas"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *args: (str(path), ""))
    hand.key(Qt.Key.Key_S, CONTROL)
    document = window.session.document
    window.close()

    other = MainWindow()
    qtbot.addWidget(other)
    other.show()
    assert other.files.open_path(path)
    assert other.session.document == document
    shown = {node_id: item.node for node_id, item in other.canvas.items_by_graph.nodes.items()}
    assert shown == dict(document.graph.nodes)
    assert set(other.canvas.items_by_graph.edges) == set(document.graph.edges)


def test_every_edit_by_hand_can_be_undone_and_redone(window, hand):
    build_lenet(window, hand)
    full = window.session.document
    num_steps = 0
    while window.session.history.undo_label is not None:
        hand.key(Qt.Key.Key_Z, CONTROL)
        num_steps += 1
    assert not window.session.graph.nodes
    assert not window.canvas.items_by_graph.nodes
    assert not window.canvas.items_by_graph.edges
    assert num_steps == 14 + 13 + 6  # layers, edges, and the parameters that are not at their defaults
    while window.session.history.redo_label is not None:
        hand.key(Qt.Key.Key_Z, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    assert window.session.document == full


def test_the_stride_of_a_pooling_layer_follows_its_kernel_until_it_is_given_its_own(window, hand):
    window.open_preset("lenet5")
    hand.click(hand.card("pool1") + QPoint(0, 4))
    box = window.inspector.findChild(QCheckBox, "absent:stride")
    assert box.isChecked()
    hand.click(hand.at(box, QPoint(8, box.height() // 2)))
    assert window.session.graph.by_name["pool1"].params["stride"] == (1, 1)
    assert hand.node("pool1").look.footer_text == "6 × 27 × 27"
