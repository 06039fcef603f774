from __future__ import annotations

import math

import pytest
import torch
from torch import nn

from engine.data.fitting import normalization
from engine.data.images import ImageSet, Pipeline
from engine.training.score import Score, evaluate, of_batch, total


def test_a_batch_has_its_loss_and_right_answers() -> None:
    scores = torch.tensor([[2.0, 1.0], [0.0, 3.0], [5.0, 0.0]])
    labels = torch.tensor([0, 1, 1])
    score = of_batch(nn.functional.cross_entropy(scores, labels), scores, labels).read()
    assert score.counts == (2, 3)
    assert score.accuracy == pytest.approx(2 / 3)
    assert score.loss == pytest.approx(nn.functional.cross_entropy(scores, labels).item())


def test_images_count_alike_however_they_lie_in_batches() -> None:
    both = total([Score(1.0, 1.0, 3, counts=(3, 3)), Score(5.0, 0.0, 1, counts=(0, 1))])
    assert both == Score(2.0, 0.75, 4, counts=(3, 4))
    assert math.isnan(total([]).loss)
    assert math.isnan(total([]).accuracy)


@pytest.mark.parametrize("loss", [math.nan, math.inf])
def test_a_loss_that_is_no_number_is_seen(loss: float) -> None:
    assert not Score(loss, 0.0, 1).is_finite
    assert not total([Score(1.0, 1.0, 1), Score(loss, 0.0, 1)]).is_finite


def data() -> ImageSet:
    pixels = torch.randint(256, (10, 1, 2, 2), generator=torch.Generator().manual_seed(0)).to(torch.uint8)
    pipeline = Pipeline((1, 2, 2), normalization("dataset", 1, pixels))
    return ImageSet(pixels, torch.arange(10) % 3, pipeline)


def test_evaluation_does_not_depend_on_the_batch_size() -> None:
    module = nn.Sequential(nn.BatchNorm2d(1), nn.Flatten(), nn.Dropout(0.5), nn.Linear(4, 3))
    results = [evaluate(module, nn.CrossEntropyLoss(), data(), size, lambda: True) for size in (1, 3, 10)]
    assert module.training
    assert module[0].running_mean == 0
    for result in results:
        assert result is not None
        assert results[0] is not None
        assert result.counts == results[0].counts
        assert result.loss == pytest.approx(results[0].loss, rel=1e-6)


def test_evaluation_gives_up_before_the_next_batch() -> None:
    module = nn.Sequential(nn.Flatten(), nn.Linear(4, 3))
    asked = iter([True, True, False])
    assert evaluate(module, nn.CrossEntropyLoss(), data(), 2, lambda: next(asked)) is None
    assert module.training


def test_what_is_minimised_must_be_a_number_too() -> None:
    scores, labels = torch.zeros(2, 3), torch.tensor([0, 1])
    loss = nn.functional.cross_entropy(scores, labels)
    assert of_batch(loss, scores, labels, loss).read().minimised is None
    score = of_batch(loss, scores, labels, loss * math.inf).read()
    assert score.loss == loss.item()
    assert not score.is_finite
