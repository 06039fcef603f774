"""Which presets are shown, and in which order: families by their first year, filtered by what is typed. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gui.search.catalogue import preset_entries
from gui.search.ranking import rank
from presets.registry import Preset


@dataclass(frozen=True)
class Section:
    """The presets of a family under its name.

    Attributes:
        title: the family's name.
        years: of its papers: ``2014`` or ``2015–2016``.
        presets: by year.
    """

    title: str
    years: str
    presets: tuple[Preset, ...]


@dataclass(frozen=True)
class Shelf:
    """What a filter leaves.

    Attributes:
        sections: the families that have a preset left.
        surest: name of the preset that the filter most likely means; empty where there is none.
    """

    sections: tuple[Section, ...]
    surest: str

    @property
    def presets(self) -> tuple[Preset, ...]:
        """All presets, in the order in which they are shown."""
        return tuple(preset for section in self.sections for preset in section.presets)


def families(presets: Sequence[Preset]) -> tuple[Section, ...]:
    """Return presets by family, the family that began first at the front."""
    by_family: dict[str, list[Preset]] = {}
    for preset in sorted(presets, key=lambda preset: preset.year):
        by_family.setdefault(preset.family, []).append(preset)
    return tuple(Section(title, _years(found), tuple(found)) for title, found in by_family.items())


def shelf(presets: Sequence[Preset], query: str) -> Shelf:
    """Return what a query leaves of the presets, in the order of their families; all where it is empty."""
    matches = rank(preset_entries(presets), query)
    names = {match.entry.name for match in matches}
    sections = families([preset for preset in presets if preset.name in names])
    if query.strip():
        return Shelf(sections, matches[0].entry.name if matches else "")
    return Shelf(sections, sections[0].presets[0].name if sections else "")


def _years(presets: Sequence[Preset]) -> str:
    first, last = presets[0].year, presets[-1].year
    return str(first) if first == last else f"{first}–{last}"
