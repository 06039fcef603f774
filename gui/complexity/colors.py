"""The colour of each family of networks on the chart."""

from __future__ import annotations

from PySide6.QtGui import QColor

from engine.analysis.published import FAMILIES

# After the layer families' hues (gui.theme.colors); names beside the circles say the same without colour.
_HUES = ("#9c8266", "#e2603a", "#e8960c", "#3d83f6", "#8e66f2", "#16a99a", "#4f9d3a", "#dd5aa4", "#c8453b", "#7d8797")
_REST = "#98a1b0"

_COLORS = dict(zip(FAMILIES, _HUES, strict=True))


def family_color(family: str) -> QColor:
    """Return a family's colour."""
    return QColor(_COLORS.get(family, _REST))
