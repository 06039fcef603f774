"""What the generator says of its pictures, held against the pixels."""

from __future__ import annotations

import hashlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.data.shapes.generator import CHUNK, boxes_of, generate
from engine.data.shapes.outlines import OUTLINES
from engine.data.shapes.scene import CONTRAST, KINDS, ShapesOptions
from engine.errors import ParameterError

QUIET = {"noise": 0.0, "texture": 0.0}

options = st.builds(
    ShapesOptions,
    num_images=st.integers(1, 6),
    size=st.tuples(st.integers(8, 40), st.integers(8, 40)),
    seed=st.integers(0, 2**32),
    max_objects=st.integers(1, 5),
    kinds=st.lists(st.sampled_from(KINDS), min_size=1, unique=True).map(tuple),
    texture=st.floats(0, 1),
    noise=st.floats(0, 1),
)


@given(options)
def test_sizes_and_labels_are_those_that_were_asked_for(wish):
    made = generate(wish)
    count, most = wish.num_images, wish.max_objects
    assert made.images.shape == (count, 3, *wish.size)
    assert made.images.dtype == np.uint8
    assert made.classes.shape == (count, most)
    assert (made.labels >= 0).all(), "every picture has a first shape"
    assert made.classes.max() < len(wish.kinds)
    assert made.tags.shape == (count, len(wish.kinds))
    for picture in range(count):
        assert set(np.flatnonzero(made.tags[picture])) == set(made.classes[picture][made.classes[picture] >= 0])


@given(options)
def test_boxes_are_tight_around_masks_that_do_not_meet(wish):
    made = generate(wish)
    assert made.masks.sum(axis=1).max() <= 1, "no shape hides another"
    for picture, place in np.argwhere(made.classes < 0):
        assert not made.masks[picture, place].any()
        assert not made.boxes[picture, place].any()
    for picture, place in np.argwhere(made.masks.any(axis=(2, 3))):
        left, top, right, bottom = made.boxes[picture, place]
        mask = made.masks[picture, place]
        assert mask.sum() == mask[top:bottom, left:right].sum()
        inner = mask[top:bottom, left:right]
        assert inner[0].any() and inner[-1].any() and inner[:, 0].any() and inner[:, -1].any()  # noqa: PT018


def test_equal_options_give_equal_bytes():
    """Pinned: the same pixels on every machine, or results of different people could not be compared."""
    made = generate(ShapesOptions(num_images=300, max_objects=3, seed=7))
    digest = hashlib.sha256(made.images.tobytes() + made.boxes.tobytes()).hexdigest()
    assert digest[:16] == "d7a9b39098be1f1e"
    other = generate(ShapesOptions(num_images=300, max_objects=3, seed=8))
    assert not np.array_equal(made.images, other.images)


def test_more_pictures_leave_the_first_as_they_are():
    few, many = (generate(ShapesOptions(num_images=number, size=(16, 16))) for number in (20, CHUNK + 9))
    assert np.array_equal(few.images, many.images[:20])
    assert np.array_equal(few.masks, many.masks[:20])


def test_a_mask_is_where_the_colour_differs_from_the_ground():
    made = generate(ShapesOptions(num_images=60, size=(48, 48), **QUIET))
    for image, mask in zip(made.images.astype(int), made.masks[:, 0], strict=True):
        color = np.median(image[:, mask], axis=1)
        near = [np.roll(mask, (down, right), (0, 1)) for down in (-1, 0, 1) for right in (-1, 0, 1)]
        outside = image[:, ~np.any(near, axis=0)]
        assert np.abs(outside - color[:, None]).min() >= CONTRAST


@pytest.mark.parametrize(
    ("kind", "area"),
    [
        ("circle", np.pi),
        ("ring", np.pi * 0.7),
        ("triangle", 3 * np.sqrt(3) / 4),
        ("square", 2.0),
        ("star", 1.12257),  # of a pentagram whose tips are on the unit circle
        ("bar", 4 * 0.97 * 0.2425),
        ("cross", 4 * (2 * 0.95 * 0.3 - 0.09)),
        ("crescent", np.pi - 1.6121),
    ],
)
def test_shapes_have_the_area_of_geometry(kind, area):
    along = (np.arange(2000, dtype=np.float32) + 0.5) / 1000 - 1
    x, y = np.meshgrid(along, along)
    assert OUTLINES[kind](x, y).mean() * 4 == pytest.approx(area, rel=0.01)


def test_every_turn_is_as_likely_and_classes_are_balanced():
    made = generate(ShapesOptions(num_images=4000, size=(16, 16)))
    shares = np.bincount(made.labels) / 4000
    assert np.abs(shares - 1 / len(KINDS)).max() < 0.02
    middles = (made.boxes[:, 0, :2] + made.boxes[:, 0, 2:]) / 2
    assert np.abs(middles.mean(axis=0) - 8).max() < 0.2


def test_noise_and_texture_do_what_they_say():
    plain, noisy = (generate(ShapesOptions(num_images=50, texture=0.0, noise=noise)) for noise in (0.0, 0.2))
    difference = noisy.images.astype(int) - plain.images
    assert np.abs(difference).max() <= round(0.2 * 255)
    assert difference.std() > 10
    textured = generate(ShapesOptions(num_images=50, texture=1.0, noise=0.0))
    changed = (textured.images != plain.images).any(axis=1)
    assert not changed[~plain.masks[:, 0] & (plain.images == textured.images).all(axis=1)].any()
    assert changed[plain.masks[:, 0]].mean() > 0.2


def test_boxes_of_nothing_are_zero():
    assert boxes_of(np.zeros((2, 3, 4), bool)).tolist() == [[0] * 4] * 2
    mask = np.zeros((5, 6), bool)
    mask[1:3, 2:6] = True
    assert boxes_of(mask).tolist() == [2, 1, 6, 3]


@pytest.mark.parametrize(
    "wish", [{"num_images": 0}, {"size": (4, 32)}, {"max_objects": 0}, {"kinds": ("blob",)}, {"noise": 2.0}]
)
def test_what_cannot_be_drawn_is_refused(wish):
    with pytest.raises(ParameterError, match=r"must be .+\. Received "):
        ShapesOptions(**wish)
