"""The frame around an open group."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from gui.canvas import geometry
from gui.canvas.items.fonts import font, metrics
from gui.theme.appearance import appearance
from gui.theme.colors import GROUP_COLOR

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class FrameItem(QGraphicsItem):
    """Lies behind the nodes of a group; only its title takes the mouse."""

    def __init__(self, path: str, depth: int) -> None:
        super().__init__()
        self.path = path
        self._area = QRectF()
        self.setZValue(-3 + 0.01 * depth)
        self.setToolTip(f"<b>{path}</b><br><i>Drag moves the group, double-click or Ctrl+B closes it.</i>")

    def surround(self, area: QRectF) -> None:
        """Surround an area of the scene."""
        if area != self._area:
            self.prepareGeometryChange()
            self._area = area
            self.update()

    def boundingRect(self) -> QRectF:
        return self._area.adjusted(-1, -1, 1, 1)

    def shape(self) -> QPainterPath:
        path = QPainterPath()
        path.addRect(self._title())
        return path

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        theme = appearance.theme
        is_near = option.levelOfDetailFromTransform(painter.worldTransform()) >= geometry.FAR
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, is_near)
        line, wash = QColor(GROUP_COLOR), QColor(GROUP_COLOR)
        line.setAlpha(110)
        wash.setAlpha(14)
        painter.setPen(QPen(line, 1.2))
        painter.setBrush(wash)
        if not is_near:
            painter.drawRect(self._area)
            return
        painter.drawRoundedRect(self._area, 10, 10)
        painter.setPen(QColor(theme.muted))
        painter.setFont(font(12, True))
        title = self._title().adjusted(12, 0, -8, 0)
        text = metrics(12, True).elidedText(f"▾ {self.path}", Qt.TextElideMode.ElideMiddle, title.width())
        painter.drawText(title, _LEFT, text)

    def _title(self) -> QRectF:
        return QRectF(self._area.left(), self._area.top(), self._area.width(), geometry.FRAME_TITLE)
