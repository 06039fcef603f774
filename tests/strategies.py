"""What hypothesis draws from: valid parameters and plausible input shapes for any layer."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from engine.data.augmenting.setting import Augmentation
from engine.data.augmenting.steps import SPECS, Step, text_of
from engine.data.catalogue import DATASETS
from engine.data.source import DataSource
from engine.errors import ShapeError
from engine.layers.params import Bool, Choice, Float, Int, Ints, Param
from engine.layers.spec import LayerSpec, Params, Shape
from engine.training.settings.class_weights import ClassWeights
from engine.training.weights.source import WeightsSource

SPREAD = 6
"""How far a number is drawn above its minimum: small tensors run fast, and borders lie near small numbers."""


def values(param: Param) -> st.SearchStrategy[Any]:
    """Valid values of a parameter: often its default, else in the range where layers run fast."""
    return st.one_of(st.just(param.default), _valid(param))


def _valid(param: Param) -> st.SearchStrategy[Any]:
    match param:
        case DataSource():
            return st.one_of(st.sampled_from(tuple(DATASETS)), st.just("/data/pets"), st.just("labels.csv"))
        case Augmentation():
            return st.lists(_steps(), max_size=4).map(text_of)
        case WeightsSource():
            return st.sampled_from(("resnet18.pth", "/runs/2026-11-24_10-00-00", "~/weights.safetensors"))
        case ClassWeights():
            numbers = st.lists(st.integers(1, 999), min_size=1, max_size=9).map(
                lambda found: ", ".join(map(str, found))
            )
            return st.one_of(st.sampled_from(("none", "balanced")), numbers)
        case Bool():
            return st.booleans()
        case Choice(options=options):
            return st.sampled_from(options)
        case Int():
            return _numbers(param)
        case Float():
            lowest = 0.0 if param.minimum is None else param.minimum
            return st.floats(lowest, lowest + 10 if param.maximum is None else param.maximum)
        case Ints(axes=axes, absent=absent):
            pairs = st.tuples(*[_numbers(param)] * len(axes))
            return st.one_of(st.none(), pairs) if absent else pairs
    raise NotImplementedError(f"say here how to draw a {type(param).__name__}")


def _steps() -> st.SearchStrategy[Step]:
    """Any step with valid values; what is to be the smaller of two stays at its default."""
    return st.sampled_from(tuple(SPECS.values())).flatmap(
        lambda spec: st.fixed_dictionaries(
            {param.name: values(param) for param in spec.params if not param.name.startswith(("min_", "max_"))}
        ).map(lambda chosen: Step(spec.type, chosen))
    )


def _numbers(param: Int | Ints) -> st.SearchStrategy[int]:
    lowest = 0 if param.minimum is None else param.minimum
    highest = lowest + SPREAD
    return st.integers(lowest, highest if param.maximum is None else min(highest, param.maximum))


def params(spec: LayerSpec) -> st.SearchStrategy[dict[str, Any]]:
    """Values for all of a layer's parameters, each valid by itself."""
    return st.fixed_dictionaries({param.name: values(param) for param in spec.params}).map(spec.complete)


_MAPS: st.SearchStrategy[Shape] = st.tuples(st.sampled_from((1, 2, 3, 4, 6)), st.integers(1, 16), st.integers(1, 16))

SHAPES = st.one_of(_MAPS, _MAPS, _MAPS, st.tuples(st.integers(1, 12)))
"""Samples as networks have them: maps, or a row of values."""


@st.composite
def inputs(draw: st.DrawFn, spec: LayerSpec) -> tuple[Shape, ...]:
    """Incoming shapes of a layer; those of a layer with several inputs mostly agree."""
    if not spec.is_variadic:
        return tuple(draw(SHAPES) for _ in spec.inputs)
    first = draw(SHAPES)
    others = st.one_of(st.just(first), st.just(first), SHAPES, _one_size_off(first))
    return (first, *draw(st.lists(others, min_size=1, max_size=3)))


def _one_size_off(shape: Shape) -> st.SearchStrategy[Shape]:
    axes = st.integers(0, len(shape) - 1)
    return st.builds(lambda axis, size: (*shape[:axis], size, *shape[axis + 1 :]), axes, st.integers(1, 6))


TRIES = 5


@st.composite
def working(draw: st.DrawFn, spec: LayerSpec) -> tuple[Params, tuple[Shape, ...], Shape]:
    """Parameters, input shapes and output shape of a layer that works; its defaults where nothing drawn does."""
    assert spec.shape_rule is not None
    for _ in range(TRIES):
        drawn, shapes = draw(params(spec)), draw(inputs(spec))
        try:
            return drawn, shapes, spec.shape_rule(drawn, shapes).shape
        except ShapeError:
            continue
    shapes = ((6, 16, 16),) * (2 if spec.is_variadic else len(spec.inputs))
    return spec.complete({}), shapes, spec.shape_rule(spec.complete({}), shapes).shape
