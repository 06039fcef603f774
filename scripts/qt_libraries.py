"""Says which system libraries Qt is missing, and gets them where it may. Standard library only.

Usage, in the environment that has PySide6: python -m scripts.qt_libraries
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

from scripts.system_packages import install, say

PARTS = (
    *("QtCore", "QtGui", "QtWidgets", "QtSvg", "QtTest", "QtOpenGLWidgets"),
    *("Qt/plugins/platforms/libqxcb.so", "Qt/plugins/platforms/libqoffscreen.so"),
)
"""What the program and its tests load of PySide6."""

PACKAGES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libGLX.so.0": "libglx0",
    "libOpenGL.so.0": "libopengl0",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libX11.so.6": "libx11-6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-glx.so.0": "libxcb-glx0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libz.so.1": "zlib1g",
    "libzstd.so.1": "libzstd1",
}
"""The package of Debian and Ubuntu that has a library."""

FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")
FONT_PACKAGE = "fonts-dejavu-core"


def main() -> int:
    """Look, install or say what is missing, look again, and return the exit code."""
    if sys.platform != "linux":  # elsewhere PySide6 brings all that it needs
        return 0
    if not (missing := missing_packages()):
        return 0
    if not install(missing, f"Qt needs what this system does not have: {', '.join(missing)}"):
        return 1
    if still := missing_packages():
        say(f"Qt still misses {', '.join(still)}, although apt-get reports no error.")
        return 1
    return 0


def missing_packages() -> list[str]:
    """Return the names of the packages to install; a library of no known package stands for itself."""
    libraries = missing_libraries(_parts())
    packages = {PACKAGES.get(library, library) for library in libraries}
    if not _has_fonts():  # Qt ships none: without them each letter is a box
        packages.add(FONT_PACKAGE)
    return sorted(packages)


def missing_libraries(files: Iterable[Path]) -> set[str]:
    """Return the libraries that the files need, directly or through others, and the system does not find."""
    output = "".join(
        subprocess.run(["ldd", file], capture_output=True, text=True, check=False).stdout for file in files
    )
    return set(re.findall(r"^\s*(\S+) => not found", output, re.MULTILINE))


def _parts() -> list[Path]:
    spec = find_spec("PySide6")
    assert spec is not None, "PySide6 is not installed here: run `make setup`"
    assert spec.submodule_search_locations
    root = Path(spec.submodule_search_locations[0])
    return [path if (path := root / part).suffix == ".so" else root / f"{part}.abi3.so" for part in PARTS]


def _has_fonts() -> bool:
    folders = (Path(folder).expanduser() for folder in FONT_FOLDERS)
    return any(path.suffix.lower() in {".ttf", ".otf", ".ttc"} for folder in folders for path in folder.rglob("*"))


if __name__ == "__main__":
    sys.exit(main())
