"""The frame around an open group."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from gui.canvas import geometry
from gui.canvas.items.captions import last_part
from gui.canvas.items.fonts import font, metrics
from gui.theme.appearance import appearance
from gui.theme.colors import GROUP_COLOR

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter

_ROUNDING = 10.0
_QUARTER = 90 * 16
"""Of a circle, in Qt's sixteenths of a degree, against the clock from the right."""


class FrameItem(QGraphicsItem):
    """Lies behind the nodes of a group; only its title takes the mouse."""

    def __init__(self, path: str, depth: int) -> None:
        super().__init__()
        self.path = path
        self._area = QRectF()
        self._room = 0.0
        self.setZValue(-3 + 0.01 * depth)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)  # to be told what has to be painted
        self.setToolTip(f"<b>{path}</b><br><i>Drag moves the group, double-click or Ctrl+B closes it.</i>")

    def surround(self, area: QRectF, room: float) -> None:
        """Surround an area of the scene; the name has so many pixels from its left before a wire comes in."""
        if area != self._area or room != self._room:
            self.prepareGeometryChange()
            self._area, self._room = area, room
            self.update()

    def boundingRect(self) -> QRectF:
        return self._area.adjusted(-1, -1, 1, 1)

    def shape(self) -> QPainterPath:
        path = QPainterPath()
        path.addRect(self._title())
        return path

    @property
    def room(self) -> float:
        """How many pixels its name has, from its left."""
        return self._room

    @property
    def area(self) -> QRectF:
        """What it surrounds, in the scene's places."""
        return self._area

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        line, wash = frame_colors()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for part in _without_corners(self._area, _ROUNDING):
            painter.fillRect(part, wash)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_middle = self._is_between_ends(option.exposedRect)  # as when a tall frame is panned, strip by strip
        if not is_middle:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(wash)
            for quarter, corner in enumerate(_corners(self._area, _ROUNDING)):
                painter.drawPie(corner, quarter * _QUARTER, _QUARTER)
        painter.setPen(QPen(line, 1.2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(self._area, _ROUNDING, _ROUNDING)
        if not is_middle:
            self._paint_name(painter)

    def _paint_name(self, painter: QPainter) -> None:
        painter.setPen(QColor(appearance.theme.muted))
        painter.setFont(font(12, True))
        title = self._title().adjusted(12, 0, -8, 0)
        width = min(title.width(), self._room - 12)
        text = metrics(12, True).elidedText(f"▾ {last_part(self.path)}", Qt.TextElideMode.ElideMiddle, width)
        painter.drawText(title, _LEFT, text)

    def _is_between_ends(self, exposed: QRectF) -> bool:
        """Whether what has to be painted lies between the frame's title and its lower corners."""
        return (
            not exposed.isEmpty()
            and exposed.top() > self._area.top() + geometry.TITLE_HEIGHT
            and exposed.bottom() < self._area.bottom() - _ROUNDING
        )

    def _title(self) -> QRectF:
        return QRectF(self._area.left(), self._area.top(), self._area.width(), geometry.TITLE_HEIGHT)


def _without_corners(area: QRectF, size: float) -> tuple[QRectF, QRectF, QRectF]:
    """Return the parts of an area beside its corners; plain rectangles fill in a tenth of a round one's time."""
    middle = area.adjusted(size, 0, -size, 0)
    side = QSizeF(size, area.height() - 2 * size)
    left, right = area.topLeft() + QPointF(0, size), middle.topRight() + QPointF(0, size)
    return middle, QRectF(left, side), QRectF(right, side)


def _corners(area: QRectF, size: float) -> tuple[QRectF, QRectF, QRectF, QRectF]:
    """Return the squares around whose centres the corners are rounded, from the one at the top right on."""
    square = QSizeF(2 * size, 2 * size)
    left, right, top, bottom = area.left(), area.right() - 2 * size, area.top(), area.bottom() - 2 * size
    places = ((right, top), (left, top), (left, bottom), (right, bottom))
    first, second, third, fourth = (QRectF(QPointF(x, y), square) for x, y in places)
    return first, second, third, fourth


def frame_colors() -> tuple[QColor, QColor]:
    """Return the colours of a frame's line and of the wash inside it."""
    line, wash = QColor(GROUP_COLOR), QColor(GROUP_COLOR)
    line.setAlpha(110)
    wash.setAlpha(14)
    return line, wash
