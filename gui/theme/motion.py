"""Whether things may move on the screen, and for how long."""

from __future__ import annotations

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication, QStyle

GLIDE_MS = 200
"""Long enough to follow a card with the eye, too short to wait for it."""

_KEY = "animations"


def wanted() -> bool:
    """Whether the person has not switched animations off."""
    return bool(QSettings().value(_KEY, True, type=bool))


def set_wanted(is_wanted: bool) -> None:
    """Switch animations on or off, and remember it."""
    QSettings().setValue(_KEY, is_wanted)


def glide_ms() -> int:
    """Return how long things glide, in milliseconds; 0 where the person or the desktop asks for reduced motion."""
    is_reduced = QApplication.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration) == 0
    return 0 if is_reduced or not wanted() else GLIDE_MS
