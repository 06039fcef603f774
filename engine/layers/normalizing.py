"""Shape rules of the layers that normalize each sample by itself: they need more than one value to do it."""

from __future__ import annotations

from math import gcd, prod

from engine.errors import ShapeError
from engine.layers.shapes import maps, text
from engine.layers.spec import Params, Shape, ShapeResult


def by_group(params: Params, inputs: tuple[Shape, ...]) -> ShapeResult:
    """GroupNorm: the shape ``(C, *)`` stays; ``num_groups`` divides C."""
    shape, groups = inputs[0], params["num_groups"]
    assert isinstance(groups, int)
    if shape[0] % groups:
        raise ShapeError(
            f"num_groups {groups} does not divide the {shape[0]} incoming channels. Set num_groups to a divisor, such "
            f"as {gcd(groups, shape[0])}."
        )
    if prod(shape) == groups:
        raise ShapeError(
            f"each of the {groups} groups has a single value of {text(shape)}, which normalization makes 0. Set "
            f"num_groups to less than {groups}, or remove this layer."
        )
    return ShapeResult(shape)


def by_channel(params: Params, inputs: tuple[Shape, ...]) -> ShapeResult:
    """InstanceNorm2d: the shape ``(C, H, W)`` stays."""
    shape = maps(inputs[0])
    if prod(shape[1:]) == 1:
        raise ShapeError(
            f"each channel of {text(shape)} has a single value, which normalization makes 0. Place this layer before "
            "the maps have shrunk to 1 × 1, or remove it."
        )
    return ShapeResult(shape)
