"""What was switched on over the canvas, for the next start."""

from __future__ import annotations

from PySide6.QtCore import QSettings

from engine.probes.frames import Quantity, ThumbnailStyle
from gui.xray.switches import Switches

_THUMBNAILS, _QUANTITY, _BACKPROP = "canvas/thumbnails", "canvas/colourBy", "canvas/backprop"


def remember(switches: Switches) -> None:
    """Keep what is switched on."""
    settings = QSettings()
    settings.setValue(_THUMBNAILS, switches.thumbnails.value if switches.thumbnails is not None else "")
    settings.setValue(_QUANTITY, switches.quantity.value if switches.quantity is not None else "")
    settings.setValue(_BACKPROP, switches.backprop)


def remembered() -> Switches:
    """Return what was switched on; nothing where that is not known, as of a version that had other switches."""
    settings = QSettings()
    style = next((style for style in ThumbnailStyle if style.value == settings.value(_THUMBNAILS)), None)
    quantity = next((quantity for quantity in Quantity if quantity.value == settings.value(_QUANTITY)), None)
    return Switches(style, quantity, bool(settings.value(_BACKPROP, False, type=bool)))
