"""The catalogue of presets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from engine.errors import ConvCanvasError, did_you_mean
from engine.graph.model import Graph


class UnknownPresetError(ConvCanvasError):
    """A preset that does not exist."""


@dataclass(frozen=True)
class Preset:
    """A network that can be opened by name.

    Attributes:
        name: what the command line calls it.
        title: what the paper calls it.
        year: of the paper.
        authors: of the paper.
        summary: what was new, in a sentence or two.
        build: returns the graph, laid out.
    """

    name: str
    title: str
    year: int
    authors: str
    summary: str
    build: Callable[[], Graph]


_presets: dict[str, Preset] = {}


def preset(
    name: str, *, title: str, year: int, authors: str, summary: str
) -> Callable[[Callable[[], Graph]], Callable[[], Graph]]:
    """Register the decorated builder function under a name."""

    def add(build: Callable[[], Graph]) -> Callable[[], Graph]:
        _presets[name] = Preset(name, title, year, authors, summary, build)
        return build

    return add


def all_presets() -> tuple[Preset, ...]:
    """Return all presets by year."""
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
