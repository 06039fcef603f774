"""The steps of an augmentation, declared once: every front end shows, checks and saves them alike.

A list of steps is written as torchvision's classes are made: ``RandomCrop(padding=4), RandomHorizontalFlip(p=0.5)``.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from engine.errors import ParameterError, did_you_mean, shown
from engine.layers.params import Choice, Float, Int, Param, Value

MAX_TEXT = 4000
"""Letters of a whole list: more than anybody needs, and less than slows down reading."""


@dataclass(frozen=True)
class StepSpec:
    """What a step is.

    Attributes:
        type: torchvision's class name in `torchvision.transforms.v2`, where it has one.
        summary: one sentence for the window.
        params: what can be set.
        takes_source: whether it looks at the image in its original size and leaves one of the network's size.
        mixes: whether it mixes images of a finished batch, and their labels.
        moves: whether things are elsewhere in the picture afterwards.
    """

    type: str
    summary: str
    params: tuple[Param, ...] = ()
    takes_source: bool = False
    mixes: bool = False
    moves: bool = False


@dataclass(frozen=True)
class Step:
    """A step with its values, all of them.

    Raises:
        ParameterError: an unknown step or parameter, or a value outside its range.
    """

    type: str
    values: Mapping[str, Value]

    def __post_init__(self) -> None:
        spec = spec_of(self.type)
        names = [param.name for param in spec.params]
        for name in self.values:
            if name not in names:
                has = f"It has {', '.join(names)}." if names else "It has none."
                raise ParameterError(f"{self.type} has no parameter {shown(name)}. {has}{did_you_mean(name, names)}")
        values = {}
        for param in spec.params:
            try:
                values[param.name] = param.validate(self.values.get(param.name, param.default))
            except ParameterError as error:
                raise ParameterError(f"{self.type}: {error}") from error
        _check_order(self.type, values)
        object.__setattr__(self, "values", MappingProxyType(values))

    def __hash__(self) -> int:
        return hash(self.text)

    def __reduce__(self) -> tuple[object, ...]:
        return Step, (self.type, dict(self.values))  # a read-only mapping cannot be sent to a worker process

    @property
    def spec(self) -> StepSpec:
        """What it is."""
        return SPECS[self.type]

    @property
    def text(self) -> str:
        """The step as it is written: ``RandomCrop(padding=4)``."""
        return f"{self.type}({', '.join(f'{name}={value!r}' for name, value in self.values.items())})"

    def number(self, name: str) -> float:
        """Return a number that was set."""
        value = self.values[name]
        assert isinstance(value, int | float)
        return value


def _check_order(type_: str, values: Mapping[str, Value]) -> None:
    for low, high in (("min_scale", "max_scale"), ("min_size", "max_size")):
        smallest, largest = values.get(low), values.get(high)
        if isinstance(smallest, int | float) and isinstance(largest, int | float) and smallest > largest:
            raise ParameterError(f"{type_}: {low} must be at most {high}, {largest}. Received {smallest}.")


def _chance(default: float = 0.5) -> Float:
    return Float(name="p", default=default, minimum=0.0, maximum=1.0, doc="Share of the images that it changes.")


def _factor(name: str, default: float, maximum: float, doc: str) -> Float:
    return Float(name=name, default=default, minimum=0.0, maximum=maximum, doc=doc)


_SPECS = (
    StepSpec("RandomHorizontalFlip", "Mirrors left and right. Not for digits and letters.", (_chance(),), moves=True),
    StepSpec("RandomVerticalFlip", "Mirrors top and bottom: for microscopes and satellites.", (_chance(),), moves=True),
    StepSpec(
        "RandomCrop",
        "Pads with black and cuts out the network's size anywhere: shifts by up to the padding.",
        (Int(name="padding", default=4, minimum=1, maximum=512, unit="px", doc="Pixels added at each side."),),
        moves=True,
    ),
    StepSpec(
        "RandomResizedCrop",
        "Cuts out a part of random area and proportions (3:4 to 4:3) and resizes it, as Inception did.",
        (
            Float(name="min_scale", default=0.08, minimum=0.01, maximum=1.0, doc="Smallest share of the area."),
            Float(name="max_scale", default=1.0, minimum=0.01, maximum=1.0, doc="Largest share of the area."),
        ),
        takes_source=True,
        moves=True,
    ),
    StepSpec(
        "RandomShortestSize",
        "Resizes the shorter side to a random length and cuts out the network's size anywhere, as VGG and ResNet did.",
        (
            Int(name="min_size", default=256, minimum=1, maximum=4096, unit="px", doc="Smallest length."),
            Int(name="max_size", default=480, minimum=1, maximum=4096, unit="px", doc="Largest length."),
            Int(
                name="crop_size",
                default=224,
                minimum=1,
                maximum=4096,
                unit="px",
                doc="For which crop these lengths are meant: for a network of another size they are scaled with it.",
            ),
        ),
        takes_source=True,
        moves=True,
    ),
    StepSpec(
        "RandomRotation",
        "Turns by a random angle; corners become black.",
        (Float(name="degrees", default=15.0, minimum=0.0, maximum=180.0, unit="°", doc="Largest angle, both ways."),),
        moves=True,
    ),
    StepSpec(
        "ColorJitter",
        "Changes brightness, contrast, saturation and hue, in random order.",
        (
            _factor("brightness", 0.4, 1.0, "Largest relative change of brightness."),
            _factor("contrast", 0.4, 1.0, "Largest relative change of contrast."),
            _factor("saturation", 0.4, 1.0, "Largest relative change of saturation."),
            _factor("hue", 0.1, 0.5, "Largest shift of hue, as a share of the colour circle."),
        ),
    ),
    StepSpec(
        "PCALighting",
        "Adds a random colour along the main directions of ImageNet's colours, as AlexNet did.",
        (_factor("std", 0.1, 2.0, "Standard deviation of the shift along each direction."),),
    ),
    StepSpec(
        "AutoAugment",
        "Two changes from a policy that was searched for a data set (Cubuk 2018).",
        (
            Choice(
                name="policy",
                default="imagenet",
                options=("imagenet", "cifar10", "svhn"),
                titles={"imagenet": "ImageNet", "cifar10": "CIFAR-10", "svhn": "SVHN"},
                doc="For which data set the policy was found.",
            ),
        ),
    ),
    StepSpec(
        "RandAugment",
        "A few changes drawn from fourteen, all of one strength (Cubuk 2019).",
        (
            Int(name="num_ops", default=2, minimum=1, maximum=8, unit="changes", doc="Changes per image."),
            Int(name="magnitude", default=9, minimum=0, maximum=30, doc="Their strength, of 30."),
        ),
    ),
    StepSpec(
        "RandomErasing",
        "Covers a random rectangle with the mean colour (Zhong 2017).",
        (
            _chance(),
            Float(name="min_scale", default=0.02, minimum=0.001, maximum=1.0, doc="Smallest share of the area."),
            Float(name="max_scale", default=0.33, minimum=0.001, maximum=1.0, doc="Largest share of the area."),
        ),
    ),
    StepSpec(
        "MixUp",
        "Blends each image of a batch, and its label, with another (Zhang 2017).",
        (Float(name="alpha", default=0.2, minimum=0.01, maximum=10.0, doc="Of the Beta distribution of the shares."),),
        mixes=True,
    ),
    StepSpec(
        "CutMix",
        "Pastes a rectangle of another image of the batch, and as much of its label (Yun 2019).",
        (Float(name="alpha", default=1.0, minimum=0.01, maximum=10.0, doc="Of the Beta distribution of the shares."),),
        mixes=True,
    ),
)

SPECS: Mapping[str, StepSpec] = MappingProxyType({spec.type: spec for spec in _SPECS})
"""By type, in the order in which they are offered."""


def spec_of(type_: str) -> StepSpec:
    """Return what a step of this type is.

    Raises:
        ParameterError: there is no such step.
    """
    if type_ not in SPECS:
        near = did_you_mean(type_, SPECS)
        raise ParameterError(f"There is no augmentation {shown(type_)}.{near} There are {', '.join(SPECS)}.")
    return SPECS[type_]


def text_of(steps: Iterable[Step]) -> str:
    """Return a list of steps as it is written."""
    return ", ".join(step.text for step in steps)


def steps_of(text: str) -> tuple[Step, ...]:
    """Return the steps that a text lists; parameters that it leaves out take their defaults.

    The text is read as Python's syntax and never executed: calls of known names with plain values, nothing else.

    Raises:
        ParameterError: it is no such list.
    """
    if len(text) > MAX_TEXT:
        raise ParameterError(f"augment must have at most {MAX_TEXT:,} letters. Received {len(text):,}.")
    if not text.strip():
        return ()
    try:
        tree = ast.parse(f"({text},)", mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        raise _no_list(text) from None
    if not isinstance(tree, ast.Tuple):
        raise _no_list(text)
    return tuple(_step(part, text) for part in tree.elts)


def _step(part: ast.expr, text: str) -> Step:
    if isinstance(part, ast.Name):
        return Step(part.id, {})
    if not isinstance(part, ast.Call) or not isinstance(part.func, ast.Name) or part.args:
        raise _no_list(text)
    values = {}
    for keyword in part.keywords:
        value = keyword.value
        if keyword.arg is None or not isinstance(value, ast.Constant):
            raise _no_list(text)
        values[keyword.arg] = value.value
    return Step(part.func.id, values)  # type: ignore[arg-type]  # checked there


def _no_list(text: str) -> ParameterError:
    return ParameterError(
        f"augment must be a list such as RandomCrop(padding=4), RandomHorizontalFlip(p=0.5). Received {shown(text)}."
    )
