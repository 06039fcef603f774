from __future__ import annotations

import math
import re

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import jaccard_score

from engine.tasks.catalogue import TASKS
from engine.tasks.counting import ious, overlaps
from engine.tasks.mask_meter import MaskMeter

SEGMENTATION = TASKS["segmentation"]


def scores_of(mask: torch.Tensor, num_classes: int) -> torch.Tensor:
    return torch.nn.functional.one_hot(mask, num_classes).movedim(-1, 1).float()


def test_intersection_over_union_by_hand() -> None:
    truth = torch.tensor([[0, 0, 1], [0, 1, 1], [2, 2, 2]])
    answer = torch.tensor([[0, 1, 1], [0, 1, 0], [2, 2, 2]])
    # class 0: both 2, either {3 true + 3 answered − 2} = 4; class 1: 2 of 4; class 2: 3 of 3
    assert ious(overlaps(answer, truth, 3).tolist()) == [0.5, 0.5, 1.0]
    meter = MaskMeter()
    meter.note(scores_of(answer[None], 3), truth[None])
    assert meter.report().metrics == {"mean_iou": pytest.approx(2 / 3), "pixel_accuracy": pytest.approx(7 / 9)}


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 10_000), st.integers(2, 6))
def test_of_any_masks_it_is_scikit_learns_jaccard_score(seed: int, num_classes: int) -> None:
    generator = np.random.default_rng(seed)
    truth, answer = (torch.from_numpy(generator.integers(0, num_classes, (3, 5, 4))) for _ in range(2))
    meter = MaskMeter()
    for at in range(3):
        meter.note(scores_of(answer[at : at + 1], num_classes), truth[at : at + 1])
    report = meter.report()
    labels = sorted(set(truth.unique().tolist()) | set(answer.unique().tolist()))
    by_class = jaccard_score(truth.flatten(), answer.flatten(), labels=labels, average=None)
    assert [report.rows[label][1] for label in labels] == pytest.approx(by_class.tolist())
    assert report.metrics["mean_iou"] == pytest.approx(by_class.mean())
    assert report.metrics["pixel_accuracy"] == pytest.approx(float((truth == answer).float().mean()))


def test_a_class_in_neither_mask_does_not_count() -> None:
    mask = torch.zeros(1, 2, 2, dtype=torch.int64)
    counts = SEGMENTATION.counts(scores_of(mask, 3), mask).tolist()
    assert SEGMENTATION.measure(counts) == 1.0
    assert math.isnan(ious(counts)[2])


def test_the_loss_is_cross_entropy_of_each_pixel() -> None:
    scores, mask = torch.randn(2, 3, 4, 4), torch.randint(3, (2, 4, 4))
    loss = SEGMENTATION.loss({"label_smoothing": 0.0})(scores, mask)
    by_pixel = -scores.log_softmax(1).gather(1, mask[:, None])
    assert float(loss) == pytest.approx(float(by_pixel.mean()), rel=1e-5)


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ((9, 64, 64), "^$"),
        ((10,), "expected 9 × 64 × 64.*Received 10. Segmentation needs maps: leave Flatten and Linear out"),
        ((9, 32, 32), r"Received 9 × 32 × 32. Enlarge the maps with ConvTranspose2d or Upsample"),
        ((8, 64, 64), "End the network with a Conv2d whose out_channels is 9 and kernel_size 1."),
    ],
)
def test_scores_that_do_not_fit_are_named_with_what_mends_them(found: tuple[int, ...], said: str) -> None:
    sentence = SEGMENTATION.misfit(found, 9, (3, 64, 64), "Shapes")
    assert re.search(said, sentence), sentence
