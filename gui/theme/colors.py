"""The colours of the light and the dark theme, and of the layer families."""

from __future__ import annotations

from dataclasses import dataclass

from engine.layers.spec import Category


@dataclass(frozen=True)
class Theme:
    """Named colours, as ``#rrggbb``.

    Attributes:
        window, panel, raised, canvas: backgrounds, from the frame to the innermost.
        dots: the canvas's grid.
        border: lines between surfaces.
        text, muted: for what is read first and second.
        edge: wires at rest.
        accent, on_accent: the one colour for what is selected or goes ahead, and text upon it.
        danger, warning, success: for what went wrong, may be wrong, went well.
    """

    name: str
    is_dark: bool
    window: str
    panel: str
    raised: str
    canvas: str
    dots: str
    border: str
    text: str
    muted: str
    edge: str
    accent: str
    on_accent: str
    danger: str
    warning: str
    success: str


DARK = Theme(
    name="dark",
    is_dark=True,
    window="#15161a",
    panel="#1c1e24",
    raised="#272a32",
    canvas="#111216",
    dots="#292c34",
    border="#31353f",
    text="#e8eaef",
    muted="#9aa2b1",
    edge="#6d7585",
    accent="#5b8cff",
    on_accent="#ffffff",
    danger="#ff7373",
    warning="#f2b84b",
    success="#3ecf8e",
)

LIGHT = Theme(
    name="light",
    is_dark=False,
    window="#f1f2f5",
    panel="#ffffff",
    raised="#ffffff",
    canvas="#f6f7f9",
    dots="#d5d9e0",
    border="#d8dce4",
    text="#1b1e25",
    muted="#5f6878",
    edge="#98a1b0",
    accent="#2d68f0",
    on_accent="#ffffff",
    danger="#d0302a",
    warning="#a85d00",
    success="#0f7f5a",
)

# Chosen by search near the usual hues, so that any two stay apart (a CIE 1976 difference of 16 at least) for all kinds
# of colour vision, as simulated by Machado et al. (2009). Each family has its own icon too: colour is never alone.
CATEGORY_COLORS: dict[Category, str] = {
    Category.TERMINAL: "#929ecc",
    Category.CONVOLUTION: "#3d83f6",
    Category.POOLING: "#00b49c",
    Category.ACTIVATION: "#da8e14",
    Category.NORMALIZATION: "#523dd4",
    Category.REGULARIZATION: "#93038a",
    Category.LINEAR: "#3f923c",
    Category.RESHAPING: "#806b5c",
    Category.MERGING: "#fa6d57",
    Category.UNKNOWN: "#bd3610",
}

CATEGORY_ICONS: dict[Category, str] = {
    Category.TERMINAL: "log-in",
    Category.CONVOLUTION: "grid-3x3",
    Category.POOLING: "shrink",
    Category.ACTIVATION: "spline",
    Category.NORMALIZATION: "sliders-horizontal",
    Category.REGULARIZATION: "dice-5",
    Category.LINEAR: "waypoints",
    Category.RESHAPING: "stretch-horizontal",
    Category.MERGING: "merge",
    Category.UNKNOWN: "circle-alert",
}

GROUP_COLOR = "#64748b"
FROZEN_ICON = "lock"
GROUP_ICON = "boxes"

# Papers of notes (engine.graph.notes.COLORS), painted thinly over the canvas of either theme.
NOTE_COLORS: dict[str, str] = {
    "yellow": "#e0b020",
    "green": "#4f9d3a",
    "blue": "#3d83f6",
    "pink": "#dd5aa4",
    "grey": "#7d8797",
}
