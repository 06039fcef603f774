"""What can be searched for, made of the registry of layers and the presets."""

from __future__ import annotations

from collections.abc import Iterable

from engine.layers import registry
from engine.layers.spec import LayerSpec
from engine.tasks.catalogue import TASKS
from gui.search.ranking import Entry
from gui.theme.appearance import appearance
from gui.theme.colors import CATEGORY_COLORS, CATEGORY_ICONS
from presets import registry as presets
from presets.registry import Preset

LAYER = "layer"
PRESET = "preset"


def all_entries() -> tuple[Entry, ...]:
    """Return every layer, in the palette's order, and behind them every preset, by year."""
    return (*layer_entries(registry.all_specs()), *preset_entries(presets.all_presets()))


def preset_entries(found: Iterable[Preset]) -> tuple[Entry, ...]:
    """Return the entries of some presets."""
    return tuple(_preset_entry(preset) for preset in found)


def layer_entries(specs: Iterable[LayerSpec]) -> tuple[Entry, ...]:
    """Return the entries of some layers."""
    return tuple(_layer_entry(spec) for spec in specs)


def entry_icon(entry: Entry) -> str:
    """Return the name of an entry's icon."""
    return CATEGORY_ICONS[registry.get(entry.name).category] if entry.kind == LAYER else "library"


def entry_color(entry: Entry) -> str:
    """Return the colour behind an entry's icon."""
    return CATEGORY_COLORS[registry.get(entry.name).category] if entry.kind == LAYER else appearance.theme.edge


def _layer_entry(spec: LayerSpec) -> Entry:
    return Entry(LAYER, spec.type, spec.type, spec.synonyms, spec.category.value, spec.summary)


def _preset_entry(preset: Preset) -> Entry:
    synonyms = (preset.name, *preset.authors.split(", "), TASKS[preset.task].title)
    return Entry(PRESET, preset.name, preset.title, synonyms, f"Preset {preset.year}", preset.summary)
