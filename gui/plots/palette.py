"""The two colours in which plots draw what belongs together: the first and the second series."""

from __future__ import annotations

from PySide6.QtGui import QColor

from gui.theme.colors import Theme


def first(theme: Theme) -> QColor:
    """Return the colour of training, and of weights."""
    return QColor(theme.accent)


def second(theme: Theme) -> QColor:
    """Return the colour of validation, and of biases: orange, which every kind of colour vision tells from blue."""
    return QColor("#f0a13c" if theme.is_dark else "#c46a00")
