"""Operations on whole batches, held against torchvision: the same pixels for the same parameters, and parameters of the
same distribution (two-sample Kolmogorov-Smirnov tests with fixed seeds)."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
import torch
from scipy.stats import chisquare, ks_2samp
from torch import Tensor
from torchvision.transforms import InterpolationMode, v2
from torchvision.transforms.v2 import functional as F  # noqa: N812

from engine.data.augmenting import batched, colors
from engine.data.augmenting.batched import Target, augment, short_sides
from engine.data.augmenting.draws import Draws, erasings, resized_crops
from engine.data.augmenting.mixing import mix
from engine.data.augmenting.resampling import Span, resample, shifted_crops
from engine.data.augmenting.single import transforms_of
from engine.data.augmenting.steps import SPECS, Step, steps_of
from engine.data.fitting import measured, unit
from engine.data.images import Pipeline

COUNT = 1500
"""Draws on each side of a test of distributions."""

SURE = 0.01
"""Equal distributions fail such a test in one of a hundred seeds; these seeds are fixed."""


def images(count: int, height: int = 24, width: int = 32, channels: int = 3) -> Tensor:
    return torch.rand(count, channels, height, width, generator=torch.Generator().manual_seed(3))


def target(height: int = 24, width: int = 32, channels: int = 3) -> Target:
    return Target((height, width), torch.full((channels,), 0.4))


def same(ours: object, theirs: object) -> None:
    assert ks_2samp(np.asarray(ours, float), np.asarray(theirs, float)).pvalue > SURE


def torchvisions(transform: v2.Transform, size: tuple[int, int]) -> list[dict]:
    torch.manual_seed(11)
    image = torch.zeros(3, *size)
    return [transform.make_params([image]) for _ in range(COUNT)]


class TestPixels:
    """For the same parameters the pixels are torchvision's."""

    @pytest.mark.parametrize("size", [(16, 16), (24, 10), (40, 50)])
    def test_resized_crops(self, size: tuple[int, int]) -> None:
        batch = images(12, 33, 47)
        top, left, height, width = resized_crops(Draws(0, 0, 12), (0.08, 1.0), (33, 47))
        ours = resample(batch, Span(top, height, top, top + height), Span(left, width, left, left + width), size)
        for place, image in enumerate(ours):
            box = (int(top[place]), int(left[place]), int(height[place]), int(width[place]))
            assert torch.allclose(image, F.resized_crop(batch[place], *box, list(size), antialias=True), atol=2e-5)

    def test_crops_of_resized_images(self) -> None:
        batch = images(6, 30, 45)
        step = Step("RandomShortestSize", {"min_size": 20, "max_size": 40, "crop_size": 16})
        ours = batched.OPERATIONS[step.type](batch, step, Draws(5, 0, 6), target(16, 16))
        draws = Draws(5, 0, 6)
        sides = draws.ints(20, 40)
        heights, widths = (30 * (sides / 30)).astype(int), (45 * (sides / 30)).astype(int)
        tops, lefts = draws.ints(0, heights - 16), draws.ints(0, widths - 16)
        for place, image in enumerate(ours):
            resized = F.resize(batch[place], [int(heights[place]), int(widths[place])], antialias=True)
            expected = F.crop(resized, int(tops[place]), int(lefts[place]), 16, 16)
            assert torch.allclose(image, expected, atol=2e-5)

    def test_padded_crops(self) -> None:
        batch = images(5)
        tops, lefts = np.array([0, 8, 3, 4, 1]), np.array([8, 0, 4, 4, 7])
        for place, image in enumerate(shifted_crops(batch, tops, lefts, 4)):
            expected = F.crop(F.pad(batch[place], [4] * 4), int(tops[place]), int(lefts[place]), 24, 32)
            assert torch.equal(image, expected)

    @pytest.mark.parametrize("channels", [1, 3])
    @pytest.mark.parametrize(
        ("ours", "theirs", "values"),
        [
            (colors.adjust_brightness, F.adjust_brightness, (0.0, 0.7, 1.6)),
            (colors.adjust_contrast, F.adjust_contrast, (0.0, 0.7, 1.6)),
            (colors.adjust_saturation, F.adjust_saturation, (0.0, 0.7, 1.6)),
            (colors.adjust_hue, F.adjust_hue, (-0.5, 0.1, 0.37)),
        ],
    )
    def test_colours(self, ours: Callable, theirs: Callable, values: tuple[float, ...], channels: int) -> None:
        batch = images(3, channels=channels)
        batch[0, :, :4] = 0.5  # grey, black and white have no hue
        batch[0, :, 4:6], batch[0, :, 6:8] = 0.0, 1.0
        for place, image in enumerate(ours(batch, torch.tensor(values))):
            assert torch.allclose(image, theirs(batch[place], values[place]), atol=1e-4)

    @pytest.mark.parametrize("size", [(32, 32), (24, 40)])
    def test_rotations(self, size: tuple[int, int]) -> None:
        batch = images(4, *size)
        step = Step("RandomRotation", {"degrees": 40.0})
        ours = batched.OPERATIONS[step.type](batch, step, Draws(1, 0, 4), target(*size))
        angles = Draws(1, 0, 4).floats(-40, 40)
        for place, image in enumerate(ours):
            expected = F.rotate(batch[place], float(angles[place]), InterpolationMode.BILINEAR)
            inside = F.rotate(torch.ones(1, *size), float(angles[place]), InterpolationMode.BILINEAR)[0] == 1
            assert inside.float().mean() > 0.4
            assert torch.allclose(image[:, inside], expected[:, inside], atol=1e-3)

    def test_lighting_is_alexnets(self) -> None:
        batch = images(2) * 0.2 + 0.4
        strengths = torch.tensor([[0.1, -0.2, 0.3], [0.0, 0.0, 0.0]])
        lit = colors.add_lighting(batch, strengths)
        shift = np.array(colors.PCA_VECTORS) @ (np.array([0.1, -0.2, 0.3]) * colors.PCA_VALUES)
        assert torch.allclose(lit[0], batch[0] + torch.tensor(shift, dtype=torch.float32)[:, None, None], atol=1e-6)
        assert torch.equal(lit[1], batch[1])
        vectors = np.array(colors.PCA_VECTORS)
        assert np.allclose(vectors.T @ vectors, np.eye(3), atol=1e-3), "directions are at right angles"


class TestDistributions:
    """Parameters are drawn as torchvision draws them."""

    @pytest.mark.parametrize("size", [(32, 32), (20, 50)])
    def test_resized_crops(self, size: tuple[int, int]) -> None:
        top, left, height, width = resized_crops(Draws(2, 0, COUNT), (0.08, 1.0), size)
        theirs = torchvisions(v2.RandomResizedCrop(32), size)
        for ours, name in ((top, "top"), (left, "left"), (height, "height"), (width, "width")):
            same(ours, [params[name] for params in theirs])
        same(height * width, [params["height"] * params["width"] for params in theirs])
        same(width / height, [params["width"] / params["height"] for params in theirs])

    def test_no_rectangle_fits_into_a_strip(self) -> None:
        """Ten attempts fail: then it is the middle, in proportions of 4 to 3."""
        (theirs, *_), (top, left, height, width) = (
            torchvisions(v2.RandomResizedCrop(8, scale=(1.0, 1.0)), (10, 100)),
            resized_crops(Draws(2, 0, 3), (1.0, 1.0), (10, 100)),
        )
        assert [top[0], left[0], height[0], width[0]] == [theirs[name] for name in ("top", "left", "height", "width")]

    @pytest.mark.parametrize("size", [(32, 32), (12, 40)])
    def test_erasings(self, size: tuple[int, int]) -> None:
        top, left, height, width = erasings(Draws(2, 0, COUNT), (0.02, 0.33), size)
        theirs = torchvisions(v2.RandomErasing(p=1.0), size)
        drawn = [params for params in theirs if params["v"] is not None]
        assert (height > 0).mean() == pytest.approx(len(drawn) / COUNT, abs=0.05)
        for ours, name in ((top, "i"), (left, "j"), (height, "h"), (width, "w")):
            same(ours[height > 0], [params[name] for params in drawn])

    def test_short_sides(self) -> None:
        ours = Draws(2, 0, COUNT).ints(*short_sides(Step("RandomShortestSize", {}), (224, 224)))
        theirs = [
            min(params["size"]) for params in torchvisions(v2.RandomShortestSize(list(range(256, 481))), (500, 700))
        ]
        assert ours.min() >= 256
        assert ours.max() <= 480
        same(ours, theirs)
        assert short_sides(Step("RandomShortestSize", {}), (112, 112)) == (128, 240)
        assert short_sides(Step("RandomShortestSize", {"min_size": 1, "max_size": 2}), (32, 32)) == (32, 32)

    def test_crops_flips_and_rotations(self) -> None:
        same(Draws(2, 0, COUNT).ints(0, 8), [p["top"] for p in torchvisions(v2.RandomCrop(32, padding=4), (32, 32))])
        same(Draws(2, 0, COUNT).floats(-15, 15), [p["angle"] for p in torchvisions(v2.RandomRotation(15), (32, 32))])
        assert Draws(2, 0, COUNT).chances(0.3).mean() == pytest.approx(0.3, abs=0.03)

    def test_jitter(self, monkeypatch: pytest.MonkeyPatch) -> None:
        seen: dict[str, list[float]] = {"brightness": [], "contrast": [], "saturation": [], "hue": []}
        order: list[str] = []

        def noting(name: str) -> Callable[[Tensor, Tensor], Tensor]:
            def note(batch: Tensor, values: Tensor) -> Tensor:
                seen[name] += values.tolist()
                order.extend([name] * len(values))
                return batch

            return note

        for name in seen:
            monkeypatch.setattr(colors, f"adjust_{name}", noting(name))
        step = Step("ColorJitter", {})
        batched.OPERATIONS["ColorJitter"](images(COUNT, 2, 2), step, Draws(2, 0, COUNT), target(2, 2))
        theirs = torchvisions(v2.ColorJitter(0.4, 0.4, 0.4, 0.1), (2, 2))
        for name, values in seen.items():
            assert len(values) == COUNT
            same(values, [params[f"{name}_factor"] for params in theirs])
        first = [order[:COUNT].count(name) for name in seen]
        assert chisquare(first).pvalue > SURE, "each of the four comes first as often"

    @pytest.mark.parametrize("text", ["MixUp(alpha=0.2)", "CutMix(alpha=1.0)"])
    def test_mixing(self, text: str) -> None:
        labels = torch.arange(4)
        theirs_by = {"MixUp": v2.MixUp(alpha=0.2, num_classes=4), "CutMix": v2.CutMix(alpha=1.0, num_classes=4)}
        transform = theirs_by[text.partition("(")[0]]
        torch.manual_seed(11)
        theirs, ours, ours_pixels, theirs_pixels = [], [], [], []
        batch = torch.arange(4.0)[:, None, None, None].expand(4, 1, 16, 20).contiguous()
        for number in range(400):
            mixed, shares = mix(batch, labels, steps_of(text), Draws(2, number, 4), 4)
            assert torch.allclose(shares.sum(1), torch.ones(4))
            # The label's share is that of the pixels, image by image.
            assert torch.allclose(mixed.mean((1, 2, 3)), shares @ torch.arange(4.0), atol=1e-4)
            ours.append(shares[0, 0].item())
            ours_pixels.append(mixed[0, 0].mean().item())
            mixed, shares = transform(batch, labels)
            theirs.append(shares[0, 0].item())
            theirs_pixels.append(mixed[0, 0].mean().item())
        same(ours, theirs)
        same(ours_pixels, theirs_pixels)

    @pytest.mark.parametrize("type_", [spec.type for spec in SPECS.values() if not spec.mixes])
    @pytest.mark.parametrize("channels", [1, 3])
    def test_every_step_leaves_images_like_those_of_torchvision(self, type_: str, channels: int) -> None:
        """The end to end check, of both ways that training takes: mean, spread and unevenness of the outcome."""
        step = Step(type_, {"policy": "cifar10"} if type_ == "AutoAugment" else {})
        small = Target((16, 16), torch.full((channels,), 0.4))
        source = (torch.linspace(0, 1, 24 * 20).reshape(1, 1, 24, 20) ** 2).expand(1, channels, 24, 20)
        if not step.spec.takes_source:
            source = source[..., :16, :16]
        pixels = (source * 255).to(torch.uint8)
        count = 300
        ours = augment(unit(pixels).expand(count, -1, -1, -1).contiguous(), (step,), Draws(7, 0, count), small)
        (transform,) = transforms_of([step], small)
        torch.manual_seed(5)
        theirs = unit(torch.stack([transform(pixels[0]) for _ in range(count)]))
        assert ours.shape == theirs.shape
        for measure in (lambda x: x.mean((1, 2, 3)), lambda x: x.std((1, 2, 3)), lambda x: x[:, 0, 3, 12]):
            same(measure(ours).round(decimals=2), measure(theirs).round(decimals=2))


def test_equal_seeds_give_equal_batches_and_others_do_not() -> None:
    steps = tuple(Step(spec.type, {}) for spec in SPECS.values())

    def batch(seed: int, number: int) -> Tensor:
        return augment(images(6, 32, 32), steps, Draws(seed, number, 6), target(32, 32))

    assert torch.equal(batch(1, 2), batch(1, 2))
    assert not torch.equal(batch(1, 2), batch(1, 3))
    assert not torch.equal(batch(1, 2), batch(2, 2))


def test_random_numbers_outside_go_on_as_if_nothing_had_been() -> None:
    torch.manual_seed(5)
    expected = torch.rand(3)
    torch.manual_seed(5)
    augment(images(4, 32, 32), steps_of("RandAugment, AutoAugment"), Draws(1, 1, 4), target(32, 32))
    assert torch.equal(torch.rand(3), expected)


def test_what_changes_nothing_leaves_training_images_as_those_that_are_tested() -> None:
    """One scale and one normalization for both; otherwise a network would be tested on what it never saw."""
    pixels = (images(6, 32, 32) * 255).to(torch.uint8)
    steps = steps_of("RandomHorizontalFlip(p=0.0), RandomErasing(p=0.0), RandomRotation(degrees=0.0)")
    pipeline = Pipeline((3, 32, 32), measured(pixels), steps, num_classes=4)
    labels = torch.arange(6) % 4
    changed, same_labels = pipeline.augmented(pixels, labels, Draws(0, 0, 6))
    assert torch.allclose(changed, pipeline.plain(pixels), atol=1e-5)
    assert torch.equal(same_labels, labels)


def test_an_erased_part_has_the_mean_colour_and_so_becomes_0() -> None:
    step = Step("RandomErasing", {"p": 1.0, "min_scale": 0.2})
    batch = augment(torch.ones(8, 3, 32, 32), (step,), Draws(0, 0, 8), target(32, 32))
    assert batch.unique().tolist() == pytest.approx([0.4, 1.0])
    assert all(0.15 < (image[0] != 1).float().mean() < 0.4 for image in batch)


def test_where_two_steps_mix_each_batch_gets_one() -> None:
    batch, labels = images(4), torch.arange(4)
    kinds = set()
    for number in range(20):
        mixed, shares = mix(batch, labels, steps_of("MixUp(alpha=10.0), CutMix(alpha=10.0)"), Draws(0, number, 4), 4)
        share = shares[0, 0].item()
        kinds.add(bool(torch.allclose(mixed, batch * share + batch.roll(1, 0) * (1 - share), atol=1e-5)))
    assert kinds == {True, False}
