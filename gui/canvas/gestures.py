"""What the mouse and bare keys do on the canvas, in words: the one list that the shortcut sheet shows.

Shortcuts of actions are not here: the sheet takes those from the actions themselves.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Gesture:
    """A thing that can be done by hand.

    Attributes:
        keys: keys and moves to be made together, as they are written on key caps: ``("Shift", "Click")``.
        text: what it does.
        where: with what or on what, if that has to be said: ``from a port``.
    """

    keys: tuple[str, ...]
    text: str
    where: str = ""


GESTURES: dict[str, tuple[Gesture, ...]] = {
    "Building with the mouse": (
        Gesture(("Double-click",), "Search layers and presets", "on empty canvas"),
        Gesture(("Drag",), "Place a layer", "from the palette"),
        Gesture(("Drag",), "Insert a layer or node there", "onto an edge"),
        Gesture(("Drag",), "Wire two nodes", "from port to port"),
        Gesture(("Drag",), "Search what fits there", "from a port into the open"),
        Gesture(("Drag",), "Lead it elsewhere, or remove it", "an edge's end"),
        Gesture(("Alt", "Drag"), "Pull a node out of its chain"),
        Gesture(("Drag",), "Move the selected nodes"),
        Gesture(("Arrow keys",), "Nudge what is selected; with Shift by a pixel"),
        Gesture(("Esc",), "Cancel what is under way"),
    ),
    "Selecting": (
        Gesture(("Click",), "Select a node or an edge"),
        Gesture(("Shift", "Click"), "Add to the selection, or take away"),
        Gesture(("Drag",), "Select by a rectangle", "on empty canvas"),
        Gesture(("Shift", "Drag"), "Add what the rectangle touches"),
        Gesture(("Esc",), "Select nothing"),
        Gesture(("Del",), "Delete what is selected"),
    ),
    "Looking around": (
        Gesture(("Wheel",), "Zoom at the pointer"),
        Gesture(("Shift", "Wheel"), "Move sideways"),
        Gesture(("Middle button", "Drag"), "Move the view"),
    ),
    "In number fields": (
        Gesture(("64*2",), "Compute: + − * / ** and brackets"),
        Gesture(("Wheel",), "One up or down, once the field is active"),
        Gesture(("Page Up",), "Ten up; Page Down, ten down"),
    ),
}
