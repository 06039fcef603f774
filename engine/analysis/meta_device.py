"""What torch itself says of a layer's output shape: the answer without a rule, and the oracle of every rule."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from engine.errors import ShapeError
from engine.layers.spec import LayerSpec, Params, Shape

if TYPE_CHECKING:
    from torch import nn


def build_module(spec: LayerSpec, params: Params, inputs: tuple[Shape, ...]) -> nn.Module:
    """Return the torch module of a layer for these incoming shapes, on torch's current default device."""
    assert spec.module is not None, f"{spec.type} has no module"
    path, _, name = spec.module.rpartition(".")
    module: nn.Module = getattr(import_module(path), name)(**spec.arguments(params, inputs))
    return module


def output_shape(spec: LayerSpec, params: Params, inputs: tuple[Shape, ...]) -> Shape:
    """Return the output shape of one sample, found by running the module on torch's meta device.

    Raises:
        ShapeError: torch refuses the parameters or the shapes; the text is torch's.
    """
    import torch

    try:
        with torch.device("meta"):
            module = build_module(spec, params, inputs).eval()
            output = module(*(torch.empty(1, *shape) for shape in inputs))
    except (RuntimeError, ValueError, IndexError) as error:
        raise ShapeError(str(error)) from error
    return tuple(output.shape[1:])
