"""The files that a picture of the canvas can become."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRectF, QSize
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator

from engine.errors import FormatError
from engine.project import atomic, png
from engine.project.document import Document
from gui.exporting.picture import Picture

_POINTS_PER_PIXEL = 0.75
_LONGEST_PAGE = 14_400.0
"""Points; PDF readers show no longer page (PDF 32000-1, annex C.2)."""
_DOTS_PER_INCH = 1200
_POINTS_PER_INCH, _MM_PER_INCH = 72, 25.4
_MOST_PIXELS = 48e6
"""What a PNG takes of memory while it is painted, at 4 bytes a pixel: 192 MB."""
_LONGEST_IMAGE = 32_000.0
"""Pixels; Qt paints on no longer image."""
_SHARPNESS = 2.0


@dataclass(frozen=True)
class PictureFormat:
    """A kind of file.

    Attributes:
        name: what it is called, in capitals.
        suffix: of its files, with the dot.
        summary: what it is good for.
        content: makes the file's content of a picture, what it shows, and a title.
        extent: says how large a picture's file will be, in its own unit.
    """

    name: str
    suffix: str
    summary: str
    content: Callable[[Picture, Document, str], bytes]
    extent: Callable[[Picture], str]


def export(path: Path, kind: PictureFormat, picture: Picture, document: Document) -> None:
    """Write a picture to a file, whole or not at all.

    Raises:
        FormatError: the system does not let it be written.
    """
    try:
        atomic.write(path, kind.content(picture, document, path.stem))
    except OSError as error:
        raise FormatError(
            f"{path.name} was not exported. The system says: {error.strerror or error}. "
            "Free some space or export to somewhere else."
        ) from error


def _svg(picture: Picture, document: Document, title: str) -> bytes:
    buffer = _opened()
    generator = QSvgGenerator(QSvgGenerator.SvgVersion.Svg11)
    generator.setOutputDevice(buffer)
    size = picture.size
    generator.setSize(QSize(math.ceil(size.width()), math.ceil(size.height())))
    generator.setViewBox(QRectF(0, 0, size.width(), size.height()))
    generator.setResolution(96)
    generator.setTitle(title)
    generator.setDescription("Made with ConvCanvas")
    _paint(picture, QPainter(generator), 1.0)
    return bytes(buffer.data().data())


def _pdf(picture: Picture, document: Document, title: str) -> bytes:
    buffer = _opened()
    writer = QPdfWriter(buffer)
    writer.setTitle(title)
    writer.setCreator("ConvCanvas")
    writer.setResolution(_DOTS_PER_INCH)
    points = _points_per_pixel(picture)
    page = QPageSize(picture.size * points, QPageSize.Unit.Point, title, QPageSize.SizeMatchPolicy.ExactMatch)
    writer.setPageLayout(QPageLayout(page, QPageLayout.Orientation.Portrait, QMarginsF()))
    _paint(picture, QPainter(writer), points * _DOTS_PER_INCH / _POINTS_PER_INCH)
    return bytes(buffer.data().data())


def _points_per_pixel(picture: Picture) -> float:
    return min(_POINTS_PER_PIXEL, _LONGEST_PAGE / max(picture.size.width(), picture.size.height()))


def _pdf_extent(picture: Picture) -> str:
    size = picture.size * _points_per_pixel(picture) * _MM_PER_INCH / _POINTS_PER_INCH
    return f"A page of {size.width():,.0f} × {size.height():,.0f} mm"


def _svg_extent(picture: Picture) -> str:
    return f"{picture.size.width():,.0f} × {picture.size.height():,.0f} px, sharp at any size"


def _png_scale(picture: Picture) -> float:
    size = picture.size
    area, longest = size.width() * size.height(), max(size.width(), size.height())
    return min(_SHARPNESS, math.sqrt(_MOST_PIXELS / area), _LONGEST_IMAGE / longest)


def _png_extent(picture: Picture) -> str:
    scale = _png_scale(picture)
    size = _size_in_pixels(picture, scale)
    return f"{size.width():,} × {size.height():,} px, at {scale:.0%} of the canvas"


def _png(picture: Picture, document: Document, title: str) -> bytes:
    image = painted_image(picture, _png_scale(picture))
    buffer = _opened()
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stub knows of file names only
    return png.embed(bytes(buffer.data().data()), document)


def painted_image(picture: Picture, scale: float) -> QImage:
    """Return a picture in pixels; ``scale`` is 1 at 100%."""
    image = QImage(_size_in_pixels(picture, scale), QImage.Format.Format_RGB32)
    image.fill(picture.background)  # a last row or column may be covered in part only
    _paint(picture, QPainter(image), scale)
    return image


def _size_in_pixels(picture: Picture, scale: float) -> QSize:
    size = picture.size * scale
    return QSize(max(1, round(size.width())), max(1, round(size.height())))


def _paint(picture: Picture, painter: QPainter, scale: float) -> None:
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    painter.scale(scale, scale)
    picture.paint(painter)
    painter.end()


def _opened() -> QBuffer:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    return buffer


PNG = PictureFormat(
    "PNG", ".png", "Pixels. Carries the network: dropped on the window, it opens again.", _png, _png_extent
)
SVG = PictureFormat("SVG", ".svg", "Lines and letters, for web pages and drawing programs.", _svg, _svg_extent)
PDF = PictureFormat("PDF", ".pdf", "Lines and letters, for papers and print.", _pdf, _pdf_extent)
FORMATS = (PNG, SVG, PDF)
