"""The two networks of Chen et al.: the equation, and the residual blocks that are its steps."""

from __future__ import annotations

import torch

from engine.compiling.compiler import compile_graph
from presets.registry import get


def test_the_two_differ_in_their_block_alone() -> None:
    equation, residual = get("neural_ode").build(), get("neural_ode_unrolled").build()
    differing = {name for name in equation.by_name if equation.by_name[name].params != residual.by_name[name].params}
    assert equation.by_name.keys() == residual.by_name.keys()
    assert differing == {"ode"}


def test_the_residual_network_is_one() -> None:
    torch.manual_seed(0)
    module = compile_graph(get("neural_ode_unrolled").build(input_size=12)).eval()
    h = torch.randn(2, 64, 3, 3)
    expected, time = h, torch.zeros(())
    with torch.no_grad():
        for dynamics in module.ode.dynamics:
            expected = expected + dynamics(time, expected) / 6
        torch.testing.assert_close(module.ode(h), expected)


def test_the_solver_may_be_exchanged_after_training() -> None:
    """More steps with the same weights come nearer to the equation's own solution."""
    torch.manual_seed(0)
    block = compile_graph(get("neural_ode").build(input_size=12)).eval().ode
    h = torch.randn(1, 64, 3, 3)
    with torch.no_grad():
        block.num_steps = 64
        fine = block(h)
        errors = []
        for block.num_steps in (1, 4, 16):
            errors.append(float((block(h) - fine).norm()))
    assert errors == sorted(errors, reverse=True)
    assert errors[-1] < errors[0] / 10
