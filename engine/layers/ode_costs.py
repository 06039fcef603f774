"""What an ODE block costs: how often its solver evaluates f, and what one evaluation takes."""

from __future__ import annotations

from math import prod

from engine.errors import ShapeError
from engine.layers.saved import Saved
from engine.layers.shapes import maps, text
from engine.layers.spec import Params, Shape, ShapeResult

STAGES = {"euler": 1, "rk4": 4}
"""Evaluations of f in each step of a solver with fixed steps."""

ADAPTIVE = {"dopri5": 8}
"""Evaluations that a solver with adaptive steps takes at least: 2 to choose its first step and 6 to make it."""

MAX_GROUPS = 32


def norm_groups(num_channels: int) -> int:
    """Return the groups of the normalization in f: at most 32, as in the paper, and of two channels or more.

    A group of one channel would set that channel's mean to a constant, whatever the image.
    """
    most = max(1, min(MAX_GROUPS, num_channels // 2))
    return next(groups for groups in range(most, 0, -1) if num_channels % groups == 0)


def num_evaluations(params: Params) -> int:
    """Return how often f is evaluated in one forward pass; of an adaptive solver the fewest times there can be."""
    method, num_steps = params["method"], params["num_steps"]
    assert isinstance(method, str)
    assert isinstance(num_steps, int)
    if method in STAGES:
        return STAGES[method] * num_steps
    return ADAPTIVE[method] * (1 if params["shared_weights"] else num_steps)


def same_maps(params: Params, inputs: tuple[Shape, ...]) -> ShapeResult:
    """ODEBlock: the shape ``(C, H, W)`` stays; the formula says how often f is evaluated."""
    shape = maps(inputs[0])
    if prod(shape) == 1:
        raise ShapeError(
            f"expected maps of more than one value. Received {text(shape)}, which normalization makes 0. Place this "
            "layer where the maps are larger."
        )
    return ShapeResult(shape, _evaluations_text(params))


def _evaluations_text(params: Params) -> str:
    number, method = num_evaluations(params), str(params["method"])
    if method in STAGES:
        stages = f", {STAGES[method]} per step" if STAGES[method] > 1 else ""
        return f"{number} evaluations of f{stages}"
    return f"{number} evaluations of f or more, as the data need; multiply-adds count {number}"


def _kernel_weights(params: Params, num_channels: int) -> int:
    """Return the weights of the two convolutions of one f, which see t as a channel where weights are shared."""
    return 2 * 9 * (num_channels + bool(params["shared_weights"])) * num_channels


def num_params(params: Params, inputs: tuple[Shape, ...], output: Shape) -> int:
    """Return two convolutions, ``2 · 9 · (C + 1) · C``, and two norms, ``2 · 2 · C``; one such f, or one per step.

    Without shared weights f does not see t: ``C`` in place of ``C + 1``.
    """
    num_steps = params["num_steps"]
    assert isinstance(num_steps, int)
    count = 1 if params["shared_weights"] else num_steps
    return count * (_kernel_weights(params, output[0]) + 4 * output[0])


def macs(params: Params, inputs: tuple[Shape, ...], output: Shape) -> int:
    """Return evaluations · H · W · weights of the convolutions; of an adaptive solver the least there can be."""
    return num_evaluations(params) * _kernel_weights(params, output[0]) * prod(output[1:])


def saved(params: Params, inputs: tuple[Shape, ...], output: Shape, needs_grad: tuple[bool, ...]) -> Saved:
    """Return what the evaluations keep, each four maps like h and two with t as one more channel, if f sees it.

    Of an adaptive solver the least there can be, without what it keeps to choose its steps.
    """
    num_steps, evaluations = params["num_steps"], num_evaluations(params)
    assert isinstance(num_steps, int)
    with_time = 2 * (prod(output) + prod(output[1:])) if params["shared_weights"] else 0
    each = 4 * prod(output) + with_time + 4 * norm_groups(output[0])
    # Without a gradient to it, the input itself is kept only where a convolution takes it as it is, without t.
    keeps_input = needs_grad[0] or not params["shared_weights"]
    values = evaluations * each - prod(output)
    return Saved(inputs=(0,) if keeps_input else (), values=values, statistics=num_steps)
