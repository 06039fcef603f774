"""Paints maps as a mosaic and tells which value is under the mouse."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.plots.color_scale import ColorScale, Pixels, Values
from gui.plots.map_dots import paint_dots, paint_outline
from gui.plots.map_picture import paint
from gui.plots.mosaic import Cell, Mosaic, fit
from gui.theme.appearance import appearance

_GAP = 3


class MapsView(QWidget):
    """All maps of one layer.

    Signals:
        hovered(Cell | None): the value under the mouse, or that there is none.
        clicked(Cell): a value was clicked.
    """

    hovered = Signal(object)
    clicked = Signal(object)

    def __init__(self, parent: QWidget | None = None, *, gap: int = _GAP) -> None:
        super().__init__(parent)
        self._gap = gap
        self._values: Values | None = None
        self._scale = ColorScale(0.0, 0.0, is_signed=False)
        self._tile_shape = (1, 1)
        self._marked: int | None = None
        self._marks: npt.NDArray[np.int32] | None = None
        self._outline: QRectF | None = None
        self._cell: Cell | None = None
        self._mosaic: Mosaic | None = None
        self._pixels: Pixels | None = None
        self._image: QImage | None = None
        self.setMouseTracking(True)
        self.setMinimumSize(40, 24)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        appearance.changed.connect(self._repaint)

    @property
    def values(self) -> Values | None:
        """The maps on show, ``(C, H, W)``; None where there are none."""
        return self._values

    @property
    def scale(self) -> ColorScale:
        """The range of values that the colours span."""
        return self._scale

    @property
    def cell(self) -> Cell | None:
        """The value under the mouse."""
        return self._cell

    def show_maps(self, values: Values, scale: ColorScale, tile_shape: tuple[int, int] | None = None) -> None:
        """Show maps ``(C, H, W)``.

        Args:
            values: one map a tile.
            scale: the range of the colours.
            tile_shape: height and width whose proportions the tiles have; the maps' own if left out. Two views with
                equal tile shapes show equal places at equal spots, however finely each is divided.
        """
        tile_shape = tile_shape or (values.shape[1], values.shape[2])
        is_placed = self._values is not None and len(self._values) == len(values) and self._tile_shape == tile_shape
        self._values, self._scale, self._tile_shape = values, scale, tile_shape
        if not is_placed:
            self._mosaic = None
        self._repaint()

    def clear(self) -> None:
        """Show nothing."""
        self._values = self._mosaic = self._marks = self._outline = None
        self._set_cell(None)
        self._repaint()

    def mark(self, channel: int | None) -> None:
        """Draw a frame around a map."""
        if channel != self._marked:
            self._marked = channel
            self.update()

    def mark_places(self, places: npt.NDArray[np.int32] | None) -> None:
        """Put a dot on places of the maps, ``(C, K)``, each ``y * W + x``; they show where a cell has room for one."""
        self._marks = places
        self.update()

    def outline(self, y: int, x: int, height: int, width: int) -> None:
        """Draw a frame around cells of the first map; they may lie beyond its edge."""
        self._outline = QRectF(x, y, width, height)
        self.update()

    @property
    def mosaic(self) -> Mosaic | None:
        """Where the maps stand, in the screen's own pixels; None while there are none."""
        if self._mosaic is None and self._values is not None:
            ratio = self.devicePixelRatioF()
            height, width = self._tile_shape
            room = QSize(int(self.width() * ratio), int(self.height() * ratio))
            gap = round(self._gap * ratio)
            self._mosaic = fit(len(self._values), width, height, room.width(), room.height(), gap)
        return self._mosaic

    def cell_at(self, x: float, y: float) -> Cell | None:
        """Return the value at a point of the widget."""
        if self.mosaic is None or self._values is None:
            return None
        ratio = self.devicePixelRatioF()
        height, width = self._values.shape[1:]
        return self.mosaic.cell_at(x * ratio, y * ratio, width, height)

    def sizeHint(self) -> QSize:
        return QSize(200, 100)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._mosaic = self._image = None

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._mosaic = self._image = None
        return super().event(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._set_cell(self.cell_at(event.position().x(), event.position().y()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        cell = self.cell_at(event.position().x(), event.position().y())
        if cell is not None:
            self.clicked.emit(cell)

    def leaveEvent(self, event: QEvent) -> None:
        self._set_cell(None)

    def paintEvent(self, event: QPaintEvent) -> None:
        mosaic = self.mosaic
        if mosaic is None or self._values is None:
            return
        ratio = self.devicePixelRatioF()
        if self._image is None:
            self._image = self._painted(self._values, mosaic, ratio)
        painter = QPainter(self)
        painter.drawImage(QPointF(mosaic.left / ratio, mosaic.top / ratio), self._image)
        frames = [_frame(mosaic, channel, ratio) for channel in range(mosaic.num_maps)] if mosaic.gap > 1 else []
        painter.setPen(QColor(appearance.theme.border))  # zero may have the colour of the ground
        painter.drawRects(frames)
        if self._marks is not None and len(self._marks) == len(self._values):
            paint_dots(painter, mosaic, self._marks, self._values.shape[1:], ratio)
        if self._outline is not None:
            paint_outline(painter, mosaic, self._outline, self._values.shape[1:], ratio)
        if self._marked is not None and self._marked < mosaic.num_maps:
            painter.setPen(QColor(appearance.theme.text))
            painter.drawRect(_frame(mosaic, self._marked, ratio))

    def _painted(self, values: Values, mosaic: Mosaic, ratio: float) -> QImage:
        self._pixels = paint(values, mosaic, self._scale, is_dark=appearance.theme.is_dark)  # the image's memory
        height, width = self._pixels.shape
        image = QImage(self._pixels.data, width, height, 4 * width, QImage.Format.Format_ARGB32_Premultiplied)
        image.setDevicePixelRatio(ratio)
        return image

    def _set_cell(self, cell: Cell | None) -> None:
        if cell != self._cell:
            self._cell = cell
            self.hovered.emit(cell)

    def _repaint(self) -> None:
        self._image = None
        self.update()


def _frame(mosaic: Mosaic, channel: int, ratio: float) -> QRectF:
    """Return the line around a map, in the widget's pixels: just outside of it."""
    left, top = mosaic.tile(channel)
    tile = QRectF(left / ratio, top / ratio, mosaic.tile_width / ratio, mosaic.tile_height / ratio)
    return tile.adjusted(-0.5, -0.5, 0.5, 0.5)
