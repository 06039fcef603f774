"""Fonts for numbers: digits of one width, so that a number that changes does not jitter."""

from __future__ import annotations

from functools import cache

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

_TABULAR = QFont.Tag("tnum")


def numbers(base: QFont) -> QFont:
    """Return a font like ``base`` with digits of one width."""
    font = QFont(base)
    font.setFeature(_TABULAR, 1)
    return font


def small_numbers() -> QFont:
    """Return the font for ticks and legends."""
    return _small_numbers(QApplication.font().toString())


@cache
def _small_numbers(base: str) -> QFont:
    font = QFont()
    font.fromString(base)
    font.setPixelSize(11)
    return numbers(font)
