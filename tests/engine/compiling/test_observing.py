from __future__ import annotations

import pytest
import torch
from torch import Tensor

from engine.compiling.compiler import compile_graph, module_names
from engine.compiling.observing import observing, raised_in
from tests.networks import small


def test_hooks_see_inputs_and_outputs_and_are_gone_afterwards() -> None:
    module, seen = compile_graph(small()).eval(), {}

    def note(name: str, inputs: tuple[Tensor, ...], output: Tensor) -> None:
        seen[name] = (inputs[0], output)

    with observing(module, ["relu"], note):
        module(torch.randn(2, 1, 8, 8))
    before, after = seen.pop("relu")
    assert torch.equal(before.relu(), after)
    module(torch.randn(2, 1, 8, 8))
    assert not seen


def test_hooks_are_gone_after_an_error() -> None:
    module = compile_graph(small())
    with pytest.raises(RuntimeError), observing(module, ["relu"], lambda *_: None):
        module(torch.randn(2, 3, 8, 8))
    assert not module.relu._forward_hooks


def test_an_error_tells_its_node() -> None:
    module, names = compile_graph(small()), module_names(small())
    with pytest.raises(RuntimeError) as caught:
        module(torch.randn(2, 1, 20, 20))
    assert raised_in(caught.value, module, names) == "fc"
    assert raised_in(ValueError("elsewhere"), module, names) is None
