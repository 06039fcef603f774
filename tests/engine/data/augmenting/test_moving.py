"""Masks and boxes move as their pictures do; torchvision's own transforms of tv_tensors are the oracle."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor
from torchvision import tv_tensors
from torchvision.transforms import v2

from engine.data.augmenting.draws import Draws
from engine.data.augmenting.moving import augment_with, check_steps
from engine.data.augmenting.steps import steps_of
from engine.data.fitting import Normalization
from engine.data.images import Pipeline
from engine.errors import DataError
from engine.tasks.catalogue import TASKS

SIZE = 24


def pipeline(steps: str, task: str) -> Pipeline:
    plain = Normalization(torch.zeros(3), torch.ones(3))
    return Pipeline((3, SIZE, SIZE), plain, steps_of(steps), "crop", 3, TASKS[task])


def scene(count: int = 16) -> tuple[Tensor, Tensor, Tensor]:
    """Pictures of two rectangles whose colour is their class, their masks and their boxes in px."""
    generator = torch.Generator().manual_seed(5)
    images, masks = torch.zeros(count, 3, SIZE, SIZE), torch.zeros(count, SIZE, SIZE, dtype=torch.uint8)
    boxes = torch.zeros(count, 2, 5)
    for image in range(count):
        for place in range(2):
            left, top = torch.randint(1, 6, (2,), generator=generator).tolist()
            left += 12 * place
            box = [left, top, left + 5, top + 11]
            images[image, place, box[1] : box[3], box[0] : box[2]] = 1
            masks[image, box[1] : box[3], box[0] : box[2]] = place + 1
            boxes[image, place] = torch.tensor([*box, place])
    return images, masks, boxes


@pytest.mark.parametrize(
    "steps",
    [
        "RandomHorizontalFlip",
        "RandomVerticalFlip(p=0.7), RandomCrop(padding=5)",
        "ColorJitter, RandomHorizontalFlip, RandomCrop(padding=3), RandomErasing(p=0.0)",
        "RandomRotation(degrees=90.0)",
        "RandomResizedCrop(min_scale=0.3)",
    ],
)
def test_a_mask_shows_where_the_colours_are(steps: str) -> None:
    """The colour is the class: after any change, both say the same but for what resampling blends at edges."""
    images, masks, _ = scene()
    coloured = "ColorJitter" in steps
    changed, moved = augment_with(images, masks, pipeline(steps, "segmentation"), Draws(7, 0, len(images)))
    assert not torch.equal(moved, masks)
    if coloured:  # the hue has moved: where things are, not what they are
        assert ((changed.amax(1) > 0.05) == (moved > 0)).float().mean() > 0.97
        return
    answer = torch.where(changed.amax(1) > 0.5, changed.argmax(1) + 1, 0)
    assert (answer == moved).float().mean() > 0.985
    if "Rotation" not in steps and "Resized" not in steps:
        assert torch.equal(answer.to(torch.uint8), moved)


def test_the_pictures_are_changed_as_without_masks() -> None:
    images, masks, _ = scene()
    steps = "RandomHorizontalFlip, RandomRotation(degrees=30.0), ColorJitter, RandomCrop(padding=4)"
    with_masks, _ = augment_with(images, masks, pipeline(steps, "segmentation"), Draws(3, 1, len(images)))
    alone, labels = augment_with(images, torch.arange(16), pipeline(steps, "classification"), Draws(3, 1, len(images)))
    assert torch.equal(with_masks, alone)
    assert labels.tolist() == list(range(16))


@pytest.mark.parametrize("flip", ["Horizontal", "Vertical"])
def test_flips_are_torchvisions(flip: str) -> None:
    images, masks, boxes = scene()
    step = f"Random{flip}Flip(p=1.0)"
    transform = getattr(v2, f"Random{flip}Flip")(p=1.0)
    corners = tv_tensors.BoundingBoxes(boxes[0, :, :4], format="XYXY", canvas_size=(SIZE, SIZE))
    image, mask, moved = transform(tv_tensors.Image(images[0]), tv_tensors.Mask(masks[0]), corners)
    ours, our_masks = augment_with(images[:1], masks[:1], pipeline(step, "segmentation"), Draws(0, 0, 1))
    assert torch.equal(ours[0], image)
    assert torch.equal(our_masks[0], mask)
    shares = torch.cat([boxes[:1, :, :4] / SIZE, boxes[:1, :, 4:]], -1)
    _, our_boxes = augment_with(images[:1], shares, pipeline(step, "detection"), Draws(0, 0, 1))
    assert torch.allclose(our_boxes[0, :, :4] * SIZE, moved.as_subclass(Tensor), atol=1e-4)


def test_boxes_stay_around_what_they_are_around() -> None:
    images, _, boxes = scene()
    shares = torch.cat([boxes[..., :4] / SIZE, boxes[..., 4:]], -1)
    steps = "RandomHorizontalFlip, RandomCrop(padding=6), RandomVerticalFlip"
    changed, moved = augment_with(images, shares, pipeline(steps, "detection"), Draws(11, 0, len(images)))
    gone = 0
    for image, rows in zip(changed, moved, strict=True):
        for place, (*corners, label) in enumerate(rows.tolist()):
            down, across = image[place].nonzero(as_tuple=True)
            if label < 0:
                assert not len(down), "a box is gone that is still to be seen"
                gone += 1
                continue
            assert int(label) == place
            found = [int(across.min()), int(down.min()), int(across.max()) + 1, int(down.max()) + 1]
            assert [SIZE * corner for corner in corners] == pytest.approx(found, abs=1e-3)
    assert gone < len(images)


@pytest.mark.parametrize(
    ("steps", "task", "sentence"),
    [
        (
            "MixUp",
            "segmentation",
            "^MixUp mixes two pictures, and 'segmentation' cannot be answered in shares. Remove",
        ),
        ("CutMix", "detection", "CutMix mixes two pictures"),
        ("RandAugment", "segmentation", "RandAugment moves things in the picture without saying where"),
        (
            "RandomRotation",
            "detection",
            "RandomRotation would leave boxes that no longer fit: they follow flips and Ran",
        ),
    ],
)
def test_what_targets_cannot_follow_is_refused(steps: str, task: str, sentence: str) -> None:
    with pytest.raises(DataError, match=sentence):
        check_steps(steps_of(steps), TASKS[task])


@pytest.mark.parametrize(
    ("steps", "task"),
    [("MixUp, RandAugment, RandomRotation", "multilabel"), ("RandomRotation, RandomErasing", "segmentation"),
     ("ColorJitter, RandomCrop", "detection"), ("CutMix, AutoAugment", "classification")],
)  # fmt: skip
def test_what_they_can_follow_is_let_pass(steps: str, task: str) -> None:
    check_steps(steps_of(steps), TASKS[task])
