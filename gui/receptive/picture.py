"""Draws a unit's part on the image: the image, or a grid before there is one, and the field as a frame upon it."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QLineF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from engine.analysis.support import Box
from gui.plots.color_scale import Pixels, Values
from gui.receptive.framing import Framing, clipped, framed
from gui.receptive.heat import Image, heat_pixels, image_pixels
from gui.receptive.units import Sight, Unit, unit_near
from gui.theme.appearance import appearance

_MARGIN = 8.0
_MAX_LINES = 32
_STEPS = {Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0)}


class FieldPicture(QWidget):
    """Shows what one unit sees.

    Signals:
        unit_pointed(tuple[int, ...]): the person chose the unit nearest to a point, or stepped to a neighbour.
    """

    unit_pointed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sight: Sight | None = None
        self._image: Image | None = None
        self._effective: Values | None = None
        self.setMinimumSize(120, 100)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Receptive field")
        self.setToolTip("Click or drag: the unit that sees this place. Arrow keys: the next one.")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        appearance.changed.connect(self.update)

    @property
    def shown(self) -> Sight | None:
        """What is on show."""
        return self._sight

    @property
    def image(self) -> Image | None:
        """The image under the field, ``(H, W, 3)``; None where there is a grid in its place."""
        return self._image

    @property
    def effective(self) -> Values | None:
        """The effective field, ``(H, W)``, from 0 to 1; None where it is not shown."""
        return self._effective

    @property
    def framing(self) -> Framing | None:
        """Where the image stands on the widget; None while nothing is shown."""
        if self._sight is None:
            return None
        room = self.width() - 2 * _MARGIN, self.height() - 2 * _MARGIN
        found = framed(*self._sight.image, self._sight.box, room)
        return Framing(found.height, found.width, found.shown, found.left + _MARGIN, found.top + _MARGIN, found.scale)

    def show_sight(self, sight: Sight | None) -> None:
        """Show what a unit sees; None for nothing."""
        self._sight = sight
        self.update()

    def show_image(self, image: Image | None) -> None:
        """Show an image ``(H, W, 3)`` under the field; None for a grid."""
        self._image = image
        self.update()

    def show_effective(self, effective: Values | None) -> None:
        """Show how strongly each pixel moves the unit, ``(H, W)`` from 0 to 1; None for nothing."""
        self._effective = effective
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(240, 200)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._point_at(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._point_at(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None or self._sight is None or len(self._sight.unit) != 2:
            super().keyPressEvent(event)
            return
        moved = zip(self._sight.unit, step, self._sight.sizes, strict=True)
        self._announce(tuple(min(max(at + by, 0), size - 1) for at, by, size in moved))

    def paintEvent(self, event: QPaintEvent) -> None:
        framing = self.framing
        if framing is None or self._sight is None:
            return
        painter = QPainter(self)
        self._paint_padding(painter, framing)
        if self._image is not None and self._image.shape[:2] == self._sight.image:
            _draw(painter, _image_rect(framing), image_pixels(self._image))
        else:
            self._paint_grid(painter, framing)
        if self._effective is not None and self._effective.shape == self._sight.image:
            _draw(painter, _image_rect(framing), heat_pixels(self._effective))
        else:
            self._dim_outside(painter, framing)
        self._paint_field(painter, framing, self._sight)

    def _paint_padding(self, painter: QPainter, framing: Framing) -> None:
        """Hatch what lies outside of the image, which is padding."""
        outside = QRectF(*framing.rect(framing.shown))
        painter.fillRect(outside, QColor(appearance.theme.canvas))
        hatch = QColor(appearance.theme.border)
        painter.fillRect(outside, _brush(hatch))

    def _paint_grid(self, painter: QPainter, framing: Framing) -> None:
        theme = appearance.theme
        image = _image_rect(framing)
        painter.fillRect(image, QColor(theme.raised if theme.is_dark else theme.window))
        step = max(1, -(-max(framing.height, framing.width) // _MAX_LINES))
        painter.setPen(QPen(QColor(theme.border), 1.0))
        columns = range(0, framing.width + 1, step)
        rows = range(0, framing.height + 1, step)
        painter.drawLines([QLineF(framing.x(at), image.top(), framing.x(at), image.bottom()) for at in columns])
        painter.drawLines([QLineF(image.left(), framing.y(at), image.right(), framing.y(at)) for at in rows])
        painter.drawRect(image)

    def _dim_outside(self, painter: QPainter, framing: Framing) -> None:
        """Darken what the unit does not see."""
        assert self._sight is not None
        path = QPainterPath()
        path.addRect(_image_rect(framing))
        if self._sight.seen is not None:
            seen = QPainterPath()
            seen.addRect(QRectF(*framing.rect(self._sight.seen)))
            path = path.subtracted(seen)
        shade = QColor(appearance.theme.canvas)
        shade.setAlpha(150)
        painter.fillPath(path, shade)

    def _paint_field(self, painter: QPainter, framing: Framing, sight: Sight) -> None:
        accent = QColor(appearance.theme.accent)
        if sight.box is not None:
            whole = QRectF(*framing.rect(sight.box))
            painter.setPen(QPen(accent, 1.2, Qt.PenStyle.DashLine))
            painter.drawRect(whole)
            self._paint_cross(painter, whole, accent)
        inside = sight.seen or (clipped(sight.box, *sight.image) if sight.box is not None else None)
        if inside is not None:
            painter.setPen(QPen(accent, 2.0))
            painter.drawRect(QRectF(*framing.rect(inside)))

    def _paint_cross(self, painter: QPainter, whole: QRectF, color: QColor) -> None:
        middle = whole.center()
        painter.setPen(QPen(color, 1.4))
        for dx, dy in ((4, 0), (0, 4)):
            painter.drawLine(QLineF(middle.x() - dx, middle.y() - dy, middle.x() + dx, middle.y() + dy))

    def _point_at(self, event: QMouseEvent) -> None:
        framing = self.framing
        if framing is not None and self._sight is not None:
            row, column = framing.pixel(event.position().x(), event.position().y())
            self._announce(unit_near(self._sight, row, column))

    def _announce(self, unit: Unit) -> None:
        if self._sight is not None and unit != self._sight.unit:
            self.unit_pointed.emit(unit)


def _image_rect(framing: Framing) -> QRectF:
    return QRectF(*framing.rect(Box(0, 0, framing.height, framing.width)))


def _brush(color: QColor) -> QBrush:
    return QBrush(color, Qt.BrushStyle.BDiagPattern)


def _draw(painter: QPainter, rect: QRectF, pixels: Pixels) -> None:
    """Paint pixels enlarged, each as a square."""
    held = np.ascontiguousarray(pixels)
    height, width = held.shape
    image = QImage(held.data, width, height, 4 * width, QImage.Format.Format_ARGB32_Premultiplied)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, width > rect.width())
    painter.drawImage(rect, image)
