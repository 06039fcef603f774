"""The ODE block against loops written by hand, against torchdiffeq, and against solutions known on paper."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import torch
from torch import Tensor, nn
from torchdiffeq import odeint

from engine.compiling.compiler import compile_graph
from engine.compiling.ode import Dynamics, ODEBlock
from engine.layers.ode_costs import ADAPTIVE, num_evaluations
from tests import graphs


@pytest.fixture(autouse=True)
def seeded() -> Iterator[None]:
    torch.manual_seed(0)
    with torch.no_grad():
        yield


def block(num_channels: int = 6, **params: Any) -> ODEBlock:
    """Return a block in double precision, in which solvers can be told apart."""
    return ODEBlock(num_channels, **params).double()


def maps(*shape: int) -> Tensor:
    return torch.randn(*shape, dtype=torch.float64)


def of(module: nn.Module, h: Tensor) -> Tensor:
    out: Tensor = module(h)
    return out


def test_euler_is_a_loop() -> None:
    ode, h = block(method="euler", num_steps=7), maps(2, 6, 5, 4)
    expected = h
    for step in range(7):
        expected = expected + ode.dynamics[0](torch.tensor(step / 7), expected) / 7
    torch.testing.assert_close(of(ode, h), expected)


class Residual(nn.Module):
    """A stage of residual blocks as one writes it in PyTorch."""

    def __init__(self, num_channels: int, depth: int) -> None:
        super().__init__()
        self.bodies = nn.ModuleList(
            nn.Sequential(
                nn.Conv2d(num_channels, num_channels, 3, padding=1, bias=False),
                nn.GroupNorm(num_channels // 2, num_channels),
                nn.ReLU(),
                nn.Conv2d(num_channels, num_channels, 3, padding=1, bias=False),
                nn.GroupNorm(num_channels // 2, num_channels),
            )
            for _ in range(depth)
        )

    def forward(self, x: Tensor) -> Tensor:
        for body in self.bodies:
            x = x + body(x)
        return x


def test_euler_with_weights_per_step_is_a_residual_network() -> None:
    """Its last norms take the step, 1 / depth, into their scale and shift; then weights and outputs are the same."""
    depth, h = 5, maps(2, 6, 5, 5)
    ode, resnet = block(method="euler", num_steps=depth, shared_weights=False), Residual(6, depth).double()
    for weights in ode.parameters():
        weights.add_(torch.randn_like(weights) / 10)  # scales and shifts begin at 1 and 0
    for body, dynamics in zip(resnet.bodies, ode.dynamics, strict=True):
        for target, source in zip(body.parameters(), dynamics.parameters(), strict=True):
            target.copy_(source)
        body[4].weight.div_(depth)
        body[4].bias.div_(depth)
    torch.testing.assert_close(of(ode, h), of(resnet, h))
    assert sum(p.numel() for p in ode.parameters()) == sum(p.numel() for p in resnet.parameters())


@pytest.mark.parametrize("num_steps", [1, 3, 49])  # 1 / (1 / 49) is a little more than 49
def test_rk4_is_torchdiffeqs(num_steps: int) -> None:
    ode, h = block(method="rk4", num_steps=num_steps), maps(1, 6, 3, 3)
    times = torch.linspace(0, 1, num_steps + 1, dtype=torch.float64)
    torch.testing.assert_close(of(ode, h), odeint(ode.dynamics[0], h, times, method="rk4")[-1])


@pytest.mark.parametrize("shared_weights", [True, False])
def test_dopri5_comes_to_where_fine_steps_lead(shared_weights: bool) -> None:
    num_steps = 1 if shared_weights else 2
    ode = block(method="dopri5", num_steps=num_steps, shared_weights=shared_weights, rtol=1e-6, atol=1e-6)
    h = maps(1, 6, 6, 6)
    # ReLU has corners, at which no solver keeps its order, and a step's error grows on the way.
    torch.testing.assert_close(of(ode, h), finely_solved(ode, h), rtol=0, atol=1e-3)
    coarse = block(method="euler", num_steps=2, shared_weights=shared_weights)
    coarse.load_state_dict(ode.state_dict())
    assert of(coarse, h).sub(finely_solved(ode, h)).abs().max() > 0.1, "the equation is too easy"


def finely_solved(ode: ODEBlock, h: Tensor) -> Tensor:
    """Return h at t = 1 by many small steps of rk4."""
    spans = torch.linspace(0, 1, len(ode.dynamics) + 1, dtype=torch.float64).unfold(0, 2, 1).tolist()
    for dynamics, (start, end) in zip(ode.dynamics, spans, strict=True):
        h = odeint(dynamics, h, torch.linspace(start, end, 201, dtype=torch.float64), method="rk4")[-1]
    return h


class Decay(nn.Module):
    """h' = −rate · h, whose solution is exp(−rate · t)."""

    def __init__(self, rate: float = 2.0) -> None:
        super().__init__()
        self.rate = rate

    def forward(self, t: Tensor, h: Tensor) -> Tensor:
        return -self.rate * h


@pytest.mark.parametrize(
    ("method", "error"), [("euler", 0.02), ("rk4", 1e-5), ("dopri5", 1e-5)], ids=["euler", "rk4", "dopri5"]
)
def test_a_linear_equation_comes_to_its_exponential(method: str, error: float) -> None:
    ode, h = block(method=method, num_steps=20, rtol=1e-6, atol=1e-6), torch.ones(1, 6, 2, 2, dtype=torch.float64)
    ode.dynamics[0] = Decay()
    assert of(ode, h).sub(math.exp(-2)).abs().max() < error
    if method == "euler":  # (1 − 2 / 20) ** 20
        torch.testing.assert_close(of(ode, h), h * 0.9**20)


@pytest.mark.parametrize(("method", "order"), [("euler", 1), ("rk4", 4)])
def test_half_the_step_leaves_an_error_by_the_order(method: str, order: int) -> None:
    def error(num_steps: int) -> float:
        ode = block(method=method, num_steps=num_steps)
        ode.dynamics[0] = Decay()
        return float(of(ode, torch.ones(1, 6, 1, 1, dtype=torch.float64)).sub(math.exp(-2)).abs().max())

    assert math.log2(error(16) / error(32)) == pytest.approx(order, abs=0.15)


@pytest.mark.parametrize("method", ["euler", "rk4", "dopri5"])
@pytest.mark.parametrize("shared_weights", [True, False])
def test_evaluations_are_counted_right(method: str, shared_weights: bool) -> None:
    ode, calls = block(method=method, num_steps=3, shared_weights=shared_weights), []
    for dynamics in ode.dynamics:
        dynamics.register_forward_hook(lambda *_: calls.append(1))
    of(ode, maps(1, 6, 4, 4))
    counted = num_evaluations({"method": method, "num_steps": 3, "shared_weights": shared_weights})
    assert counted <= len(calls) if method in ADAPTIVE else counted == len(calls)


def test_an_adaptive_solver_can_do_with_the_evaluations_that_are_counted() -> None:
    ode, calls = block(method="dopri5"), []
    ode.dynamics[0] = Decay(1e-6)  # so slow that the first step is the last
    ode.dynamics[0].register_forward_hook(lambda *_: calls.append(1))
    of(ode, torch.ones(1, 6, 2, 2, dtype=torch.float64))
    assert len(calls) == ADAPTIVE["dopri5"]


@pytest.mark.parametrize("method", ["euler", "rk4"])
def test_the_gradient_is_that_of_finite_differences(method: str) -> None:
    ode, h = block(2, method=method, num_steps=2), maps(1, 2, 3, 3)
    direction = torch.randn_like(h)
    ahead, behind = (of(ode, h + sign * 1e-6 * direction).square().sum() for sign in (1, -1))
    slope = float((gradient(ode, of, h) * direction).sum())
    assert slope == pytest.approx(float(ahead - behind) / 2e-6, rel=1e-5)
    assert all(weights.grad is not None and weights.grad.count_nonzero() for weights in ode.parameters())


def test_the_gradient_of_dopri5_is_that_of_the_equation() -> None:
    ode, h = block(method="dopri5", rtol=1e-6, atol=1e-6), maps(1, 6, 6, 6)
    found, expected = gradient(ode, of, h), gradient(ode, finely_solved, h)
    assert (found - expected).norm() / expected.norm() < 0.02
    assert all(weights.grad is not None and weights.grad.count_nonzero() for weights in ode.parameters())


def gradient(ode: ODEBlock, solve: Callable[[ODEBlock, Tensor], Tensor], h: Tensor) -> Tensor:
    h = h.clone().requires_grad_()
    with torch.enable_grad():
        solve(ode, h).square().sum().backward()
    assert h.grad is not None
    return h.grad


def test_time_reaches_a_shared_f_and_no_other() -> None:
    h, early, late = maps(1, 6, 4, 4), torch.tensor(0.1), torch.tensor(0.9)
    shared, own = Dynamics(6, has_time=True).double(), Dynamics(6, has_time=False).double()
    assert not shared(early, h).allclose(shared(late, h))
    assert own(early, h).equal(own(late, h))


def test_a_mean_over_a_map_is_not_lost() -> None:
    """With one channel in a group each channel of f would have the same mean, whatever the image."""
    dynamics = Dynamics(16, has_time=False).double()
    assert dynamics.norm2.num_groups == 8
    assert Dynamics(64, has_time=False).norm2.num_groups == 32  # as in the paper
    means = dynamics(torch.tensor(0.0), maps(4, 16, 6, 6)).mean((2, 3))
    assert means.std(0).min() > 0.01


class TestGivingUp:
    def test_a_stiff_equation_is_refused_in_words(self) -> None:
        ode = block(method="dopri5", rtol=1e-6, atol=1e-6)
        ode.dynamics[0] = Decay(1e5)  # back to zero so fast that steps must be tiny
        sentence = (
            r"^dopri5 did not get from t = 0 to 1: max_num_steps exceeded .*\. Set rtol and atol to larger values, "
        )
        with pytest.raises(RuntimeError, match=sentence):
            of(ode, maps(1, 6, 2, 2))

    def test_what_is_not_finite_stays_so(self) -> None:
        ode, h = block(method="dopri5"), maps(1, 6, 3, 3)
        h[0, 0, 0, 0] = torch.inf
        assert of(ode, h).isnan().any()


def test_half_precision_is_integrated_in_full() -> None:
    ode = ODEBlock(6)
    h = torch.randn(1, 6, 4, 4).to(torch.bfloat16)
    assert of(ode, h).dtype == torch.float32
    assert of(ode, h).equal(of(ode, h.float()))


def test_compiles_as_a_node_of_a_network() -> None:
    graph = graphs.chain(
        ("Conv2d", {}), ("ODEBlock", {"method": "euler", "name": "ode"}), ("Flatten", {}), ("Linear", {})
    )
    module = compile_graph(graph)
    assert of(module, torch.zeros(2, 1, 32, 32)).shape == (2, 10)
    assert "ode.dynamics.0.conv1.weight" in module.state_dict()
    assert repr(ODEBlock(4, "dopri5")).startswith(
        "ODEBlock(\n  method='dopri5', num_steps=4, shared_weights=True, rtol=0.001"
    )
