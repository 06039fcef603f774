from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import accuracy_score, average_precision_score, f1_score, precision_score, recall_score

from engine.tasks.catalogue import TASKS
from engine.tasks.label_meter import LabelMeter, average_precision

MULTILABEL = TASKS["multilabel"]


def answers(seed: int, images: int = 40, labels: int = 5) -> tuple[torch.Tensor, torch.Tensor]:
    generator = torch.Generator().manual_seed(seed)
    scores = torch.randn(images, labels, generator=generator).mul(2).round()  # rounded: equal scores are the hard case
    return scores, (torch.rand(images, labels, generator=generator) < 0.4).float()


@pytest.mark.parametrize("seed", range(5))
def test_figures_are_scikit_learns(seed: int) -> None:
    scores, targets = answers(seed)
    meter = LabelMeter()
    for part in range(0, 40, 16):
        meter.note(scores[part : part + 16], targets[part : part + 16])
    report = meter.report()
    true, answered = targets.numpy().astype(bool), scores.numpy() >= 0
    assert report.metrics["f1"] == pytest.approx(f1_score(true, answered, average="macro"))
    assert report.metrics["mean_average_precision"] == pytest.approx(average_precision_score(true, scores.numpy()))
    assert report.metrics["exact_match"] == pytest.approx(accuracy_score(true, answered))
    assert report.metrics["label_accuracy"] == pytest.approx((true == answered).mean())
    for label, (images, accuracy, precision, recall, f1, ap) in enumerate(report.rows):
        own, own_answers = true[:, label], answered[:, label]
        assert images == own.sum()
        assert accuracy == pytest.approx((own == own_answers).mean())
        assert precision == pytest.approx(precision_score(own, own_answers))
        assert recall == pytest.approx(recall_score(own, own_answers))
        assert f1 == pytest.approx(f1_score(own, own_answers))
        assert ap == pytest.approx(average_precision_score(own, scores[:, label].numpy()))


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.integers(-3, 3), st.booleans()), min_size=1, max_size=30))
def test_average_precision_with_equal_scores(pairs: list[tuple[int, bool]]) -> None:
    scores, targets = (torch.tensor(part) for part in zip(*pairs, strict=True))
    found = average_precision(scores.float(), targets)
    if targets.any():
        assert found == pytest.approx(average_precision_score(targets.numpy(), scores.numpy()))
    else:
        assert math.isnan(found)


def test_counts_of_batches_add_up_to_the_metric_of_all() -> None:
    scores, targets = answers(7)
    parts = [MULTILABEL.counts(scores[at : at + 13], targets[at : at + 13]) for at in range(0, 40, 13)]
    together = MULTILABEL.measure(torch.stack(parts).sum(0).tolist())
    assert together == pytest.approx(f1_score(targets.numpy(), scores.numpy() >= 0, average="macro"))


def test_a_label_that_nobody_has_and_nobody_gives_does_not_count() -> None:
    scores, targets = torch.tensor([[2.0, -1.0], [3.0, -4.0]]), torch.tensor([[1.0, 0.0], [1.0, 0.0]])
    assert MULTILABEL.measure(MULTILABEL.counts(scores, targets).tolist()) == 1.0


def test_the_loss_is_the_mean_of_each_labels_binary_cross_entropy() -> None:
    scores, targets = answers(3)
    loss = MULTILABEL.loss({})(scores, targets)
    p = 1 / (1 + np.exp(-scores.double().numpy()))
    by_hand = -(targets.numpy() * np.log(p) + (1 - targets.numpy()) * np.log(1 - p)).mean()
    assert float(loss) == pytest.approx(by_hand, rel=1e-5)
    weighted = MULTILABEL.loss({}, torch.tensor([2.0, 1, 1, 1, 1]))(scores, targets)
    assert float(weighted) > float(loss)


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ((8,), ""),
        ((10,), "Received 10. End the network with a Linear whose out_features is 8."),
        ((8, 4, 4), "Received 8 × 4 × 4. End the network with Flatten and a Linear whose out_features is 8."),
    ],
)
def test_scores_that_do_not_fit_are_named_with_what_mends_them(found: tuple[int, ...], said: str) -> None:
    expected = f"expected 8 scores, one per label of Shapes. {said}" if said else ""
    assert MULTILABEL.misfit(found, 8, (3, 32, 32), "Shapes") == expected
