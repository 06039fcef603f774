"""Curves as files: a picture of pixels or of lines, or the numbers as a table."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QPoint, QRect, QSize
from PySide6.QtGui import QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QWidget

from engine.errors import FormatError
from engine.project import atomic
from gui.plots.run_curves import RunCurves, table
from gui.theme.appearance import appearance

FORMATS = {".png": "Picture (PNG)", ".svg": "Drawing (SVG)", ".csv": "Numbers (CSV)"}
_PNG_SCALE = 2


def export(path: Path, plot: QWidget, runs: Sequence[RunCurves]) -> None:
    """Write curves to a file, whole or not at all; its suffix says how.

    Args:
        path: ends in one of `FORMATS`.
        plot: of which a picture is made.
        runs: of which a table is made.

    Raises:
        FormatError: the system does not let it be written.
    """
    contents = {".png": lambda: _png(plot), ".svg": lambda: _svg(plot), ".csv": lambda: table(runs).encode()}
    try:
        atomic.write(path, contents[path.suffix.lower()]())
    except OSError as error:
        raise FormatError(
            f"{path.name} was not exported. The system says: {error.strerror or error}. "
            "Free some space or export to somewhere else."
        ) from error


def _png(plot: QWidget) -> bytes:
    image = QImage(plot.size() * _PNG_SCALE, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(_PNG_SCALE)
    image.fill(appearance.theme.panel)
    painter = QPainter(image)
    plot.render(painter, QPoint())
    painter.end()
    buffer = _opened()
    QImageWriter(buffer, b"png").write(image)
    return bytes(buffer.data().data())


def _svg(plot: QWidget) -> bytes:
    buffer, generator = _opened(), QSvgGenerator(QSvgGenerator.SvgVersion.Svg11)
    generator.setOutputDevice(buffer)
    generator.setSize(QSize(plot.size()))
    generator.setViewBox(QRect(0, 0, plot.width(), plot.height()))
    generator.setTitle("Curves")
    generator.setDescription("Made with ConvCanvas")
    painter = QPainter(generator)
    painter.fillRect(plot.rect(), appearance.theme.panel)
    plot.render(painter, QPoint())
    painter.end()
    return bytes(buffer.data().data())


def _opened() -> QBuffer:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    return buffer
