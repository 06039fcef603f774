"""The catalogue of presets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from inspect import signature
from typing import Any, TypeAlias

from engine.errors import ConvCanvasError, did_you_mean
from engine.graph.closing import overview
from engine.graph.model import Graph
from engine.layers.params import MAX_PIXELS, Int

MAX_CLASSES = 1_000_000
"""As many as Linear has values at most."""

Builder: TypeAlias = Callable[..., Graph]
"""Takes ``num_classes`` and ``input_size``, or those of them that can vary; their defaults are the paper's."""


class UnknownPresetError(ConvCanvasError):
    """A preset that does not exist."""


class PresetOptionError(ConvCanvasError):
    """A number of classes or a size that a preset cannot have."""


@dataclass(frozen=True)
class Preset:
    """A network that can be opened by name.

    Attributes:
        name: what the command line calls it.
        title: what the paper calls it.
        family: what it stands beside in a list: ``"VGG"``.
        year: of the paper.
        authors: of the paper.
        summary: what was new, in a sentence or two.
        figures: what a lecture states of it, as pairs of label and value, to be shown as they are.
        num_classes: the paper's number of classes; None where it cannot vary.
        input_size: the paper's height and width of an image, in pixels; None where they cannot vary.
        min_input_size: the smallest height and width that pass through; 1 where they cannot vary.
        builder: returns the graph with everything open.
        task: what it answers; see `engine.tasks`.
    """

    name: str
    title: str
    family: str
    year: int
    authors: str
    summary: str
    figures: tuple[tuple[str, str], ...]
    num_classes: int | None
    input_size: int | None
    min_input_size: int
    builder: Builder
    task: str = "classification"

    def build(self, num_classes: int | None = None, input_size: int | None = None) -> Graph:
        """Return the graph, laid out; a large one with its groups closed.

        Args:
            num_classes: of the last layer; the paper's by default.
            input_size: height and width of an image, in pixels; the paper's by default.

        Raises:
            PresetOptionError: the preset has no such choice.
            ParameterError: the number is out of range.
        """
        options: dict[str, Any] = {}
        if num_classes is not None:
            options["num_classes"] = self._checked("num_classes", num_classes, 1, MAX_CLASSES)
        if input_size is not None:
            options["input_size"] = self._checked("input_size", input_size, self.min_input_size, MAX_PIXELS)
        return overview(self.builder(**options))

    def _checked(self, option: str, value: int, minimum: int, maximum: int) -> int:
        default = getattr(self, option)
        if default is None:
            raise PresetOptionError(f"{self.title} has no {option} to choose. Leave it out.")
        return Int(name=option, default=default, doc="", minimum=minimum, maximum=maximum).validate(value)


_presets: dict[str, Preset] = {}


def preset(
    name: str,
    *,
    title: str,
    family: str,
    year: int,
    authors: str,
    summary: str,
    figures: tuple[tuple[str, str], ...] = (),
    min_input_size: int = 1,
    task: str = "classification",
) -> Callable[[Builder], Builder]:
    """Register the decorated builder under a name; what of it can vary is what the builder takes."""

    def add(build: Builder) -> Builder:
        defaults = {parameter.name: parameter.default for parameter in signature(build).parameters.values()}
        _presets[name] = Preset(
            name,
            title,
            family,
            year,
            authors,
            summary,
            figures,
            defaults.get("num_classes"),
            defaults.get("input_size"),
            min_input_size,
            build,
            task,
        )
        return build

    return add


def all_presets() -> tuple[Preset, ...]:
    """Return all presets by year, those of a year in the order in which they were registered."""
    return tuple(sorted(_presets.values(), key=lambda preset: preset.year))


def get(name: str) -> Preset:
    """Return the preset of that name.

    Raises:
        UnknownPresetError: there is none.
    """
    try:
        return _presets[name]
    except KeyError:
        names = ", ".join(_presets)
        raise UnknownPresetError(
            f"There is no preset '{name}'.{did_you_mean(name, _presets)} Presets: {names}."
        ) from None
