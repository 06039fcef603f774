"""What the layers that normalize each sample refuse and say; the contract holds the rest against torch."""

from __future__ import annotations

import re

import pytest

from engine.analysis.fixes import fixes
from engine.analysis.inference import infer
from engine.errors import ShapeError
from engine.layers.registry import get
from tests import graphs


@pytest.mark.parametrize(
    ("type_", "params", "shape", "sentence"),
    [
        (
            "GroupNorm",
            {"num_groups": 32},
            (24, 8, 8),
            "num_groups 32 does not divide the 24 incoming channels. Set num_groups to a divisor, such as 8.",
        ),
        (
            "GroupNorm",
            {"num_groups": 8},
            (8, 1, 1),
            "each of the 8 groups has a single value of 8 × 1 × 1, which normalization makes 0. Set num_groups to less "
            "than 8, or remove this layer.",
        ),
        (
            "InstanceNorm2d",
            {},
            (8, 1, 1),
            "each channel of 8 × 1 × 1 has a single value, which normalization makes 0. Place this layer before the "
            "maps have shrunk to 1 × 1, or remove it.",
        ),
    ],
)
def test_says_what_it_cannot_normalize(
    type_: str, params: dict[str, int], shape: tuple[int, ...], sentence: str
) -> None:
    spec = get(type_)
    assert spec.shape_rule is not None
    with pytest.raises(ShapeError, match=f"^{re.escape(sentence)}$"):
        spec.shape_rule(spec.complete(params), (shape,))


def test_groups_that_divide_are_one_press_away() -> None:
    graph = graphs.chain(("Conv2d", {"out_channels": 24}), ("GroupNorm", {"num_groups": 32, "name": "norm"}))
    offered = fixes(graph, infer(graph), graph.by_name["norm"].id)
    assert [fix.title for fix in offered][:2] == ["Set num_groups to 8", "Set num_groups to 1"]
    assert infer(offered[0].apply(graph)).diagnostics == ()
