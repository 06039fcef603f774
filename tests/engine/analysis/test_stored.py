"""What a whole network keeps for its backward pass, against autograd; bytes, against tensors and optimizers."""

from __future__ import annotations

from contextlib import nullcontext
from math import prod

import pytest
import torch
from hypothesis import given, settings
from torch import nn, optim
from torch._subclasses.fake_tensor import FakeTensorMode

import presets  # noqa: F401 - fills the registry
from engine.analysis.analysis import analyse
from engine.analysis.memory import OPTIMIZER_STATES, Memory, MemorySettings, Precision, memory_of
from engine.analysis.stored import Stored
from engine.compiling.compiler import compile_graph, compiled_nodes
from engine.errors import ParameterError
from engine.graph import edits
from engine.graph.model import Graph
from engine.layers.ode_costs import ADAPTIVE
from presets.registry import Preset, all_presets
from tests import graphs
from tests.autograd import Kept, kept
from tests.networks import lenet
from tests.working_graphs import working_graphs

BATCH_SIZE = 2

READ_VALUES = {"ODEBlock"}
"""Layers that need real numbers; all others run without arithmetic: VGG-16 has 138 million weights."""


def declared(graph: Graph) -> Kept:
    """Return what the analysis says of a batch, with the masks of the CPU, which are numbers."""
    found = analyse(graph).all_stored
    return Kept(floats=BATCH_SIZE * (found.values + found.masks) + found.statistics, longs=BATCH_SIZE * found.indices)


def really_kept(graph: Graph) -> Kept:
    """Return what autograd keeps of a batch."""
    module = compile_graph(graph).train()
    (shape,) = (node.params["shape"] for node in graph.nodes.values() if not node.spec.inputs)
    assert isinstance(shape, tuple)
    images = torch.zeros(BATCH_SIZE, *shape)
    return kept(module, lambda: module(images))


@pytest.mark.parametrize("preset", all_presets(), ids=lambda preset: preset.name)
def test_a_preset_keeps_what_autograd_keeps(preset: Preset) -> None:
    graph = preset.build()
    reads_values = any(node.type in READ_VALUES for node in graph.nodes.values())
    with nullcontext() if reads_values else FakeTensorMode():
        found = really_kept(graph)
    assert declared(graph) == found


@given(working_graphs())
@settings(max_examples=100)
def test_a_random_network_keeps_what_autograd_keeps(graph: Graph) -> None:
    compiled = leading_to_the_output(graph)
    expected, found = declared(compiled), really_kept(compiled)
    if any(node.params.get("method") in ADAPTIVE for node in compiled.nodes.values()):
        assert expected.floats <= found.floats  # the solver takes as many steps as the data need
    else:
        assert expected == found


def leading_to_the_output(graph: Graph) -> Graph:
    """Return the graph without the nodes that are not compiled."""
    used = {node.id for node in compiled_nodes(graph)}
    return edits.remove_nodes(graph, [node_id for node_id in graph.nodes if node_id not in used])


def test_a_tensor_that_two_layers_keep_is_counted_once() -> None:
    graph = graphs.chain(("Conv2d", {}), ("ReLU", {}), ("Conv2d", {}), ("Flatten", {}), ("Linear", {}))
    found = analyse(graph)
    by_name = {node.name: found.stored[node.id] for node in graph.nodes.values()}
    assert by_name["input"] == Stored(values=32 * 32)  # conv1 keeps it
    assert by_name["conv1"] == Stored()  # nobody needs it
    assert by_name["relu1"] == Stored(values=8 * 30 * 30)  # the ReLU and conv2 keep it
    assert by_name["conv2"] == Stored(values=8 * 28 * 28)  # the Linear keeps it, through Flatten
    assert by_name["flatten1"] == Stored()
    assert by_name["fc1"] == Stored()


def test_before_the_first_weights_nothing_is_kept() -> None:
    graph = graphs.chain(("Tanh", {}), ("AvgPool2d", {}), ("Conv2d", {}))
    found = analyse(graph).stored
    kept_by_name = {node.name: found[node.id].num_values for node in graph.nodes.values()}
    assert kept_by_name == {"input": 0, "tanh1": 0, "pool1": 16 * 16, "conv1": 0, "output": 0}


class TestMemory:
    @pytest.mark.parametrize("name", OPTIMIZER_STATES)
    def test_an_optimizer_keeps_so_many_numbers_for_each_parameter(self, name: str) -> None:
        module = nn.Linear(5, 3)
        arguments = {"lr": 0.1, "momentum": 0.9} if "momentum" in name else {"lr": 0.1}
        optimizer = getattr(optim, name.split()[0])(module.parameters(), **arguments)
        module(torch.ones(1, 5)).sum().backward()
        optimizer.step()
        states = sum(
            value.numel()
            for state in optimizer.state.values()
            for key, value in state.items()
            if value is not None and key != "step"
        )
        assert states == OPTIMIZER_STATES[name] * sum(p.numel() for p in module.parameters())

    @pytest.mark.parametrize("precision", Precision)
    def test_lenet_in_bytes(self, precision: Precision) -> None:
        dtype = {"fp32": torch.float32, "bf16": torch.bfloat16, "fp16": torch.float16}[precision.value]
        module = compile_graph(lenet()).to(dtype)
        weights = sum(p.numel() * p.element_size() for p in module.parameters())
        seen: dict[int, int] = {}

        def pack(tensor: torch.Tensor) -> torch.Tensor:
            memory = tensor.untyped_storage()
            if memory._cdata not in {p.untyped_storage()._cdata for p in module.parameters()}:
                seen[memory._cdata] = memory.nbytes()
            return tensor

        with torch.autograd.graph.saved_tensors_hooks(pack, lambda tensor: tensor):
            held = module(torch.zeros(16, 1, 32, 32, dtype=dtype))
        found = analyse(lenet())
        settings_ = MemorySettings(16, precision, "Adam")
        assert memory_of(found.num_params, found.all_stored, settings_) == Memory(
            weights, weights, 2 * weights, sum(seen.values())
        )
        del held

    def test_parts_add_up(self) -> None:
        found = analyse(lenet())
        settings_ = MemorySettings(batch_size=8)
        nodes = [
            memory_of(found.inference.nodes[node_id].num_params or 0, kept_, settings_)
            for node_id, kept_ in found.stored.items()
        ]
        whole = memory_of(found.num_params, found.all_stored, settings_)
        assert sum(nodes, Memory()) == whole
        assert whole.total == whole.weights + whole.gradients + whole.optimizer + whole.activations

    def test_bools_and_indices_have_their_own_sizes(self) -> None:
        assert Stored(values=1, masks=10, indices=100, statistics=1000).num_bytes(2, 2) == 2 * (2 + 10 + 800) + 2000

    @pytest.mark.parametrize(
        ("arguments", "sentence"),
        [
            ({"batch_size": 0}, r"^batch_size must be a whole number from 1 to 65536\. Received 0\.$"),
            ({"optimizer": "Adm"}, r"^optimizer must be one of SGD, .*\. Received 'Adm'\. Did you mean 'Adam'\?$"),
        ],
    )
    def test_settings_outside_their_range_are_refused(self, arguments: dict[str, object], sentence: str) -> None:
        with pytest.raises(ParameterError, match=sentence):
            MemorySettings(**arguments)


def test_the_values_of_lenets_maps() -> None:
    """As a lecture's table counts: images, convolutions, poolings and full connections."""
    found = analyse(lenet())
    assert sum(found.num_values.values()) == (
        32 * 32 + 6 * 28 * 28 + 6 * 14 * 14 + 16 * 10 * 10 + 16 * 5 * 5 + 120 + 84 + 10
    )
    assert prod((6, 28, 28)) in found.num_values.values()
