"""A residual network read as an ordinary differential equation: the steps of the solver are the layers.

After Chen et al. 2018, "Neural Ordinary Differential Equations".
"""
# ruff: noqa: TID253

from __future__ import annotations

import torch
from torch import Tensor, nn
from torchdiffeq import odeint

from engine.layers.ode_costs import ADAPTIVE, norm_groups

MAX_ADAPTIVE_STEPS = 1000
"""Steps after which an adaptive solver gives up: without a limit a stiff f would hold a run for hours."""


class Dynamics(nn.Module):
    """The right-hand side f of h' = f(h, t): 3 × 3 convolution, norm, ReLU, 3 × 3 convolution, norm.

    The body of a residual block, with group normalization as in the paper: the mean over a batch would tie the images
    of a batch to one another, and would have to be kept for every t.

    Args:
        num_channels: C.
        has_time: whether each convolution sees t as one more channel, as the paper's ``ConcatConv2d`` does.

    Shape:
        - Input: ``t`` a scalar, ``h`` of ``(N, C, H, W)``.
        - Output: that of ``h``.
    """

    def __init__(self, num_channels: int, has_time: bool) -> None:
        super().__init__()
        groups, in_channels = norm_groups(num_channels), num_channels + has_time
        self.has_time = has_time
        self.conv1 = nn.Conv2d(in_channels, num_channels, kernel_size=3, padding=1, bias=False)
        self.norm1 = nn.GroupNorm(groups, num_channels)
        self.relu = nn.ReLU()
        self.conv2 = nn.Conv2d(in_channels, num_channels, kernel_size=3, padding=1, bias=False)
        self.norm2 = nn.GroupNorm(groups, num_channels)

    def forward(self, t: Tensor, h: Tensor) -> Tensor:
        """Return dh/dt; the arguments stand in torchdiffeq's order."""
        x = self.relu(self.norm1(self.conv1(self._with_time(t, h))))
        out: Tensor = self.norm2(self.conv2(self._with_time(t, x)))
        return out

    def _with_time(self, t: Tensor, h: Tensor) -> Tensor:
        return torch.cat((h, t.to(h.dtype).expand_as(h[:, :1])), dim=1) if self.has_time else h


class ODEBlock(nn.Module):
    """Solves h' = f(h, t) from t = 0, where h is the input, to t = 1, where h is the output.

    With shared weights there is one f, which sees t. Without, there is one f for each of ``num_steps`` equal spans of
    time, and none of them sees t: its weights are what changes with time. With ``euler`` that is a residual network,
    ``h + f(h) / num_steps`` for each span; the paper's point is this likeness.

    Gradients run back through the solver's own steps (not the adjoint method): exact for the steps that were made, and
    the memory grows with the number of evaluations.

    Args:
        num_channels: C.
        method: ``euler``, ``rk4`` (the 3/8 rule) or the adaptive ``dopri5``, all torchdiffeq's.
        num_steps: steps of ``euler`` and ``rk4``; without shared weights also the number of f, for every method.
        shared_weights: one f for all time, or one per span.
        rtol, atol: largest error of a step that ``dopri5`` accepts, relative to h and absolute.

    Shape:
        - Input: ``(N, C, H, W)``.
        - Output: the same.
    """

    def __init__(
        self,
        num_channels: int,
        method: str = "rk4",
        num_steps: int = 4,
        shared_weights: bool = True,
        rtol: float = 1e-3,
        atol: float = 1e-3,
    ) -> None:
        super().__init__()
        self.method, self.num_steps, self.shared_weights = method, num_steps, shared_weights
        self.rtol, self.atol = rtol, atol
        count = 1 if shared_weights else num_steps
        self.dynamics = nn.ModuleList(Dynamics(num_channels, shared_weights) for _ in range(count))

    def forward(self, h: Tensor) -> Tensor:
        """Return h at t = 1.

        Raises:
            RuntimeError: the adaptive solver does not get there.
        """
        h = h.to(torch.promote_types(h.dtype, torch.float32))  # steps add up: too many for half precision
        if h.is_meta:  # there are no values by which a solver could choose its steps
            out: Tensor = h + self.dynamics[0](torch.zeros((), device=h.device), h)
            return out
        times = torch.linspace(0, 1, self.num_steps + 1, device=h.device, dtype=h.dtype)
        if self.shared_weights:
            return self._solve(self.dynamics[0], h, times)
        for dynamics, span in zip(self.dynamics, times.unfold(0, 2, 1), strict=True):
            h = self._solve(dynamics, h, span)
        return h

    def extra_repr(self) -> str:
        """Return what ``print(module)`` shows in the brackets."""
        tolerances = f", rtol={self.rtol:g}, atol={self.atol:g}" if self.method in ADAPTIVE else ""
        return f"method={self.method!r}, num_steps={self.num_steps}, shared_weights={self.shared_weights}{tolerances}"

    def _solve(self, dynamics: nn.Module, h: Tensor, times: Tensor) -> Tensor:
        """Return h at the last of the times, which are a fixed solver's steps."""
        ends = times[[0, -1]]
        try:
            if self.method in ADAPTIVE:
                options = {"max_num_steps": MAX_ADAPTIVE_STEPS, "dtype": _time_dtype(h)}
                solved = odeint(dynamics, h, ends, method=self.method, rtol=self.rtol, atol=self.atol, options=options)
            else:
                # The times are handed over: torchdiffeq's step_size can round to one step more.
                options = {"grid_constructor": _Grid(times)}
                solved = odeint(dynamics, h, ends, method=self.method, options=options)
        except AssertionError as error:  # how torchdiffeq says that its steps became too many, or too short
            if not h.isfinite().all():
                return torch.full_like(h, torch.nan)  # a run ends as diverged, not as broken
            raise RuntimeError(
                f"{self.method} did not get from t = {float(ends[0]):g} to {float(ends[1]):g}: {error}. Set rtol and "
                "atol to larger values, train with a smaller learning rate, or set method to rk4."
            ) from error
        last: Tensor = solved[-1].clone()  # who keeps a view keeps the first h as well
        return last


class _Grid:
    """Hands a fixed-step solver its times."""

    def __init__(self, times: Tensor) -> None:
        self._times = times

    def __call__(self, dynamics: nn.Module, h: Tensor, ends: Tensor) -> Tensor:
        return self._times


def _time_dtype(h: Tensor) -> torch.dtype:
    return torch.float32 if h.device.type == "mps" else torch.float64  # Apple's GPUs have no float64
