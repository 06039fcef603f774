from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.tasks.box_meter import BoxMeter, average_precision, matched
from engine.tasks.catalogue import TASKS
from engine.tasks.grid import answered, corners, decoded, encoded
from engine.tasks.grid_loss import GridLoss

DETECTION = TASKS["detection"]
NONE = [0.0, 0.0, 0.0, 0.0, -1.0]


def perfect(targets: torch.Tensor, grid: int, num_classes: int) -> torch.Tensor:
    """Return the scores of a network that knows the truth."""
    truth = encoded(targets, grid, grid)
    scores = torch.zeros(len(targets), 5 + num_classes, grid, grid)
    scores[:, :2] = truth.boxes[..., :2].movedim(-1, 1)
    scores[:, 2:4] = truth.boxes[..., 2:].sqrt().movedim(-1, 1)
    scores[:, 4] = truth.there.float()
    one_hot = torch.nn.functional.one_hot(truth.classes, num_classes).movedim(-1, 1)
    scores[:, 5:] = one_hot * truth.there[:, None]
    return scores


@st.composite
def boxes(draw: st.DrawFn) -> torch.Tensor:
    """Boxes of two images, in different cells of a grid of 4."""
    images = []
    for _ in range(2):
        cells = draw(st.lists(st.integers(0, 15), unique=True, max_size=4))
        rows = []
        for cell in cells:
            x, y = ((place + draw(st.floats(0.1, 0.9))) / 4 for place in (cell % 4, cell // 4))
            w, h = (2 * min(middle, 1 - middle) * draw(st.floats(0.2, 0.9)) for middle in (x, y))
            rows.append([x - w / 2, y - h / 2, x + w / 2, y + h / 2, float(draw(st.integers(0, 2)))])
        images.append([*rows, *[NONE] * (4 - len(rows))])
    return torch.tensor(images)


@settings(deadline=None, max_examples=50)
@given(boxes())
def test_what_is_encoded_is_decoded_again(targets: torch.Tensor) -> None:
    found = decoded(perfect(targets, 4, 3), overlap=1.0)
    for image, true in zip(found, targets, strict=True):
        true = true[true[:, 4] >= 0]
        rows = sorted([*box.tolist(), float(label)] for box, label in zip(image.corners, image.classes, strict=True))
        expected = sorted(true.tolist())
        assert len(rows) == len(expected)
        assert torch.allclose(torch.tensor(rows), torch.tensor(expected), atol=1e-5)


@settings(deadline=None, max_examples=30)
@given(boxes())
def test_who_knows_the_truth_loses_nothing_and_finds_everything(targets: torch.Tensor) -> None:
    scores = perfect(targets, 4, 3)
    assert float(GridLoss()(scores, targets)) == pytest.approx(0.0, abs=1e-8)


def test_equation_3_by_hand() -> None:
    """One image, a grid of 2, two classes, a box in the upper left cell."""
    targets = torch.tensor([[[0.125, 0.125, 0.375, 0.375, 1.0], NONE]])  # middle (0.25, 0.25): x = y = 0.5 in its cell
    scores = torch.zeros(1, 7, 2, 2)
    scores[0, :, 0, 0] = torch.tensor([0.4, 0.7, 0.5, 0.5, 0.2, 0.1, 0.6])
    scores[0, 4, 1, 1] = 0.3
    # the answered box: middle (0.2, 0.35), 0.25 wide and high; over the true one by 0.2 × 0.15
    overlap = 0.2 * 0.15 / (2 * 0.0625 - 0.2 * 0.15)
    coordinates = (0.4 - 0.5) ** 2 + (0.7 - 0.5) ** 2 + 2 * (0.5 - 0.25**0.5) ** 2
    by_hand = 5 * coordinates + (0.2 - overlap) ** 2 + 0.5 * 0.3**2 + 0.1**2 + (1 - 0.6) ** 2
    assert float(GridLoss()(scores, targets)) == pytest.approx(by_hand, rel=1e-5)
    assert float(GridLoss()(scores.expand(3, -1, -1, -1), targets.expand(3, -1, -1))) == pytest.approx(by_hand)


def test_gradients_reach_all_numbers_and_no_box_is_no_error() -> None:
    scores = torch.randn(2, 7, 3, 3, requires_grad=True)
    targets = torch.tensor([[[0.1, 0.1, 0.5, 0.6, 0.0]], [NONE]])
    GridLoss()(scores, targets).backward()
    assert scores.grad is not None
    assert torch.isfinite(scores.grad).all()
    assert (scores.grad[0, :, 1, 0].abs() > 0).all()
    assert float(GridLoss()(torch.zeros(1, 7, 3, 3), torch.tensor([[NONE]]))) == 0.0


def test_boxes_of_one_class_that_overlap_are_one_answer() -> None:
    scores = torch.zeros(1, 7, 1, 2)
    scores[0, :, 0, 0] = torch.tensor([0.9, 0.5, 0.6, 0.6, 0.8, 1.0, 0.0])
    scores[0, :, 0, 1] = torch.tensor([-0.1, 0.5, 0.6, 0.6, 0.7, 1.0, 0.0])  # the same box, seen from its neighbour
    assert decoded(scores)[0].confidences.tolist() == pytest.approx([0.8])
    scores[0, 5:, 0, 1] = torch.tensor([0.0, 1.0])  # of another class it is another thing
    assert len(decoded(scores)[0].classes) == 2


def test_average_precision_by_hand() -> None:
    # sure to unsure: right, wrong, right, wrong, right; 4 true boxes.
    # precision 1, 1/2, 2/3, 1/2, 3/5; its falling hull 1, 2/3, 2/3, 3/5, 3/5; recall rises by 1/4 at each right one.
    confidences, right = np.array([0.9, 0.8, 0.7, 0.6, 0.5]), np.array([True, False, True, False, True])
    assert average_precision(confidences, right, 4) == pytest.approx((1 + 2 / 3 + 3 / 5) / 4)
    shuffled = np.array([3, 0, 4, 2, 1])
    assert average_precision(confidences[shuffled], right[shuffled], 4) == pytest.approx((1 + 2 / 3 + 3 / 5) / 4)
    assert average_precision(np.empty(0), np.empty(0, np.bool_), 2) == 0.0
    assert math.isnan(average_precision(confidences, right, 0))


def test_a_true_box_is_found_once() -> None:
    true = torch.tensor([[0.0, 0.0, 0.5, 0.5], [0.5, 0.5, 1.0, 1.0]])
    answers = torch.tensor([[0.0, 0.0, 0.5, 0.5], [0.01, 0.0, 0.5, 0.5], [0.5, 0.5, 1.0, 0.74], [0.5, 0.5, 1.0, 0.76]])
    assert matched(answers, true).tolist() == [True, False, False, True]
    assert matched(answers, true[:0]).tolist() == [False] * 4


def test_the_meter_ranks_the_boxes_of_all_images() -> None:
    targets = torch.tensor([[[0.0, 0.0, 0.5, 0.5, 0.0], [0.5, 0.5, 1.0, 1.0, 1.0]], [[0.5, 0.0, 1.0, 0.5, 0.0], NONE]])
    scores = perfect(targets, 2, 2)
    scores[1, 4, 0, 1] = 0.0  # the second image's box is not answered,
    scores[1, :, 1, 0] = torch.tensor([0.5, 0.5, 0.5, 0.5, 0.6, 0.0, 1.0])  # but one that is not there
    meter = BoxMeter()
    meter.note(scores[:1], targets[:1])
    meter.note(scores[1:], targets[1:])
    report = meter.report()
    assert [row[-1] for row in report.rows] == [0.5, 1.0]
    assert report.metrics == {"map50": 0.75, "precision": pytest.approx(2 / 3), "recall": pytest.approx(2 / 3)}


def test_cells_are_where_the_corners_say() -> None:
    scores = torch.zeros(1, 6, 2, 4)
    scores[0, :4, 1, 3] = torch.tensor([0.5, 0.5, 0.5, 0.5])
    box = corners(answered(scores))[0, 1, 3]
    assert box.tolist() == pytest.approx([3.5 / 4 - 0.125, 1.5 / 2 - 0.125, 3.5 / 4 + 0.125, 1.5 / 2 + 0.125])


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ((13, 8, 8), ""),
        ((12, 8, 8), "Received 12 × 8 × 8. End the network with a Conv2d whose out_channels is 13 and kernel_size 1."),
        ((13,), "Received 13. Detection needs maps: leave Flatten and Linear out, as the YOLO preset does."),
    ],
)
def test_scores_that_do_not_fit_are_named_with_what_mends_them(found: tuple[int, ...], said: str) -> None:
    sentence = DETECTION.misfit(found, 8, (3, 64, 64), "Shapes")
    assert sentence.endswith(said)
    assert bool(sentence) == bool(said)
