"""``presets``: which networks can be named."""

from __future__ import annotations

import argparse
import textwrap

from presets.registry import all_presets

HELP = "list the classic networks that can be named"

WIDTH = 100


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add nothing: it always lists all."""


def run(arguments: argparse.Namespace) -> int:
    """Print every preset with its paper and what was new."""
    for preset in all_presets():
        print(f"{preset.name}\n    {preset.title} · {preset.authors}, {preset.year}")
        print(textwrap.fill(preset.summary, WIDTH, initial_indent="    ", subsequent_indent="    "))
    return 0
