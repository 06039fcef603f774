"""Whether there is a display, asked before Qt: it would abort the program where there is none."""

from __future__ import annotations

import os
import re
import socket
import sys
from collections.abc import Mapping
from pathlib import Path

NO_DISPLAY = (
    "ConvCanvas needs a display to open its window, and {problem}. Without one, train with: python main.py train lenet5"
)
_LOCAL = re.compile(r"(?:unix)?:(\d+)(?:\.\d+)?")
_X_SOCKETS = Path("/tmp/.X11-unix")


def missing_display(environment: Mapping[str, str] = os.environ, platform: str = sys.platform) -> str | None:
    """Return the sentence for a person without a display; None where Qt can open a window."""
    if not platform.startswith("linux") or environment.get("QT_QPA_PLATFORM", "xcb") not in ("xcb", "wayland"):
        return None
    display, wayland = environment.get("DISPLAY", ""), environment.get("WAYLAND_DISPLAY", "")
    if not display and not wayland:
        return NO_DISPLAY.format(problem="there is none")
    if wayland or _answers(display):
        return None
    return NO_DISPLAY.format(problem=f"nothing answers at DISPLAY={display}")


def _answers(display: str) -> bool:
    """Whether an X server takes connections there; one on another machine is taken at its word."""
    local = _LOCAL.fullmatch(display)
    if local is None:
        return True
    path = str(_X_SOCKETS / f"X{local.group(1)}")
    for address in (path, f"\0{path}"):  # the second is Linux's own kind of address, without a file
        with socket.socket(socket.AF_UNIX) as connection:
            if connection.connect_ex(address) == 0:
                return True
    return False
