"""Line icons (Lucide, ISC licence, in the folder beside this file), drawn in any colour."""

from __future__ import annotations

import atexit
from functools import cache
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

_FOLDER = Path(__file__).parent / "lucide"


def _source(name: str, color: str) -> str:
    return (_FOLDER / f"{name}.svg").read_text(encoding="utf-8").replace("currentColor", color)


@cache
def renderer(name: str, color: str) -> QSvgRenderer:
    """Return what paints an icon in a colour, at any size."""
    return QSvgRenderer(QByteArray(_source(name, color).encode()))


@cache
def pixmap(name: str, color: str, size: int, ratio: float = 1.0) -> QPixmap:
    """Return an icon as a square pixmap of ``size`` logical pixels."""
    result = QPixmap(round(size * ratio), round(size * ratio))
    result.setDevicePixelRatio(ratio)
    result.fill(Qt.GlobalColor.transparent)
    painter = QPainter(result)
    renderer(name, color).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return result


@cache
def _file_folder() -> Path:
    folder = mkdtemp(prefix="convcanvas-icons-")
    atexit.register(rmtree, folder, ignore_errors=True)
    return Path(folder)


@cache
def icon_file(name: str, color: str) -> str:
    """Return the path of an icon in a colour, for a style sheet, which takes files only."""
    path = _file_folder() / f"{name}-{color.removeprefix('#')}.svg"
    path.write_text(_source(name, color), encoding="utf-8")
    return path.as_posix()


def icon(name: str, color: str, disabled: str | None = None) -> QIcon:
    """Return an icon for buttons and menus, at normal and at double resolution."""
    result = QIcon()
    for ratio in (1.0, 2.0):
        result.addPixmap(pixmap(name, color, 20, ratio))
        if disabled is not None:
            result.addPixmap(pixmap(name, disabled, 20, ratio), QIcon.Mode.Disabled)
    return result
