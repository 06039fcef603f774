"""Counts against torch: parameters against ``sum(p.numel())``, multiply-adds against torch's own flop counter."""

from __future__ import annotations

import pytest
import torch
from hypothesis import HealthCheck, given, settings
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

import presets  # noqa: F401 - fills the registry
from engine.analysis.inference import infer
from engine.compiling.compiler import compile_graph, evaluated
from engine.graph import edits
from engine.graph.model import Graph
from presets.registry import Preset, all_presets
from tests.working_graphs import working_graphs

ADAPTIVE = "dopri5"
"""How often such a method calls its network depends on the data, so there is no count to compare."""


def with_all_ends_used(graph: Graph) -> Graph:
    """Return the network with an auxiliary Output behind each dead end: torch is to compute every node."""
    for node in graph.nodes.values():
        if node.params.get("method") == ADAPTIVE:
            graph = edits.set_param(graph, node.id, "method", "rk4")
        if node.spec.has_output and not graph.outgoing(node.id):
            graph, end = edits.add_node(graph, "Output", params={"training_only": True})
            graph = edits.connect(graph, node.id, end.id)
    return graph


def counted(module: nn.Module, graph: Graph, device: str) -> tuple[int, int]:
    """Return torch's own counts for one sample: parameters, and multiply-adds, of which it takes each for two."""
    (shape,) = (node.params["shape"] for node in graph.nodes.values() if not node.spec.inputs)
    assert isinstance(shape, tuple)
    with FlopCounterMode(display=False) as counter, torch.no_grad():
        module(torch.zeros(1, *shape, device=device))
    return sum(parameter.numel() for parameter in module.parameters()), counter.get_total_flops() // 2


def check_counts(graph: Graph, device: str) -> None:
    """Compile, which holds every inferred shape against torch's, and compare the totals with those in evaluation."""
    facts = infer(graph)
    assert facts.problems == ()
    with torch.device(device):
        module = compile_graph(graph).eval()
    assert counted(module, graph, device) == (facts.num_params, facts.macs)
    pruned, in_evaluation = evaluated(module, graph), (facts.num_params_in_evaluation, facts.macs_in_evaluation)
    if pruned is module:
        assert in_evaluation == (facts.num_params, facts.macs)
    else:
        assert counted(pruned, graph, device) == in_evaluation


@pytest.mark.parametrize("preset", all_presets(), ids=lambda preset: preset.name)
def test_counts_of_a_preset_are_torchs(preset: Preset) -> None:
    """On the meta device: there ResNet-152 costs nothing. An ODE block says there only what shape comes out of it."""
    graph = preset.build()
    check_counts(graph, "cpu" if any(node.type == "ODEBlock" for node in graph.nodes.values()) else "meta")


@settings(max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(working_graphs().map(with_all_ends_used))
def test_counts_of_any_network_are_torchs(graph: Graph) -> None:
    """On the CPU, which is faster than the meta device where there is so little to compute."""
    check_counts(graph, "cpu")
