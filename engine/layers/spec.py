"""What a layer is, declared in one place: everything else in the program follows from its `LayerSpec`."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from typing import Any, TypeAlias

from engine.errors import ParameterError, UnknownPortError, did_you_mean, shown
from engine.layers.params import Param, Value
from engine.layers.reach import Reach
from engine.layers.saved import Saved

Shape: TypeAlias = tuple[int, ...]
"""Sizes of one sample: the batch dimension N is left out. ``(C, H, W)`` for maps, ``(F,)`` for vectors."""

Params: TypeAlias = Mapping[str, Value]

MAX_SLOTS = 1024
"""Inputs of a variadic layer; DenseNet-264, the widest of the classics, joins 65."""

_SLOT = re.compile(r"0|[1-9]\d{0,5}", re.ASCII)


class Category(Enum):
    """The family of a layer: its group in the palette, its colour and its icon."""

    TERMINAL = "Input and output"
    CONVOLUTION = "Convolution"
    POOLING = "Pooling"
    ACTIVATION = "Activation"
    NORMALIZATION = "Normalization"
    REGULARIZATION = "Regularization"
    LINEAR = "Linear"
    RESHAPING = "Reshaping"
    MERGING = "Merging"
    UNKNOWN = "Unknown"
    """Layers of files that another version wrote; none is in the registry."""


@dataclass(frozen=True)
class PortSpec:
    """An input port.

    Attributes:
        name: the port's name; a variadic port stands for ``input0``, ``input1``, ... and so on without end.
        dims: the shape it takes, in torch's letters, for the tooltip.
        minimum: how many edges a variadic port needs; 0 for an ordinary port, which takes exactly one.
    """

    name: str
    dims: str
    minimum: int = 0

    @property
    def is_variadic(self) -> bool:
        """Whether it takes any number of edges, in numbered slots."""
        return self.minimum > 0


@dataclass(frozen=True)
class ShapeResult:
    """What a shape rule found.

    Attributes:
        shape: of one sample of the output.
        formula: how the sizes come about, one line per axis, with the numbers filled in (``16 · 2 = 32``); a line
            without ``=`` is a remark; may be empty.
        warning: a full sentence where the layer works but probably not as meant; may be empty.
    """

    shape: Shape
    formula: str = ""
    warning: str = ""


ShapeRule: TypeAlias = Callable[[Params, tuple[Shape, ...]], ShapeResult]


SavedRule: TypeAlias = Callable[[Params, tuple[Shape, ...], Shape, tuple[bool, ...]], Saved]

ReachRule: TypeAlias = Callable[[Params, tuple[Shape, ...], Shape], tuple[Reach, ...]]


def _none(params: Params, inputs: tuple[Shape, ...], output: Shape) -> int:
    return 0


def _nothing(params: Params, inputs: tuple[Shape, ...], output: Shape, needs_grad: tuple[bool, ...]) -> Saved:
    return Saved()


@dataclass(frozen=True, kw_only=True)
class LayerSpec:
    """One kind of layer.

    Attributes:
        type: torch's class name, and the id in project files.
        category: palette group, colour and icon.
        summary: one sentence for the palette and the inspector.
        stem: what automatic names begin with: ``conv`` gives ``conv1``, ``conv2``.
        inputs: at most one variadic port, and then no other.
        has_output: whether edges can start here.
        output_dims: the output's shape in torch's letters.
        params: in the order in which the inspector shows them.
        module: import path of the torch module; None for terminals, which compile to no module.
        inferred: arguments that the incoming shapes decide (``in_channels``), never typed.
        shape_rule: fast, and explains itself; None lets torch's meta device answer.
        num_params: learnable numbers, weights and biases.
        macs: multiply-adds of one sample's forward pass. Convolutions and linear layers count, one per weight
            and use; biases, activations, pooling and normalization do not (the papers' and fvcore's convention).
        saved: what autograd keeps of it for the backward pass (`engine.layers.saving`); by default nothing: the
            gradient of sums and copies needs shapes only.
        reach: which places of its inputs an output place looks at in evaluation (`engine.layers.reaching`); None
            where each looks at its own place in every input.
        synonyms: other words by which a search finds the layer.
        reference: where it is documented.
    """

    type: str
    category: Category
    summary: str
    stem: str
    inputs: tuple[PortSpec, ...] = (PortSpec("input", "N, *"),)
    has_output: bool = True
    output_dims: str = "N, *"
    params: tuple[Param, ...] = ()
    module: str | None = None
    inferred: Mapping[str, Callable[[tuple[Shape, ...]], int | Shape]] = field(default_factory=dict)
    shape_rule: ShapeRule | None = None
    num_params: Callable[[Params, tuple[Shape, ...], Shape], int] = _none
    macs: Callable[[Params, tuple[Shape, ...], Shape], int] = _none
    saved: SavedRule = _nothing
    reach: ReachRule | None = None
    synonyms: tuple[str, ...] = ()
    reference: str = ""

    def param(self, name: str) -> Param:
        """Return the parameter of that name.

        Raises:
            ParameterError: there is none.
        """
        for param in self.params:
            if param.name == name:
                return param
        names = [param.name for param in self.params]
        has = f"It has {', '.join(names)}." if names else "It has none."
        raise ParameterError(f"{self.type} has no parameter {shown(name)}. {has}{did_you_mean(name, names)}")

    def complete(self, given: Mapping[str, Any]) -> dict[str, Value]:
        """Return all parameters, those given validated and the others at their defaults.

        Raises:
            ParameterError: an unknown name or an invalid value.
        """
        checked = {name: self.param(name).validate(value) for name, value in given.items()}
        return {param.name: checked.get(param.name, param.default) for param in self.params}

    def arguments(self, params: Params, inputs: tuple[Shape, ...]) -> dict[str, Value]:
        """Return the keyword arguments that build the torch module for these incoming shapes."""
        return {name: rule(inputs) for name, rule in self.inferred.items()} | dict(params)

    def ports(self, connected: Collection[str] = ()) -> tuple[str, ...]:
        """Return the names of the input ports to show, given those that have an edge.

        A variadic port shows its connected slots and always a free one to connect next.
        """
        if not self.is_variadic:
            return self._port_names
        port = self.inputs[0]
        used = [self.slot(name) for name in connected]
        count = min(MAX_SLOTS, max([port.minimum, *(slot + 2 for slot in used)]))
        return tuple(f"{port.name}{slot}" for slot in range(count))

    @cached_property
    def is_variadic(self) -> bool:
        """Whether the layer takes any number of inputs."""
        return bool(self.inputs) and self.inputs[0].is_variadic

    @cached_property
    def _port_names(self) -> tuple[str, ...]:
        return tuple(port.name for port in self.inputs)  # kept: asked for every node with every edit

    @cached_property
    def num_needed(self) -> int:
        """How many edges it needs at least."""
        return max((port.minimum for port in self.inputs), default=0) or len(self.inputs)

    @property
    def is_passage(self) -> bool:
        """Whether it has inputs and an output, so that it can stand in the middle of a chain."""
        return bool(self.inputs) and self.has_output

    def slot(self, port: str) -> int:
        """Return the place of an input port among the layer's inputs, from 0.

        Raises:
            UnknownPortError: the layer has no such port.
        """
        if self.is_variadic:
            base = self.inputs[0].name
            number = port.removeprefix(base)
            if port == base + number and _SLOT.fullmatch(number) and int(number) < MAX_SLOTS:
                return int(number)
        else:
            for place, spec in enumerate(self.inputs):
                if spec.name == port:
                    return place
        ports = ", ".join(self.ports()) or "none"
        raise UnknownPortError(f"{self.type} has no input port {shown(port)}. Its input ports: {ports}.")
