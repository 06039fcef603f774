"""Depth as papers count it: convolutions and fully connected layers on the longest way."""

from __future__ import annotations

import pytest

from benchmarks import networks
from engine.analysis.depth import depth
from engine.analysis.inference import infer
from engine.graph.model import Graph
from presets import registry as presets
from presets.resnet import resnet18


@pytest.mark.parametrize(
    ("build", "expected"),
    [
        (lambda: presets.get("lenet5").build(), 5),
        (resnet18, 18),
        (lambda: networks.resnet(networks.RESNET_50), 50),
        (networks.resnet, 152),
        (Graph, 0),
    ],
)
def test_the_figure_in_a_network_s_name(build, expected):
    assert depth(infer(build())) == expected
