"""Every figure of networks.json, and every figure that a preset states of itself."""

from __future__ import annotations

from math import prod
from typing import Any

import pytest

from engine.analysis.depth import depth
from engine.analysis.inference import infer
from presets.registry import Preset, all_presets, get
from tests.presets.figures import CIFAR, NETWORKS, facts

WORDS = {"source", "lecture", "recipe", "note", "torchvision"}
"""Keys under which no figure stands; what torchvision has is compared in test_torchvision.py."""
CHECKED = {"input", "params", "macs", "shapes"}
"""Keys that any network may have; the others have a test of their own below."""
OWN = {
    ("alexnet", "params_two_groups"),
    ("alexnet", "conv1_params"),
    ("vgg16", "fc6_weights"),
    ("googlenet", "params_with_both_auxiliary_heads"),
    ("googlenet", "depth"),
    ("googlenet", "inception_3a"),
    ("resnet34", "plain"),
}


def test_no_figure_is_passed_over() -> None:
    others = {(name, key) for name, figures in NETWORKS.items() for key in figures if key not in WORDS | CHECKED}
    assert others == OWN
    assert set(CIFAR) == {"input", "depths", "params_millions", "source", "plain", "stochastic_depth"}


@pytest.mark.parametrize("name", NETWORKS)
def test_a_network_comes_to_its_figures(name: str) -> None:
    figures, found = NETWORKS[name], facts(name)
    names = found.graph.by_name
    assert found.nodes[names["input"].id].output == tuple(figures["input"])
    assert found.num_params_in_evaluation == figures["params"]
    assert found.macs_in_evaluation == figures.get("macs", found.macs_in_evaluation)
    shapes = {node: found.nodes[names[node].id].output for node in figures.get("shapes", ())}
    assert shapes == {node: tuple(shape) for node, shape in figures.get("shapes", {}).items()}


def test_alexnets_first_convolution_and_its_two_groups() -> None:
    found = facts("alexnet")
    assert found.nodes[found.graph.by_name["conv1"].id].num_params == NETWORKS["alexnet"]["conv1_params"]
    split = facts("alexnet_two_groups")
    assert split.num_params == NETWORKS["alexnet"]["params_two_groups"]
    grouped = {node.name for node in split.graph.nodes.values() if node.params.get("groups", 1) != 1}
    assert grouped == {"conv2", "conv4", "conv5"}


def test_alexnet_normalizes_as_its_paper_does() -> None:
    """b = a / (k + α Σ a²)^β with α = 1e-4 and n = 5: torch's own α is divided by n."""
    for name in ("norm1", "norm2"):
        params = get("alexnet").build().by_name[name].params
        assert params == {"size": 5, "alpha": pytest.approx(5 * 1e-4), "beta": 0.75, "k": 2.0}


def test_most_of_vgg16_is_in_its_first_fully_connected_layer() -> None:
    found = facts("vgg16")
    first = found.nodes[found.graph.by_name["classifier.0"].id]
    assert first.output == (4096,)
    assert (first.num_params or 0) - 4096 == NETWORKS["vgg16"]["fc6_weights"]


def test_googlenet_with_its_auxiliary_heads() -> None:
    found, figures = facts("googlenet"), NETWORKS["googlenet"]
    assert found.num_params == figures["params_with_both_auxiliary_heads"]
    assert depth(found) == figures["depth"]
    heads = [node for node in found.graph.nodes.values() if node.params.get("training_only")]
    assert [(node.name, node.params["loss_weight"]) for node in heads] == [("aux1.output", 0.3), ("aux2.output", 0.3)]


def test_what_the_reductions_of_an_inception_module_save() -> None:
    figures: dict[str, Any] = NETWORKS["googlenet"]["inception_3a"]
    naive, reduced = facts("inception_naive"), facts("inception")
    for found in (naive, reduced):
        assert found.nodes[found.graph.by_name["input"].id].output == tuple(figures["input"])
    assert reduced.nodes[reduced.graph.by_name["output"].id].output == tuple(figures["output"])
    assert (naive.macs, reduced.macs) == (figures["naive_macs"], figures["reduced_macs"])
    assert 1 - reduced.macs / naive.macs == pytest.approx(figures["saving"], abs=5e-4)


def test_inception_3a_is_the_same_in_googlenet() -> None:
    found = facts("googlenet")
    inside = [node.id for node in found.graph.nodes.values() if node.name.startswith("inception3a.")]
    assert sum(found.nodes[node_id].macs or 0 for node_id in inside) == facts("inception").macs
    assert found.nodes[found.graph.by_name["inception3a.concat"].id].output == (256, 28, 28)


@pytest.mark.parametrize("number", [18, 34])
def test_a_plain_network_is_the_residual_one_without_shortcuts(number: int) -> None:
    plain, residual = get(f"plain{number}").build(), get(f"resnet{number}").build()
    shortcut = {name for name in residual.by_name if name.endswith(".add") or ".downsample." in name}
    assert set(plain.by_name) == set(residual.by_name) - shortcut
    assert all(node.params == residual.by_name[name].params for name, node in plain.by_name.items())
    assert all(len(plain.inputs(node_id)) < 2 for node_id in plain.nodes)


@pytest.mark.parametrize("number", CIFAR["depths"])
def test_the_cifar_family_comes_to_its_figures(number: int) -> None:
    found = facts(f"resnet{number}")
    assert found.nodes[found.graph.by_name["input"].id].output == tuple(CIFAR["input"])
    millions = CIFAR["params_millions"][str(number)]
    assert round(found.num_params / 1e6, 1 if number == 110 else 2) == millions
    assert depth(found) == number
    maps = [found.nodes[found.graph.by_name[f"layer{stage}.0.add"].id].output for stage in (1, 2, 3)]
    assert maps == [(16, 32, 32), (32, 16, 16), (64, 8, 8)]


@pytest.mark.parametrize("number", [20, 56])
def test_option_a_costs_no_parameters(number: int) -> None:
    assert facts(f"plain{number}").num_params == facts(f"resnet{number}").num_params
    assert "plain" + str(number) in CIFAR["plain"]


STATED = [(preset, label, value) for preset in all_presets() for label, value in preset.figures]


@pytest.mark.parametrize(
    ("preset", "value"),
    [
        pytest.param(preset, value, id=f"{preset.name}: {label}")
        for preset, label, value in STATED
        if label in ("Parameters", "Multiply-adds", "Layers with weights", "Maps out")
    ],
)
def test_what_a_preset_states_of_itself_is_so(preset: Preset, value: str, request: pytest.FixtureRequest) -> None:
    found = infer(preset.build())
    label = request.node.callspec.id.rpartition(": ")[2]
    output = found.nodes[found.graph.by_name["output"].id].output or ()
    truth = {
        "Parameters": found.num_params_in_evaluation,
        "Multiply-adds": found.macs_in_evaluation,
        "Layers with weights": depth(found),
        "Maps out": output[0],
    }[label]
    if value.endswith(" M"):
        number = value.removesuffix(" M")
        digits = len(number.partition(".")[2])
        assert f"{truth / 1e6:.{digits}f}" == number
    else:
        assert f"{truth:,}" == value


def test_a_smaller_vgg_sees_as_many_pixels_as_there_are() -> None:
    found = infer(get("vgg16").build(num_classes=10, input_size=32))
    first = found.nodes[found.graph.by_name["classifier.0"].id]
    assert prod(first.inputs[0]) == 512
    assert found.num_params == 14_714_688 + 512 * 4096 + 4096 + 4096 * 4096 + 4096 + 4096 * 10 + 10
