"""Learnable parameters and multiply-adds of the layers that have them."""

from __future__ import annotations

from math import prod

from engine.layers.spec import Params, Shape


def _kernel_weights(params: Params, inputs: tuple[Shape, ...]) -> int:
    """Return weights per output channel: ``C_in / groups · kernel height · kernel width``."""
    kernel, groups = params["kernel_size"], params["groups"]
    assert isinstance(kernel, tuple)
    assert isinstance(groups, int)
    return inputs[0][0] // groups * prod(kernel)


def convolution_params(params: Params, inputs: tuple[Shape, ...], output: Shape) -> int:
    """Return ``C_out · (C_in / groups · k_h · k_w + bias)``."""
    return output[0] * (_kernel_weights(params, inputs) + bool(params["bias"]))


def convolution_macs(params: Params, inputs: tuple[Shape, ...], output: Shape) -> int:
    """Return ``C_out · H_out · W_out · C_in / groups · k_h · k_w``."""
    return prod(output) * _kernel_weights(params, inputs)


def transposed_convolution_params(params: Params, inputs: tuple[Shape, ...], output: Shape) -> int:
    """Return ``C_in · C_out / groups · k_h · k_w``, and a bias per map that comes out."""
    return output[0] * (_kernel_weights(params, inputs) + bool(params["bias"]))


def transposed_convolution_macs(params: Params, inputs: tuple[Shape, ...], output: Shape) -> int:
    """Return ``C_in · H_in · W_in · C_out / groups · k_h · k_w``: each value that goes in is spread over a window."""
    return prod(inputs[0][1:]) * output[0] * _kernel_weights(params, inputs)


def linear_params(params: Params, inputs: tuple[Shape, ...], output: Shape) -> int:
    """Return ``out_features · (in_features + bias)``."""
    return output[-1] * (inputs[0][-1] + bool(params["bias"]))


def linear_macs(params: Params, inputs: tuple[Shape, ...], output: Shape) -> int:
    """Return ``in_features`` for each output value."""
    return prod(output) * inputs[0][-1]


def normalization_params(params: Params, inputs: tuple[Shape, ...], output: Shape) -> int:
    """Return a scale and a shift per channel, where the layer is affine."""
    return 2 * output[0] if params["affine"] else 0


def layer_norm_params(params: Params, inputs: tuple[Shape, ...], output: Shape) -> int:
    """Return a scale, and with ``bias`` a shift, per value of a sample, where they are learned."""
    return prod(output) * (1 + bool(params["bias"])) if params["elementwise_affine"] else 0
