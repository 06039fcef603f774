"""The colours in which plots draw what belongs together: the first, the second and the third series."""

from __future__ import annotations

from PySide6.QtGui import QColor

from gui.theme.colors import Theme


def first(theme: Theme) -> QColor:
    """Return the colour of training, and of weights."""
    return QColor(theme.accent)


def second(theme: Theme) -> QColor:
    """Return the colour of validation, and of biases: orange, which every kind of colour vision tells from blue."""
    return QColor("#f0a13c" if theme.is_dark else "#c46a00")


def third(theme: Theme) -> QColor:
    """Return the colour of the averaged weights."""
    return QColor(theme.success)


_FORMER = ("#2ca58d", "#c45ab3", "#8d99ae", "#b8a000", "#7a5cff", "#d1495b", "#4f9d3a", "#00798c")


def former(place: int) -> QColor:
    """Return the colour of a former run, by its place among those that are kept."""
    return QColor(_FORMER[place % len(_FORMER)])
