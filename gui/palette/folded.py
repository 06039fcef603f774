"""The families that are folded away in the palette, remembered from one start to the next."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QSettings

from engine.layers.spec import Category

_KEY = "foldedFamilies"


def families() -> frozenset[Category]:
    """Return the families; those of another version are passed over."""
    stored = QSettings().value(_KEY)
    if isinstance(stored, str):  # how Qt reads back a list of one
        stored = [stored]
    names = stored if isinstance(stored, list) else []
    return frozenset(category for category in Category if category.name in names)


def remember(folded: Iterable[Category]) -> None:
    """Keep the families for the next start."""
    QSettings().setValue(_KEY, sorted(category.name for category in folded))
