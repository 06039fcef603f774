"""What the layers that make maps larger refuse, and in what words; the contract holds their sizes against torch."""

from __future__ import annotations

import re
from typing import Any

import pytest

from engine.errors import ShapeError
from engine.layers.registry import get


def shape_of(type_: str, shape: tuple[int, ...], **params: Any) -> tuple[int, ...]:
    spec = get(type_)
    assert spec.shape_rule is not None
    return spec.shape_rule(spec.complete(params), (shape,)).shape


@pytest.mark.parametrize(
    ("params", "sentence"),
    [
        (
            {"output_padding": 2},
            "output_padding 2 must be smaller than stride 2 or dilation 1. Reduce output_padding to 1 or less.",
        ),
        (
            {"padding": (0, 8)},
            "padding 8 cuts more from both sides than the 16 px that come out. Reduce padding to 7 or less.",
        ),
        (
            {"groups": 3},
            "groups 3 does not divide both the 4 incoming channels and out_channels 8. Set groups to a divisor of both,"
            " such as 1.",
        ),
    ],
)
def test_says_what_a_transposed_convolution_cannot_do(params: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ShapeError, match=f"^{re.escape(sentence)}$"):
        shape_of("ConvTranspose2d", (4, 8, 8), **params)


def test_what_is_advised_works() -> None:
    assert shape_of("ConvTranspose2d", (4, 8, 8), output_padding=1) == (8, 17, 17)
    assert shape_of("ConvTranspose2d", (4, 8, 8), padding=(0, 7)) == (8, 16, 2)


def test_a_transposed_convolution_undoes_the_size_of_a_convolution() -> None:
    window = {"kernel_size": 5, "stride": 3, "padding": 2}
    small = shape_of("Conv2d", (1, 20, 23), **window)
    assert shape_of("ConvTranspose2d", small, out_channels=1, output_padding=(1, 1), **window) == (1, 20, 23)


def test_padding_is_left_right_top_bottom() -> None:
    assert shape_of("ZeroPad2d", (1, 10, 20), padding=(1, 2, 3, 4)) == (1, 17, 23)
