"""Which places each layer says that it looks at, against the places that a real gradient reaches."""

from __future__ import annotations

from math import prod

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.analysis.meta_device import build_module
from engine.analysis.support import looked_at
from engine.layers import registry
from engine.layers.reach import places
from engine.layers.spec import LayerSpec
from tests import strategies
from tests.autograd import linearized

EVERY_MODULE = pytest.mark.parametrize(
    "spec", [spec for spec in registry.all_specs() if spec.module is not None], ids=lambda spec: spec.type
)


CONSTANT_FROM_ONE = {"Softmax", "LogSoftmax", "LayerNorm"}
"""Layers that make a constant of a single value: its gradient is 0, whatever it looks at."""


@EVERY_MODULE
@given(data=st.data())
@settings(max_examples=25)
def test_looks_where_the_gradient_reaches(spec: LayerSpec, data: st.DataObject) -> None:
    params, inputs, output = data.draw(strategies.working(spec))
    unit = tuple(data.draw(st.integers(0, size - 1)) for size in places(output))
    reaches = spec.reach(params, inputs, output) if spec.reach is not None else (None,) * len(inputs)

    torch.manual_seed(prod(output))
    module = linearized(build_module(spec, params, inputs).double().eval())
    # Positive, so that no ReLU is off.
    images = [torch.rand(1, *shape, dtype=torch.float64).add_(0.1).requires_grad_() for shape in inputs]
    values = module(*images)[0]
    at_unit = values[(slice(None), *unit)] if len(output) > 1 else values[unit]
    if spec.type in CONSTANT_FROM_ONE and torch.allclose(module(*(2 * image for image in images))[0], values):
        return
    gradients = torch.autograd.grad((at_unit * torch.randn_like(at_unit)).sum(), images, allow_unused=True)

    needed = np.zeros(places(output), np.bool_)
    needed[unit] = True
    for gradient, reach, shape in zip(gradients, reaches, inputs, strict=True):
        found = np.zeros(shape, np.bool_) if gradient is None else gradient[0].numpy() != 0
        by_place = found.any(0) if len(shape) > 1 else found
        assert np.array_equal(looked_at(needed, reach, places(shape)), by_place)
