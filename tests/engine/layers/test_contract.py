"""The contract that every layer in the registry keeps: a new one is tested by being registered."""

from __future__ import annotations

import inspect
import json
import math
import re
from importlib import import_module
from typing import Any

import pytest
import torch
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

from engine.analysis.meta_device import build_module, output_shape
from engine.errors import ParameterError, ShapeError
from engine.layers.params import Bool, Choice, Float, Int, Ints, Param
from engine.layers.registry import all_specs, get
from engine.layers.shapes import DOT, MINUS
from engine.layers.spec import LayerSpec, Params, Shape, ShapeResult
from tests import strategies

EVERY = pytest.mark.parametrize("spec", all_specs(), ids=lambda spec: spec.type)
EVERY_MODULE = pytest.mark.parametrize(
    "spec", [spec for spec in all_specs() if spec.module is not None], ids=lambda spec: spec.type
)
EVERY_PARAM = pytest.mark.parametrize(
    ("spec", "param"),
    [pytest.param(spec, param, id=f"{spec.type}.{param.name}") for spec in all_specs() for param in spec.params],
)

MANY_REFUSED = settings(suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
"""For tests of what a rule accepts: of parameters drawn one by one, many do not go together."""

MAPS = (6, 16, 16)

STRICTER = {
    "Add": "torch would stretch an input of size 1, which in a drawn network is nearly always a mistake",
    "Mul": "torch would lay a row of values along the width of maps, and the batch along their channels",
    "ConvTranspose2d": "torch lets the height or the width become 0, if not both",
    "ZeroPad2d": "torch would add rows to the batch of a row of values",
    "GroupNorm": "torch refuses groups of one value in a batch of one only, but they are 0 in every batch",
    "ODEBlock": "its norms are GroupNorm",
}
"""Layers whose rule refuses what torch takes, and why."""

META_IS_LAXER = {"Softmax": "torch checks dim in the kernels only, which the meta device never calls"}
"""Layers of which torch's meta device takes what torch then refuses to run."""

DEPENDS_ON_DATA = {"dopri5"}
"""Methods of which only the least cost is known beforehand."""


def torch_class(spec: LayerSpec) -> type[nn.Module]:
    assert spec.module is not None
    path, _, name = spec.module.rpartition(".")
    cls: type[nn.Module] = getattr(import_module(path), name)
    return cls


def some_inputs(spec: LayerSpec) -> tuple[Shape, ...]:
    return (MAPS,) * (2 if spec.is_variadic else len(spec.inputs))


def rule_shape(spec: LayerSpec, params: Params, inputs: tuple[Shape, ...]) -> Shape | None:
    """Return what the layer's rule says, or None where it refuses."""
    assert spec.shape_rule is not None
    try:
        return spec.shape_rule(params, inputs).shape
    except ShapeError:
        return None


def meta_shape(spec: LayerSpec, params: Params, inputs: tuple[Shape, ...]) -> Shape | None:
    """Return what torch's meta device says, or None where it refuses."""
    try:
        return output_shape(spec, params, inputs)
    except ShapeError:
        return None


def cpu_shape(spec: LayerSpec, params: Params, inputs: tuple[Shape, ...]) -> Shape | None:
    """Return what a real run says, or None where torch refuses."""
    try:
        module = build_module(spec, params, inputs).eval()
        with torch.no_grad():
            return tuple(module(*(torch.randn(2, *shape) for shape in inputs)).shape[1:])
    except (RuntimeError, ValueError, IndexError):
        return None


class TestWords:
    @EVERY
    def test_says_what_it_is(self, spec: LayerSpec) -> None:
        assert spec.summary.endswith(".")
        assert len(spec.summary) < 120, "the palette shows it on two lines"
        assert spec.stem.isidentifier()
        assert spec.output_dims.startswith("N")
        assert all(port.dims.startswith("N") for port in spec.inputs)

    @EVERY_MODULE
    def test_names_a_reference_that_exists(self, spec: LayerSpec) -> None:
        path, _, name = spec.reference.rpartition(".")
        assert hasattr(import_module(path), name)

    @EVERY_PARAM
    def test_every_parameter_says_what_it_does(self, spec: LayerSpec, param: Param) -> None:
        assert param.doc.endswith(".")
        assert param.doc[0].isupper()

    @EVERY_PARAM
    def test_counts_have_a_unit(self, spec: LayerSpec, param: Param) -> None:
        counts = isinstance(param, Int) or (isinstance(param, Ints) and param.is_pair)
        says_it_itself = param.name == "groups" or param.name.endswith("dim")  # an axis has a number, not a size
        if counts and not says_it_itself:
            assert param.unit


class TestTorch:
    @EVERY_MODULE
    def test_is_named_as_torch_names_it(self, spec: LayerSpec) -> None:
        assert torch_class(spec).__name__ == spec.type

    @EVERY_MODULE
    def test_parameters_are_named_as_torch_names_them(self, spec: LayerSpec) -> None:
        known = inspect.signature(torch_class(spec)).parameters
        assert {*spec.inferred, *(param.name for param in spec.params)} <= known.keys()

    @EVERY_MODULE
    def test_builds_at_its_defaults(self, spec: LayerSpec) -> None:
        module = build_module(spec, spec.complete({}), some_inputs(spec))
        assert isinstance(module, torch_class(spec))

    @EVERY_MODULE
    def test_the_gradient_reaches_its_inputs(self, spec: LayerSpec) -> None:
        torch.manual_seed(0)
        inputs = some_inputs(spec)
        module = build_module(spec, spec.complete({}), inputs).train()
        images = [torch.randn(2, *shape, requires_grad=True) for shape in inputs]
        output = module(*images)
        (output * torch.randn_like(output)).sum().backward()
        for image in images:
            assert image.grad is not None
            assert image.grad.isfinite().all()
            assert image.grad.count_nonzero() > 0


class TestShapes:
    @EVERY_MODULE
    @given(data=st.data())
    def test_rule_meta_device_and_real_run_agree(self, spec: LayerSpec, data: st.DataObject) -> None:
        params, inputs = data.draw(strategies.params(spec)), data.draw(strategies.inputs(spec))
        rule = rule_shape(spec, params, inputs)
        if spec.type in STRICTER:
            assume(rule is not None)
        assert rule == cpu_shape(spec, params, inputs)
        if rule is not None or spec.type not in META_IS_LAXER:
            assert rule == meta_shape(spec, params, inputs)

    @EVERY_MODULE
    @MANY_REFUSED
    @given(data=st.data())
    def test_the_formula_is_right(self, spec: LayerSpec, data: st.DataObject) -> None:
        params, inputs = data.draw(strategies.params(spec)), data.draw(strategies.inputs(spec))
        result = _accepted(spec, params, inputs)
        for line in (line for line in result.formula.splitlines() if "=" in line):
            calculation, size = line.split(": ")[-1].rsplit(" = ", 1)
            python = calculation.replace(DOT, "*").replace(MINUS, "-")
            assert eval(python, {"floor": math.floor, "ceil": math.ceil}) == int(size)
            assert int(size) in result.shape

    @EVERY_MODULE
    def test_refuses_what_torch_would_misread(self, spec: LayerSpec) -> None:
        """``(N, A, B)``: torch's layers on maps would take N for channels."""
        if "H" in spec.output_dims:
            with pytest.raises(ShapeError, match=r"expected maps of shape C × H × W\. Received 6 × 16\."):
                _accepted(spec, spec.complete({}), ((6, 16),))

    @pytest.mark.parametrize(
        ("type_", "params", "inputs"),
        [
            ("Add", {}, (MAPS, (6, 1, 16))),
            ("Mul", {}, ((6, 2, 16), (16,))),
            ("ConvTranspose2d", {"padding": (0, 8)}, ((1, 8, 8),)),
            ("ZeroPad2d", {}, ((6,),)),
            ("GroupNorm", {"num_groups": 6}, ((6, 1, 1),)),
            ("ODEBlock", {}, ((1, 1, 1),)),
        ],
    )
    def test_refuses_what_torch_takes(self, type_: str, params: Params, inputs: tuple[Shape, ...]) -> None:
        spec = get(type_)
        assert type_ in STRICTER
        assert cpu_shape(spec, spec.complete(params), inputs) is not None
        assert rule_shape(spec, spec.complete(params), inputs) is None

    def test_terminals_pass_on_what_is_typed(self) -> None:
        first, last = (spec for spec in all_specs() if spec.module is None)
        assert _accepted(first, {"shape": MAPS}, ()).shape == MAPS
        assert _accepted(last, {}, ((10,),)).shape == (10,)


def _accepted(spec: LayerSpec, params: Params, inputs: tuple[Shape, ...]) -> ShapeResult:
    """Return what the rule says; within hypothesis, draw again where it refuses."""
    assert spec.shape_rule is not None
    if rule_shape(spec, params, inputs) is None and len(inputs[0]) != 2:
        assume(False)
    return spec.shape_rule(params, inputs)


class TestCosts:
    @EVERY_MODULE
    @MANY_REFUSED
    @given(data=st.data())
    def test_counts_what_torch_counts(self, spec: LayerSpec, data: st.DataObject) -> None:
        params, inputs = data.draw(strategies.params(spec)), data.draw(strategies.inputs(spec))
        output = rule_shape(spec, params, inputs)
        assume(output is not None)
        assert output is not None
        module = build_module(spec, params, inputs).eval()
        assert spec.num_params(params, inputs, output) == sum(p.numel() for p in module.parameters())
        with FlopCounterMode(display=False) as counter, torch.no_grad():
            module(*(torch.randn(1, *shape) for shape in inputs))
        # The counter takes a multiply-add for two operations and leaves biases out, as we do.
        counted, flops = 2 * spec.macs(params, inputs, output), counter.get_total_flops()
        assert counted <= flops if params.get("method") in DEPENDS_ON_DATA else counted == flops


OTHER_KINDS: tuple[object, ...] = (True, "3", None, 2.5, [1], [1, "2"], (1, 2, 3, 4), {}, math.nan, math.inf, 10**400)


def expected(param: Param) -> str:
    """Return how the refusal of a wrong value names what was expected."""
    match param:
        case Bool():
            return "true or false"
        case Choice(options=options):
            return f"one of {', '.join(options)}"
        case Int(minimum=low, maximum=high):
            return f"a whole number from {low} to {high}"
        case Ints(minimum=low, maximum=high, axes=axes):
            return f"{len(axes)} whole numbers ({', '.join(axes)}) from {low} to {high}, or one for all"
        case Float(minimum=low, maximum=None):
            return f"a number of at least {low}"
        case Float(minimum=low, maximum=high):
            return f"a number from {low} to {high}"
    raise NotImplementedError(f"say here how a {type(param).__name__} is refused")


def refusal(param: Param) -> str:
    """Return a pattern for the whole sentence."""
    return re.escape(f"{param.name} must be {expected(param)}. Received ") + r".+\.$"


def is_allowed(param: Param, value: object) -> bool:
    """Whether a value of `OTHER_KINDS` is a right one for this kind of parameter after all."""
    match param:
        case Bool():
            return isinstance(value, bool)
        case Float():
            return value == 2.5 and (param.maximum is None or param.maximum > 2.5)
        case Ints():
            return (value is None and bool(param.absent)) or (value == (1, 2, 3, 4) and len(param.axes) == 4)
    return False


class TestValues:
    @EVERY_PARAM
    def test_the_default_is_valid(self, spec: LayerSpec, param: Param) -> None:
        assert param.validate(param.default) == param.default

    @EVERY_PARAM
    def test_values_outside_the_range_are_refused(self, spec: LayerSpec, param: Param) -> None:
        if isinstance(param, Int | Float | Ints):
            outside: list[Any] = [bound for bound in (_below(param), _above(param)) if bound is not None]
            assert outside, "a number without any bound"
            for value in outside:
                with pytest.raises(ParameterError, match=refusal(param)):
                    param.validate(value)

    @EVERY_PARAM
    def test_values_of_another_kind_are_refused(self, spec: LayerSpec, param: Param) -> None:
        for value in (value for value in OTHER_KINDS if not is_allowed(param, value)):
            with pytest.raises(ParameterError, match=refusal(param)) as error:
                param.validate(value)
            assert len(str(error.value)) < 200, "a long value is cut short"

    @EVERY
    @given(data=st.data())
    def test_values_survive_json(self, spec: LayerSpec, data: st.DataObject) -> None:
        params = data.draw(strategies.params(spec))
        assert spec.complete(json.loads(json.dumps(params))) == params

    @EVERY_PARAM
    @given(data=st.data())
    def test_values_have_a_text(self, spec: LayerSpec, param: Param, data: st.DataObject) -> None:
        value = data.draw(strategies.values(param))
        text = param.text(param.validate(value))
        assert text
        if isinstance(param, Float):
            assert float(text) == value

    @EVERY
    def test_an_unknown_parameter_is_refused(self, spec: LayerSpec) -> None:
        with pytest.raises(ParameterError, match=f"{spec.type} has no parameter 'kernel_sise'. It has "):
            spec.complete({"kernel_sise": 3})


def _below(param: Int | Float | Ints) -> float | None:
    return None if param.minimum is None else param.minimum - 1


def _above(param: Int | Float | Ints) -> float | None:
    return None if param.maximum is None else param.maximum + 1
