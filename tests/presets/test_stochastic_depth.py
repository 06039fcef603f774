"""ResNet-110 with stochastic depth: which blocks are left out how often, and that nothing else differs."""

from __future__ import annotations

import pytest
import torch

from engine.analysis.inference import infer
from engine.compiling.compiler import compile_graph
from presets.cifar_resnet import cifar_resnet
from presets.registry import get


def test_survival_falls_linearly_from_1_to_a_half() -> None:
    """Huang et al. 2016, equation 4: p_l = 1 − l / L · (1 − 0.5) for l = 1 ... L."""
    graph = get("resnet110_stochastic_depth").build()
    drops = [node.params for node in graph.nodes.values() if node.type == "StochasticDepth"]
    assert [drop["p"] for drop in drops] == pytest.approx([0.5 * block / 54 for block in range(1, 55)])
    assert {drop["mode"] for drop in drops} == {"batch"}


def test_a_block_is_dropped_before_its_shortcut_is_added() -> None:
    graph = get("resnet110_stochastic_depth").build()
    for name, node in graph.by_name.items():
        if name.endswith(".drop"):
            (target,) = (graph.nodes[edge.target].name for edge in graph.edges if edge.source == node.id)
            assert target == name.replace(".drop", ".add")


def test_in_evaluation_it_is_resnet_110() -> None:
    stochastic, deep = get("resnet110_stochastic_depth").build(), get("resnet110").build()
    assert infer(stochastic).num_params == infer(deep).num_params
    assert infer(stochastic).macs == infer(deep).macs
    assert {name for name in stochastic.by_name if not name.endswith(".drop")} == set(deep.by_name)


def test_in_training_the_expected_number_of_blocks_takes_part() -> None:
    """On a smaller one with 9 blocks: the mean number of blocks is L − Σ l / L · 0.5 = 6.5 (54 blocks: about 40)."""
    torch.manual_seed(0)
    module = compile_graph(cifar_resnet(20, input_size=8, last_survival=0.5)).train()
    kept: list[bool] = []
    for name, layer in module.named_modules():
        if name.endswith(".drop"):
            layer.register_forward_hook(lambda _module, _inputs, output: kept.append(bool(output.any())))
    passes = 200
    with torch.no_grad():
        for _ in range(passes):
            module(torch.randn(1, 3, 8, 8))
    assert len(kept) == 9 * passes
    assert sum(kept) / passes == pytest.approx(9 - 0.5 * sum(range(1, 10)) / 9, abs=0.25)
