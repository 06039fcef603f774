"""The whole network in a corner of the canvas, with a frame around the part that is shown."""

from __future__ import annotations

from collections import defaultdict

from PySide6.QtCore import QEvent, QObject, QPointF, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QWheelEvent
from PySide6.QtWidgets import QGraphicsItem, QWidget

from gui.canvas import geometry
from gui.canvas.view import CanvasView
from gui.theme.appearance import appearance

_SIZE = (184, 132)
_MARGIN = 12
_NUM_CORNERS = 3
_MOST_LOOKED_AT = 20
"""One who has selected more does not look at any one of them."""
_PADDING = 8.0
_REDRAW_MS = 100
_SMALLEST = 3.0
"""A node is drawn at least so many pixels high and wide."""


class Minimap(QWidget):
    """Dragging in it moves the canvas's view, the wheel zooms it. Hidden while all is in view anyway."""

    def __init__(self, canvas: CanvasView) -> None:
        super().__init__(canvas.viewport())
        self._canvas = canvas
        self._is_wanted = True
        self._is_held = False
        self._corner = 0
        self._picture = QPixmap()
        self._area = QRectF()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_REDRAW_MS)
        self._timer.timeout.connect(self._redraw)
        self.setObjectName("minimap")
        self.setAccessibleName("Minimap")
        self.setToolTip("Drag to move the view, turn the wheel to zoom (Alt+M hides)")
        self.setFixedSize(*_SIZE)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setCursor(Qt.CursorShape.CrossCursor)
        canvas.installEventFilter(self)
        canvas.session.document_changed.connect(self._schedule)
        canvas.looked_elsewhere.connect(self._follow)
        canvas.selection_changed.connect(self._keep_clear)
        canvas.inside_changed.connect(self._schedule)
        appearance.changed.connect(self._schedule)
        self.hide()

    @property
    def is_wanted(self) -> bool:
        """Whether the person wants a minimap where it is of use."""
        return self._is_wanted

    def set_wanted(self, wanted: bool) -> None:
        """Show it where it is of use, or never."""
        self._is_wanted = wanted
        self._redraw()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._corner = 0
            self._follow()
        return False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._is_held = True  # it does not run away from under the hand
        self._canvas.look_at(self._scene_point(event.position()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._canvas.look_at(self._scene_point(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._is_held = False

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._canvas.zoom_by(1.0015 ** event.angleDelta().y())
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = appearance.theme
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._picture)
        shown = self._canvas.visible_area()
        corner, other = self._place(shown.topLeft()), self._place(shown.bottomRight())
        inside = QRectF(self.rect()).adjusted(3, 3, -3, -3)
        wash = QColor(theme.accent)
        wash.setAlpha(30)
        painter.setBrush(wash)
        painter.setPen(QPen(QColor(theme.accent), 1.2))
        painter.drawRect(QRectF(corner, other).intersected(inside))

    def _schedule(self) -> None:
        if not self._timer.isActive():
            self._timer.start()

    def _follow(self) -> None:
        self._show_if_useful()
        self._keep_clear()
        self.update()

    def _keep_clear(self) -> None:
        """Go to another corner rather than cover what is selected, which one looks at; else stay where it is."""
        if not self.isVisible() or self._is_held:
            return
        items = self._canvas.scene().selectedItems()
        selected = [self._on_canvas(item) for item in items] if len(items) <= _MOST_LOOKED_AT else []
        first = self._corner
        for corner in (*range(first, _NUM_CORNERS), *range(first)):
            place = self._at_corner(corner)
            if not any(place.intersects(area) for area in selected):
                self._corner = corner
                break
        self.move(self._at_corner(self._corner).topLeft())

    def _at_corner(self, corner: int) -> QRect:
        """Return its place at the foot, to the left or to the right, or at the right of the head."""
        right = self._canvas.width() - self.width() - _MARGIN
        foot = self._canvas.height() - self.height() - _MARGIN
        x, y = ((_MARGIN, foot), (right, foot), (right, _MARGIN))[corner]
        return QRect(x, y, self.width(), self.height())

    def _on_canvas(self, item: QGraphicsItem) -> QRect:
        return self._canvas.mapFromScene(item.sceneBoundingRect()).boundingRect()

    def _redraw(self) -> None:
        """Draw the background and the nodes anew; the frame is drawn at each paint."""
        self._area = self._canvas.contents()
        ratio = self.devicePixelRatioF()
        self._picture = QPixmap(round(self.width() * ratio), round(self.height() * ratio))
        self._picture.setDevicePixelRatio(ratio)
        self._picture.fill(QColor(appearance.theme.canvas))  # opaque: what lies below need not be painted
        painter = QPainter(self._picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(QColor(appearance.theme.panel))
        painter.setPen(QPen(QColor(appearance.theme.border), 1))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        painter.setPen(Qt.PenStyle.NoPen)
        for color, cards in self._cards().items():
            painter.setBrush(QColor(color))
            painter.drawRects(cards)
        painter.end()
        self._follow()

    def _cards(self) -> dict[str, list[QRectF]]:
        """Return where the nodes are in the minimap, by colour."""
        scale = self._scale()
        width, height = (max(_SMALLEST, size * scale) for size in (geometry.NODE_WIDTH, geometry.NODE_HEIGHT))
        left, top = self._place(QPointF(0, 0)).toTuple()
        cards = defaultdict(list)
        for item in self._canvas.items_by_graph.boxes.values():
            x, y = item.box.position
            card = QRectF(left + x * scale - width / 2, top + y * scale - height / 2, width, height)
            cards[item.look.color].append(card)
        return cards

    def _show_if_useful(self) -> None:
        is_all_shown = self._canvas.visible_area().contains(self._area)
        self.setVisible(self._is_wanted and not self._area.isEmpty() and not is_all_shown)

    def _scale(self) -> float:
        width, height = self.width() - 2 * _PADDING, self.height() - 2 * _PADDING
        return min(width / max(1.0, self._area.width()), height / max(1.0, self._area.height()))

    def _place(self, point: QPointF) -> QPointF:
        """Return where a scene point is in the minimap."""
        middle = QPointF(self.width() / 2, self.height() / 2)
        return middle + (point - self._area.center()) * self._scale()

    def _scene_point(self, place: QPointF) -> QPointF:
        middle = QPointF(self.width() / 2, self.height() / 2)
        return self._area.center() + (place - middle) / self._scale()
