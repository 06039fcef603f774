from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from torch.nn import functional as F  # noqa: N812

from engine.data.loading import load
from engine.probes.frames import ConfusionFrame, FrameKey, FrameKind
from engine.probes.predictions import Tally
from engine.runtime.mailbox import Mailbox
from engine.training.config import TrainingConfig
from engine.training.events import EpochFinished
from engine.training.loop import train
from tests.networks import lenet, small
from tests.probing import NETWORKS, Bench


@pytest.mark.parametrize("network", NETWORKS)
def test_the_likeliest_classes_are_softmaxs(network: object) -> None:
    bench = Bench(network())  # type: ignore[operator]
    probabilities = bench.outputs()["output"][0].softmax(0)
    frame = bench.see(FrameKind.PREDICTION)
    expected = probabilities.topk(5)
    assert frame.classes.tolist() == expected.indices.tolist()
    np.testing.assert_allclose(frame.probabilities, expected.values.detach(), rtol=1e-5)
    assert frame.label is None
    assert math.isnan(frame.loss)


def test_a_known_class_has_its_loss() -> None:
    mailbox = Mailbox()
    mailbox.watch([FrameKey(FrameKind.PREDICTION)])
    run = train(small(), TrainingConfig(epochs=1, batch_size=128, device="cpu"), mailbox)
    assert run is not None
    run.probes.refresh(run.step)
    frame = mailbox.take_frames()[FrameKey(FrameKind.PREDICTION)]
    scores = run.module.eval()(run.data.validation.images[:1])
    label = run.data.validation.labels[:1]
    assert frame.label == label.item()  # type: ignore[union-attr]
    assert frame.loss == pytest.approx(F.cross_entropy(scores, label).item(), rel=1e-4)  # type: ignore[union-attr]
    assert frame.label_probability == pytest.approx(scores.softmax(1)[0, label].item(), rel=1e-4)  # type: ignore[union-attr]


@pytest.mark.parametrize("classes", [3, 10])
def test_a_tally_counts_as_one_would_by_hand(classes: int) -> None:
    torch.manual_seed(classes)
    scores, labels = torch.randn(103, classes), torch.randint(classes, (103,))
    tally = Tally()
    for begin in range(0, 103, 20):
        tally.note(scores[begin : begin + 20], labels[begin : begin + 20])
    frame = tally.frame(7, 2)
    assert frame is not None
    predicted = scores.argmax(1)
    for true in range(classes):
        for answer in range(classes):
            cell = ((labels == true) & (predicted == answer)).nonzero().flatten().tolist()
            assert frame.counts[true, answer] == len(cell)
            assert frame.images_in(true, answer) == tuple(cell)
    assert frame.top1_error == pytest.approx((predicted != labels).float().mean().item())
    top5 = scores.topk(min(5, classes)).indices
    assert frame.top5_error == pytest.approx(1 - (top5 == labels[:, None]).any(1).float().mean().item())
    losses = F.cross_entropy(scores, labels, reduction="none")
    wrong = (predicted != labels).nonzero().flatten()
    order = wrong[losses[wrong].argsort(descending=True)][:64].tolist()
    assert [mistake.index for mistake in frame.worst] == order
    first = frame.worst[0]
    assert first.loss == pytest.approx(losses[order[0]].item(), rel=1e-5)
    assert (first.label, first.predicted) == (labels[order[0]].item(), predicted[order[0]].item())
    assert first.probability == pytest.approx(scores.softmax(1)[order[0]].max().item(), rel=1e-5)


def test_nothing_counted_is_no_frame() -> None:
    assert Tally().frame(1, 1) is None


def test_the_confusion_of_an_epoch_is_that_of_its_validation() -> None:
    mailbox = Mailbox()
    run = train(lenet(), TrainingConfig(epochs=2, batch_size=128, device="cpu"), mailbox)
    assert run is not None
    key = FrameKey(FrameKind.CONFUSION)
    mailbox.watch([key])
    run.probes.refresh(run.step)
    frame = mailbox.take_frames()[key]
    assert isinstance(frame, ConfusionFrame)
    last = [event for event in mailbox.take_events() if isinstance(event, EpochFinished)][-1]
    assert (frame.epoch, frame.step) == (2, last.step)
    assert 1 - frame.top1_error == pytest.approx(last.validation_accuracy)
    data = load("digits", (1, 32, 32), torch.device("cpu")).validation
    assert frame.labels.tolist() == data.labels.tolist()
    assert frame.predicted.tolist() == run.module.eval()(data.images).argmax(1).tolist()


def test_before_the_first_epoch_there_is_none() -> None:
    assert Bench(small()).see(FrameKind.CONFUSION) is None
