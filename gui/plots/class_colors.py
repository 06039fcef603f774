"""Colours that tell classes apart in masks and boxes."""

from __future__ import annotations

from PySide6.QtGui import QColor

_CLASSES = (
    *("#4e9af1", "#f28e2b", "#59a14f", "#e15759", "#b07aa1", "#edc948", "#76d7c4", "#ff9da7"),
    *("#9c755f", "#2f4b7c", "#a0d468", "#d45087"),
)
BACKGROUND = "#59606e"


def class_color(place: int) -> QColor:
    """Return the colour of a class by its place; after twelve they begin again."""
    return QColor(_CLASSES[place % len(_CLASSES)])


def mask_color(place: int) -> QColor:
    """Return the colour of a class of pixels: the first one is the background."""
    return QColor(BACKGROUND) if place == 0 else class_color(place - 1)
