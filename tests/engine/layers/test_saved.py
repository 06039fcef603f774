"""What each layer says that autograd keeps of it, against what autograd keeps."""

from __future__ import annotations

from math import prod

import pytest
import torch
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from torch._subclasses.fake_tensor import FakeTensorMode

from engine.analysis.meta_device import build_module
from engine.layers import registry
from engine.layers.ode_costs import ADAPTIVE
from engine.layers.spec import LayerSpec, Params, Shape
from tests import strategies
from tests.autograd import Kept, kept

EVERY_MODULE = pytest.mark.parametrize(
    "spec", [spec for spec in registry.all_specs() if spec.module is not None], ids=lambda spec: spec.type
)

BATCH_SIZE = 2


def declared(
    spec: LayerSpec, params: Params, inputs: tuple[Shape, ...], output: Shape, needs_grad: tuple[bool, ...]
) -> Kept:
    """Return what the layer declares for a batch, with its input and output where it keeps them."""
    if not any(needs_grad) and not spec.num_params(params, inputs, output):
        return Kept()
    saved = spec.saved(params, inputs, output, needs_grad)
    values = saved.values + saved.masks  # the CPU's masks are numbers
    values += sum(prod(inputs[place]) for place in saved.inputs) + (prod(output) if saved.output else 0)
    return Kept(floats=BATCH_SIZE * values + saved.statistics, longs=BATCH_SIZE * saved.indices)


@EVERY_MODULE
@given(data=st.data())
@settings(max_examples=25)
def test_keeps_what_autograd_keeps(spec: LayerSpec, data: st.DataObject) -> None:
    params, inputs, output = data.draw(strategies.working(spec))
    needs_grad = data.draw(st.tuples(*[st.booleans() for _ in inputs]))
    assume(BATCH_SIZE * prod(output[1:]) > 1)  # torch normalizes no single value in training
    module = build_module(spec, params, inputs).train()
    images = [
        torch.randn(BATCH_SIZE, *shape).requires_grad_(needs) for shape, needs in zip(inputs, needs_grad, strict=True)
    ]
    found, expected = kept(module, lambda: module(*images)), declared(spec, params, inputs, output, needs_grad)
    if params.get("method") in ADAPTIVE:
        assert expected.floats <= found.floats  # as many evaluations as the data need
    else:
        assert expected == found


@EVERY_MODULE
def test_says_whose_memory_its_output_is(spec: LayerSpec) -> None:
    inputs = ((6, 16, 16),) * (2 if spec.is_variadic else len(spec.inputs))
    params = spec.complete({})
    assert spec.shape_rule is not None
    saved = spec.saved(params, inputs, spec.shape_rule(params, inputs).shape, (True,) * len(inputs))
    images = [torch.randn(2, *shape, requires_grad=True) for shape in inputs]
    output = build_module(spec, params, inputs).train()(*images)
    shared = [place for place, image in enumerate(images) if image.data_ptr() == output.data_ptr()]
    assert shared == ([] if saved.view_of is None else [saved.view_of])


def test_a_gpu_keeps_a_dropouts_mask_as_bools() -> None:
    """Fake tensors choose the GPU's kernels without having one."""
    spec = registry.get("Dropout")
    with FakeTensorMode():
        images = torch.randn(2, 6, device="cuda", requires_grad=True)
        found = kept(torch.nn.Dropout(), lambda: torch.nn.functional.dropout(images, 0.5))
    assert found == Kept(bools=2 * spec.saved(spec.complete({}), ((6,),), (6,), (True,)).masks)


@pytest.mark.parametrize(("p", "is_view"), [(0.0, True), (0.5, False), (1.0, False)])
def test_a_dropout_of_nothing_passes_its_input_on(p: float, is_view: bool) -> None:
    spec = registry.get("Dropout")
    images = torch.randn(2, 6, requires_grad=True)
    output = torch.nn.functional.dropout(images, p)
    assert (output.data_ptr() == images.data_ptr()) is is_view
    assert (spec.saved({"p": p}, ((6,),), (6,), (True,)).view_of == 0) is is_view
