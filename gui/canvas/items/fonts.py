"""The few fonts of the canvas, made once an application exists."""

from __future__ import annotations

from functools import cache

from PySide6.QtGui import QFont, QFontMetricsF


@cache
def font(pixels: int, bold: bool = False) -> QFont:
    """Return the interface font at a size."""
    result = QFont()
    result.setPixelSize(pixels)
    result.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    return result


@cache
def metrics(pixels: int, bold: bool = False) -> QFontMetricsF:
    """Return the metrics of `font`."""
    return QFontMetricsF(font(pixels, bold))
