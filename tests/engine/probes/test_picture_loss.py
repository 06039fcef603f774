from __future__ import annotations

import pytest
import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812

from engine.graph.builder import GraphBuilder
from engine.graph.model import Graph
from engine.probes.frames import FrameKind
from engine.probes.picture_loss import picture_loss
from engine.probes.pictures import Picture
from engine.tasks.catalogue import TASKS
from engine.tasks.grid import decoded
from tests.probing import Bench

SCORES = {
    "classification": (1, 4),
    "multilabel": (1, 4),
    "segmentation": (1, 4, 6, 6),
    "detection": (1, 5 + 4, 2, 2),
}
BOX = torch.tensor([[[0.1, 0.1, 0.4, 0.5, 2.0], [0, 0, 0, 0, -1.0]]])
TARGETS = {
    "classification": torch.tensor([3]),
    "multilabel": torch.tensor([[1.0, 0.0, 0.0, 1.0]]),
    "segmentation": torch.arange(36).reshape(1, 6, 6) % 4,
    "detection": BOX,
}
EVERY_TASK = pytest.mark.parametrize("task", list(TASKS))


def drawn(task: str) -> Tensor:
    return torch.randn(SCORES[task], generator=torch.Generator().manual_seed(1)).requires_grad_()


def picture(target: Tensor | None) -> Picture:
    return Picture(torch.zeros(1, 1, 6, 6), None, "picture", target=target)


def by_hand(task: str, scores: Tensor, target: Tensor) -> Tensor:
    if task == "classification":
        return -scores.log_softmax(1)[0, int(target)]
    if task == "multilabel":
        chances = scores.sigmoid()
        return -(target * chances.log() + (1 - target) * (1 - chances).log()).mean()
    if task == "segmentation":
        return -scores.log_softmax(1).gather(1, target[:, None]).mean()
    return yolo(scores)


def yolo(scores: Tensor) -> Tensor:
    """Equation 3 for the one box of `BOX`: its middle (0.25, 0.3) lies in the cell of row 0 and column 0."""
    x, y, root_w, root_h, confidence, *classes = scores[0, :, 0, 0]
    place = (x - 0.5) ** 2 + (y - 0.6) ** 2 + (root_w - 0.3**0.5) ** 2 + (root_h - 0.4**0.5) ** 2
    left, top = x / 2 - root_w**2 / 2, y / 2 - root_h**2 / 2
    right, bottom = x / 2 + root_w**2 / 2, y / 2 + root_h**2 / 2
    across = (right.clamp(max=0.4) - left.clamp(min=0.1)).clamp(min=0)
    down = (bottom.clamp(max=0.5) - top.clamp(min=0.1)).clamp(min=0)
    overlap = (across * down / (0.12 + root_w**2 * root_h**2 - across * down)).detach()
    own = sum((share - float(number == 2)) ** 2 for number, share in enumerate(classes))
    empty = sum(scores[0, 4, row, column] ** 2 for row, column in ((0, 1), (1, 0), (1, 1)))
    return 5 * place + (confidence - overlap) ** 2 + 0.5 * empty + own


@EVERY_TASK
def test_a_picture_with_a_target_has_the_tasks_own_loss(task: str) -> None:
    scores = drawn(task)
    found = picture_loss(TASKS[task], scores, picture(TARGETS[task]))
    expected = by_hand(task, scores, TARGETS[task])
    assert not found.is_predicted
    torch.testing.assert_close(found.value, expected)
    ours, theirs = (torch.autograd.grad(loss, scores, retain_graph=True)[0] for loss in (found.value, expected))
    torch.testing.assert_close(ours, theirs)


@pytest.mark.parametrize("target", [None, "unknown"])
@EVERY_TASK
def test_without_a_target_that_fits_the_networks_own_answer_takes_its_place(task: str, target: str | None) -> None:
    scores = drawn(task)
    unknown = {
        "classification": torch.tensor([4]),
        "multilabel": torch.zeros(1, 5),
        "segmentation": torch.full((1, 6, 6), 4),
        "detection": torch.tensor([[[0.1, 0.1, 0.4, 0.5, 4.0]]]),
    }
    found = picture_loss(TASKS[task], scores, picture(unknown[task] if target else None))
    assert found.is_predicted
    if task == "multilabel":
        torch.testing.assert_close(found.value, F.binary_cross_entropy_with_logits(scores, (scores > 0).float()))
    elif task != "detection":
        torch.testing.assert_close(found.value, F.cross_entropy(scores, scores.argmax(1)))


def test_a_detectors_own_answer_is_the_boxes_that_it_would_draw() -> None:
    scores = torch.zeros(1, 9, 2, 2)
    scores[0, :, 1, 0] = torch.tensor([0.5, 0.5, 0.6, 0.5, 0.9, 0.0, 1.0, 0.0, 0.0])
    scores[0, 4:6, 0, 1] = torch.tensor([0.2, 1.0])  # a confidence of 0.2: too unsure to be drawn
    found = picture_loss(TASKS["detection"], scores, picture(None))
    assert len(decoded(scores)[0].corners) == 2
    torch.testing.assert_close(found.targets, torch.tensor([[[0.07, 0.625, 0.43, 0.875, 1.0]]]))


def test_a_detector_that_is_sure_of_nothing_has_a_loss_all_the_same() -> None:
    scores = torch.full((1, 9, 2, 2), 0.01, requires_grad=True)
    found = picture_loss(TASKS["detection"], scores, picture(None))
    assert found.value.item() == pytest.approx(0.5 * 4 * 0.01**2)


@pytest.mark.parametrize("task", ["segmentation", "detection"])
def test_scores_of_another_form_are_taken_as_those_of_classes(task: str) -> None:
    scores = torch.tensor([[1.0, 3.0, 2.0]])
    found = picture_loss(TASKS[task], scores, picture(TARGETS[task]))
    assert found.is_predicted
    torch.testing.assert_close(found.value, F.cross_entropy(scores, torch.tensor([1])))


def pixelwise() -> Graph:
    net = GraphBuilder()
    x = net.add("Conv2d", net.input((1, 6, 6)), name="conv1", out_channels=5, kernel_size=3, padding=1)
    return net.output(net.add("Conv2d", x, name="conv2", out_channels=4, kernel_size=1))


def test_the_pull_on_each_channel_is_that_of_the_mask() -> None:
    bench = Bench(pixelwise(), task=TASKS["segmentation"])
    outputs = bench.outputs()
    scores = outputs["output"]
    loss = F.cross_entropy(scores, scores.argmax(1))
    gradient = torch.autograd.grad(loss, outputs["conv1"])[0][0]
    frame = bench.see(FrameKind.CHANNEL_GRADIENTS, "conv1")
    torch.testing.assert_close(torch.from_numpy(frame.norms), gradient.flatten(1).norm(dim=1))
