from __future__ import annotations

import inspect
import math

import numpy as np
import pytest
import torch
from torch.nn import functional as F  # noqa: N812

from engine.probes.frames import FrameKind, LevelsFrame
from tests.probing import NETWORKS, Bench, branchy


@pytest.mark.parametrize("network", NETWORKS)
def test_the_tensor_is_the_nodes_output(network: object) -> None:
    bench = Bench(network())  # type: ignore[operator]
    for name, output in bench.outputs().items():
        level = bench.see(FrameKind.LEVELS, name).tensor
        values = output.detach()
        assert (level.shape, level.dtype, level.device) == (tuple(values.shape), "torch.float32", "cpu")
        assert level.num_bytes == 4 * values.numel()
        assert [level.low, level.high, level.mean, level.std] == pytest.approx(
            [values.min().item(), values.max().item(), values.mean().item(), values.std(correction=0).item()],
            rel=1e-4,
            abs=1e-6,
        )
        counts, _ = np.histogram(values.numpy(), len(level.counts), (level.low, level.high))
        assert np.abs(level.counts - counts).sum() <= 4  # values on an edge
        assert level.first_values.tolist() == values.flatten()[:16].tolist()
        assert math.prod(level.shape) == 1 or level.strides == values.stride()


def test_the_module_is_what_one_would_print() -> None:
    bench = Bench(branchy())
    level = bench.see(FrameKind.LEVELS, "conv1").module
    assert level.text == str(bench.module.conv1)
    assert level.class_path == "torch.nn.modules.conv.Conv2d"
    assert level.forward == inspect.cleandoc("\n" + inspect.getsource(torch.nn.Conv2d.forward))
    assert level.forward.startswith("def forward(self, input")
    assert level.parameters == (("weight", (6, 3, 3, 3)),)


EXPECTED = {
    "conv1": ("ConvolutionBackward0", {"input", "weight"}),
    "relu1": ("ReluBackward0", {"output"}),
    "add": ("AddBackward0", set()),
    "pool": ("MaxPool2DWithIndicesBackward0", {"input", ""}),
    "fc": ("AddmmBackward0", {"input", "weight"}),
}


@pytest.mark.parametrize("name", EXPECTED)
def test_autograd_keeps_what_the_formula_needs(name: str) -> None:
    bench = Bench(branchy(1))
    level = bench.see(FrameKind.LEVELS, name).autograd
    grad_fn, saved = EXPECTED[name]
    assert level.grad_fn == grad_fn
    assert {tensor.name for tensor in level.saved} == saved
    if name == "conv1":
        assert {(tensor.name, tensor.shape, tensor.num_bytes) for tensor in level.saved} == {
            ("input", (1, 3, 13, 11), 3 * 13 * 11 * 4),
            ("weight", (6, 3, 3, 3), 6 * 27 * 4),
        }


@pytest.mark.parametrize("network", NETWORKS)
def test_gradients_in_and_out_are_autograds(network: object) -> None:
    bench = Bench(network())  # type: ignore[operator]
    outputs = bench.outputs()
    loss = F.cross_entropy(outputs["output"], outputs["output"].argmax(1))
    for node in bench.graph.nodes.values():
        if node.spec.module is None:
            continue
        level = bench.see(FrameKind.LEVELS, node.name).autograd
        [flow] = torch.autograd.grad(loss, outputs[node.name], retain_graph=True)
        if level is None:  # dropout in evaluation
            continue
        assert level.gradient_out == pytest.approx(flow.norm().item(), rel=1e-4, abs=1e-8)
        sources = [bench.graph.nodes[edge.source].name for edge in bench.graph.inputs(node.id)]
        inputs = [outputs.get(name, bench.image).detach().requires_grad_() for name in sources]
        bench.module.eval()
        by_hand = torch.autograd.grad(bench.module.get_submodule(node.name)(*inputs), inputs, flow)
        bench.module.train()
        assert level.gradient_in == pytest.approx([one.norm().item() for one in by_hand], rel=1e-4, abs=1e-8)


def test_terminals_are_tensors_alone() -> None:
    bench = Bench(branchy())
    for name in ("input", "output"):
        frame = bench.see(FrameKind.LEVELS, name)
        assert isinstance(frame, LevelsFrame)
        assert frame.module is None
        assert frame.autograd is None
    assert bench.see(FrameKind.LEVELS) is None
