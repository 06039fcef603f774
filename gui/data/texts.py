"""Data sets and their preparation in words. No Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.data.augmenting.recipes import RECIPES
from engine.data.augmenting.steps import steps_of
from engine.data.catalogue import DatasetInfo

if TYPE_CHECKING:
    from engine.data.preview import Preview, Shares


def size_text(num_bytes: int) -> str:
    """Return ``3.2 MB``, ``120 MB`` or ``4.9 GB``."""
    mega = num_bytes / 1e6
    if mega >= 1000:
        return f"{mega / 1000:.1f} GB"
    return f"{mega:.1f} MB" if mega < 10 else f"{mega:.0f} MB"


def progress_text(what: str, done: int, total: int, unit: str) -> str:
    """Return ``Downloading MNIST · 3.2 MB of 11 MB`` or ``Checking images · 640 of 12,000``."""
    if unit == "bytes":
        return f"{what} · {size_text(done)}" + (f" of {size_text(total)}" if total else "")
    return f"{what} · {done:,} of {total:,}" if total else f"{what}…"


def counts_text(info: DatasetInfo) -> str:
    """Return ``70,000 images · 10 classes · 11 MB``; empty where nothing is known yet."""
    if not info.num_images:
        return ""
    size = f" · {size_text(info.download_mb * 1_000_000)}" if info.download_mb else ""
    return f"{info.num_images:,} images · {info.num_classes:,} classes{size}"


def headline(info: DatasetInfo) -> str:
    """Return ``70,000 images · 10 classes · 28 × 28``."""
    parts = [f"{info.num_images:,} images"] if info.num_images else []
    if info.num_classes:
        parts.append(f"{info.num_classes:,} classes")
    return " · ".join([*parts, shape_text(info)])


def shape_text(info: DatasetInfo) -> str:
    """Return ``28 × 28`` with its colour where it is grey, or that each has its own size."""
    channels, height, width = info.shape
    size = f"{height} × {width}" if height else "of any size"
    return f"{size}, grey" if channels == 1 else size


def download_text(info: DatasetInfo) -> str:
    """Return how much is downloaded before first use; empty for nothing."""
    return f"{size_text(info.download_mb * 1_000_000)} download" if info.download_mb else ""


def split_rows(found: Preview, shares: Shares) -> list[tuple[str, str]]:
    """Return what each part of a run has, and who decides that: ``validation``, ``144 images · 10% of the rest``."""
    by_ratio = {
        "train": "what is left",
        "validation": f"{shares.validation_share:.0%} of the rest, of each class alike",
        "test": f"{shares.test_share:.0%}, of each class alike",
    }
    rows = []
    for (name, how), number in zip(by_ratio.items(), found.split, strict=True):
        if name in found.parts:
            how = "as the set is divided" if number == found.parts[name] else "what is left of the set's own part"
        rows.append((name, f"{number:,} images · {how}"))
    return rows


def augmentation_text(text: str) -> str:
    """Return a list of steps in a few words: the recipe's title, the one step, or how many there are."""
    steps = steps_of(text)
    if not steps:
        return "None"
    for recipe in RECIPES.values():
        if recipe.steps == steps:
            return recipe.title
    return steps[0].type if len(steps) == 1 else f"{len(steps)} steps: {', '.join(step.type for step in steps)}"
