"""Runs of every task: what they learn from, what they say of themselves, what is shown of them, how they go on."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from engine.data.shapes import sets
from engine.data.shapes.scene import ShapesOptions
from engine.graph.builder import GraphBuilder
from engine.graph.model import Graph
from engine.probes.frames import (
    BoxesFrame,
    FrameKey,
    FrameKind,
    LabelsFrame,
    MaskFrame,
    PictureFrame,
    ReportFrame,
)
from engine.project.document import Document
from engine.runs import metrics
from engine.runs.folder import RunFolder
from engine.runs.listing import entry
from engine.runtime.mailbox import Mailbox
from engine.training.config import TrainingConfig, asked
from engine.training.control import RunControl
from engine.training.events import EpochFinished, RunFailed, RunFinished, RunStarted
from engine.training.loop import train
from engine.training.run import Run
from engine.training.squashing import squashed_text
from tests.engine.runs.kept import go_on, outcome
from tests.networks import ActingMailbox

PREDICTION, CONFUSION = FrameKey(FrameKind.PREDICTION), FrameKey(FrameKind.CONFUSION)
TASKS = ("multilabel", "segmentation", "detection")
METRICS = {"multilabel": "f1", "segmentation": "mean_iou", "detection": "map50"}


@pytest.fixture(autouse=True)
def few_scenes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sets.OPTIONS, "shapes-scenes", ShapesOptions(num_images=160, size=(64, 64), max_objects=4))


def network(task: str, ending: str = "") -> Graph:
    """Return a small network for scenes in 32 × 32."""
    net = GraphBuilder()
    x = net.input((3, 32, 32))
    x = net.add("Conv2d", x, name="conv1", out_channels=8, kernel_size=3, padding=1)
    x = net.add("BatchNorm2d", x, name="bn1")
    x = net.add("ReLU", x, name="relu1")
    if task == "segmentation":
        x = net.add("Conv2d", x, name="head", out_channels=9, kernel_size=1)
    else:
        x = net.add("MaxPool2d", x, name="pool1", kernel_size=8)
        x = net.add("Conv2d", x, name="head", out_channels=13, kernel_size=1)
    if task == "multilabel":
        x = net.add("Flatten", x, name="flatten")
        x = net.add("Linear", x, name="fc", out_features=8)
    if ending:
        x = net.add(ending, x, name="ending")
    return net.output(x)


def config_of(task: str, **more: Any) -> TrainingConfig:
    settings = {"epochs": 2, "batch_size": 32, "optimizer": "Adam", "lr": 0.01, "device": "cpu", **more}
    return TrainingConfig(task=task, data="shapes-scenes", **settings)


def trained(task: str, config: TrainingConfig | None = None) -> tuple[Run, list[Any], Mailbox]:
    mailbox = Mailbox()
    mailbox.watch([PREDICTION, CONFUSION, FrameKey(FrameKind.PICTURE)])
    run = train(network(task), config or config_of(task), mailbox)
    events = mailbox.take_events()
    assert run is not None, events[-1]
    return run, events, mailbox


@pytest.mark.parametrize("task", TASKS)
def test_a_run_says_its_tasks_figures(task: str) -> None:
    run, events, mailbox = trained(task, config_of(task, epochs=4))
    end = events[-1]
    assert isinstance(end, RunFinished)
    assert next(iter(end.test_metrics)) == METRICS[task]
    assert end.test_accuracy == end.test_metrics[METRICS[task]]
    assert run.task.metric.title in end.message
    epochs = [event for event in events if isinstance(event, EpochFinished)]
    assert epochs[-1].train_loss < epochs[0].train_loss
    records, _ = mailbox.read_scalars()
    known = np.isfinite(records["accuracy"])
    assert known.all() if run.task.metric.in_steps else not known.any()


@pytest.mark.parametrize("task", TASKS)
def test_a_network_that_knows_the_answers_is_right(task: str) -> None:
    """Trained on few images until it knows them by heart: targets and answers are of the same things."""
    run, _, _ = trained(task)
    images, targets = next(run.data.train.in_order(8))
    run.module.train()
    optimizer = torch.optim.Adam(run.module.parameters(), lr=0.02)
    losses = []
    for _ in range(40):
        optimizer.zero_grad()
        loss = run.loss(run.scores(images)[0], targets)
        loss.backward()
        optimizer.step()
        losses.append(float(loss.detach()))
    assert losses[-1] < 0.7 * losses[0]


def test_labels_that_are_shown_are_those_of_the_picture() -> None:
    run, _, mailbox = trained("multilabel")
    run.probes.refresh(run.step)
    frame = mailbox.take_frames()[PREDICTION]
    assert isinstance(frame, LabelsFrame)
    images, targets = next(run.data.validation.in_order(1))
    run.evaluated.eval()
    probabilities = run.evaluated(images)[0].sigmoid().detach().numpy()
    np.testing.assert_allclose(frame.probabilities, probabilities, rtol=1e-4)
    assert frame.targets is not None
    assert frame.targets.tolist() == targets[0].bool().tolist()


def test_the_mask_that_is_shown_is_that_of_the_picture() -> None:
    run, _, mailbox = trained("segmentation")
    run.probes.refresh(run.step)
    frames = mailbox.take_frames()
    frame, picture, report = frames[PREDICTION], frames[FrameKey(FrameKind.PICTURE)], frames[CONFUSION]
    assert isinstance(frame, MaskFrame)
    assert isinstance(picture, PictureFrame)
    assert picture.label is None, "a picture of several shapes is of no one class"
    images, targets = next(run.data.validation.in_order(1))
    run.evaluated.eval()
    predicted = run.evaluated(images).argmax(1)[0]
    assert np.array_equal(frame.predicted, predicted.numpy())
    assert np.array_equal(frame.target, targets[0].numpy())
    assert frame.pixel_accuracy == pytest.approx(float((predicted == targets[0]).float().mean()))
    both = ((predicted == 0) & (targets[0] == 0)).sum() / ((predicted == 0) | (targets[0] == 0)).sum()
    assert frame.ious[0] == pytest.approx(float(both), rel=1e-5)
    assert isinstance(report, ReportFrame)
    assert len(report.report.rows) == 9


def test_the_boxes_that_are_shown_are_those_of_the_picture() -> None:
    run, _, mailbox = trained("detection")
    run.probes.refresh(run.step)
    frames = mailbox.take_frames()
    frame, report = frames[PREDICTION], frames[CONFUSION]
    assert isinstance(frame, BoxesFrame)
    _, targets = next(run.data.validation.in_order(1))
    true = targets[0][targets[0][:, 4] >= 0]
    np.testing.assert_allclose(frame.target_corners, true[:, :4])
    assert isinstance(report, ReportFrame)
    assert report.report.merit == report.report.metrics["map50"]


@pytest.mark.parametrize(
    ("task", "augment"),
    [
        ("multilabel", "MixUp(alpha=0.2), RandomRotation"),
        ("segmentation", "RandomRotation(degrees=20.0), RandomHorizontalFlip, ColorJitter"),
        ("detection", "RandomHorizontalFlip, RandomCrop(padding=2)"),
    ],
)
def test_a_run_that_was_stopped_goes_on_to_the_last_bit(tmp_path: Path, task: str, augment: str) -> None:
    document = Document(network(task), config_of(task, augment=augment, early_stopping=3, stop_on="metric"))
    whole, stopped = (RunFolder.create(tmp_path, document, task) for _ in range(2))
    go_on(whole)
    control = RunControl()
    go_on(stopped, mailbox=ActingMailbox({5: control.stop}), control=control)
    go_on(stopped)
    assert whole.result()["reason"] == "completed"
    assert repr(outcome(stopped)) == repr(outcome(whole))  # as text: detection's steps have NaN, which equals nothing
    assert all(
        torch.equal(outcome(stopped)["weights"][name], weights) for name, weights in outcome(whole)["weights"].items()
    )
    head = whole.epochs.read_text().splitlines()[0]
    assert f"validation_{METRICS[task]}" in head
    assert "accuracy" not in head
    assert len(metrics.read_epochs(whole.epochs)) == 2
    listed = entry(whole)
    assert (listed.metric.name, listed.test_accuracy) == (METRICS[task], whole.result()[f"test_{METRICS[task]}"])
    assert listed.validation_accuracy is not None


@pytest.mark.parametrize(
    ("asked_for", "built_for", "sentence"),
    [
        (
            "multilabel",
            "segmentation",
            r"^output: expected 8 scores, one per label of Shapes, several\. Received 9 × 32",
        ),
        ("segmentation", "multilabel", r"^output: expected 9 × 32 × 32: a map of scores per class.*leave Flatten"),
        (
            "detection",
            "segmentation",
            r"^output: expected 13 × S × S: .*End the network with a Conv2d whose out_channels",
        ),
    ],
)
def test_a_network_for_something_else_is_refused_before_its_first_step(
    asked_for: str, built_for: str, sentence: str
) -> None:
    mailbox = Mailbox()
    graph = network(built_for)
    assert train(graph, config_of(asked_for), mailbox) is None
    end = mailbox.take_events()[-1]
    assert isinstance(end, RunFailed)
    assert end.node_id == graph.by_name["output"].id
    with pytest.raises(ValueError, match=sentence):
        raise ValueError(end.message)


@pytest.mark.parametrize(
    ("task", "loss", "ending", "is_warned"),
    [
        ("multilabel", "cross_entropy", "Sigmoid", True),
        ("multilabel", "cross_entropy", "ReLU", False),
        ("segmentation", "cross_entropy", "Softmax", True),
        ("detection", "cross_entropy", "Sigmoid", False),
        ("classification", "binary", "Sigmoid", True),
        ("classification", "mse", "Sigmoid", False),
        ("classification", "cross_entropy", "Softmax", False),  # said on the canvas
    ],
)
def test_a_sigmoid_before_the_loss_that_applies_its_own_is_warned_of(
    task: str, loss: str, ending: str, is_warned: bool
) -> None:
    assert bool(squashed_text(network(task, ending), task, loss)) is is_warned


def test_the_warning_is_said_at_the_start() -> None:
    mailbox = Mailbox()
    train(network("multilabel", "Sigmoid"), config_of("multilabel", epochs=1), mailbox)
    started = next(event for event in mailbox.take_events() if isinstance(event, RunStarted))
    assert started.notes == (
        "ending: the loss (BCEWithLogitsLoss) takes scores and applies sigmoid itself. Behind ending the network "
        "learns slowly and its answers are never sure. Remove ending.",
    )


def test_early_stopping_can_watch_the_metric() -> None:
    _, events, _ = trained(
        "multilabel", config_of("multilabel", epochs=30, lr=1e-8, early_stopping=2, stop_on="metric")
    )
    end = events[-1]
    assert end.epoch < 30
    assert "the validation F1 had not become higher in the last 2 epochs" in end.message


def test_balanced_weights_count_labels_and_pixels() -> None:
    for task in ("multilabel", "segmentation"):
        run, _, _ = trained(task, config_of(task, epochs=1, class_weights="balanced"))
        targets = run.data.train.targets
        counts = (
            targets.sum(0) if task == "multilabel" else torch.bincount(targets.flatten().long(), minlength=9).float()
        )
        expected = counts.sum() / (len(counts) * counts)
        assert torch.allclose(run.loss.weight, expected)  # type: ignore[arg-type]


def test_settings_for_another_task_come_with_data_for_it() -> None:
    config = asked(TrainingConfig(), "detection")
    assert (config.task, config.data) == ("detection", "shapes-scenes")
    assert asked(config, "detection") is config
    assert asked(replace(config, data="shapes"), "segmentation").data == "shapes"
    assert asked(config, "classification").data == "digits"
    assert math.isclose(asked(config, "classification").lr, config.lr)
