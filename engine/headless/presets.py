"""``presets``: which networks can be named."""

from __future__ import annotations

import argparse
import textwrap

from engine.analysis.inference import infer
from presets.registry import Preset, all_presets

HELP = "list the classic networks that can be named"

WIDTH = 100


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add nothing: it always lists all."""


def run(arguments: argparse.Namespace) -> int:
    """Print every preset with its paper, its size and what was new."""
    for preset in all_presets():
        print(f"{preset.name}\n    {preset.title} · {preset.family} · {preset.authors}, {preset.year}")
        print(f"    {_size_text(preset)}")
        print(textwrap.fill(preset.summary, WIDTH, initial_indent="    ", subsequent_indent="    "))
    return 0


def _size_text(preset: Preset) -> str:
    """Return what the paper's network comes to in evaluation: ``61,706 parameters · 32 × 32 px · 10 classes``."""
    parts = [f"{infer(preset.builder()).num_params_in_evaluation:,} parameters"]
    if preset.input_size is not None:
        parts.append(f"{preset.input_size} × {preset.input_size} px")
    if preset.num_classes is not None:
        parts.append(f"{preset.num_classes:,} classes")
    return " · ".join(parts)
