"""Looking around: a graphics view without edges or scroll bars that zooms, fits and draws the grid."""

from __future__ import annotations

import math

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QGraphicsScene, QGraphicsView, QWidget

from gui.canvas import geometry
from gui.canvas.grid import draw_grid
from gui.theme.appearance import appearance

_EXTENT = 1e6
_ZOOM_RANGE = (0.05, 3.0)
_FIT_MARGIN = 28.0
_ZOOM_PER_DEGREE = 1.0015


class ZoomView(QGraphicsView):
    """A view that stays fitted to its contents while it is resized, until the person looks elsewhere.

    Signals:
        looked_elsewhere(): another part of the scene is shown, or at another scale.
    """

    looked_elsewhere = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_fitted = True
        scene = QGraphicsScene(self)
        self.setScene(scene)
        self.setSceneRect(-_EXTENT, -_EXTENT, 2 * _EXTENT, 2 * _EXTENT)  # how far one can look; items are far fewer
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.MinimalViewportUpdate)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setResizeAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.centerOn(0, 0)

    def contents(self) -> QRectF:
        """Return the scene area to show when fitting; empty where there is nothing."""
        raise NotImplementedError

    def middle(self) -> QPointF:
        """Return the scene point in the middle of the view."""
        rect = self.viewport().rect()
        return (self.mapToScene(rect.topLeft()) + self.mapToScene(rect.bottomRight() + QPoint(1, 1))) / 2

    def look_at(self, point: QPointF) -> None:
        """Bring a scene point into the middle, and stay there when resized."""
        self._is_fitted = False
        self.centerOn(point)

    def zoom(self) -> float:
        """Return the scale: 1 is 100%."""
        return self.transform().m11()

    @property
    def is_far(self) -> bool:
        """Whether all is painted in a few strokes, as it is too far away to read."""
        return self.zoom() < geometry.FAR

    def zoom_by(self, factor: float, anchor: QPoint | None = None) -> None:
        """Scale the view; the scene point under ``anchor`` (viewport pixels), or the middle, stays."""
        anchor = anchor if anchor is not None else self.viewport().rect().center()
        lowest, highest = _ZOOM_RANGE
        factor = min(max(self.zoom() * factor, lowest), highest) / self.zoom()
        fixed = self.mapToScene(anchor)
        self.scale(factor, factor)
        self.look_at(self.middle() - (self.mapToScene(anchor) - fixed))

    def zoom_to_actual_size(self) -> None:
        """Show everything at 100%; what is in the middle stays there."""
        self.zoom_by(1 / self.zoom())

    def zoom_to_fit(self) -> None:
        """Show all contents, as large as they fit but no larger than 100%."""
        self.zoom_to(self.contents())
        self._is_fitted = True

    def zoom_to(self, area: QRectF) -> None:
        """Show a part of the scene, as large as it fits but no larger than 100%."""
        self._is_fitted = False
        self.resetTransform()
        if not area.isEmpty():
            area = area.adjusted(-_FIT_MARGIN, -_FIT_MARGIN, _FIT_MARGIN, _FIT_MARGIN)
            size = self.viewport().size()
            scale = min(1.0, size.width() / area.width(), size.height() / area.height())
            self.scale(max(scale, _ZOOM_RANGE[0]), max(scale, _ZOOM_RANGE[0]))
        self.centerOn(area.center())

    def visible_area(self) -> QRectF:
        """Return the part of the scene that is shown."""
        return self.mapToScene(self.viewport().rect()).boundingRect()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Scroll what is painted, so that only what comes into view is painted anew; overlays stay where they are.

        An overlay beside the viewport would have Qt paint everything anew with each step; one inside is scrolled along.
        """
        overlays = self.viewport().findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
        places = [overlay.pos() for overlay in overlays]
        super().scrollContentsBy(dx, dy)
        for overlay, place in zip(overlays, places, strict=True):
            overlay.move(place)
        self.looked_elsewhere.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        turned = event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.look_at(self.middle() - QPointF((turned.x() or turned.y()) / self.zoom() / 2, 0))
        else:
            self.zoom_by(math.pow(_ZOOM_PER_DEGREE, turned.y()), event.position().toPoint())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._is_fitted:
            self.zoom_to_fit()
        elif event.oldSize().isValid():  # what was in the middle stays there
            grown = event.size() - event.oldSize()
            self.centerOn(self.middle() - QPointF(grown.width(), grown.height()) / 2 / self.zoom())

    def draw_from_afar(self, painter: QPainter, area: QRectF) -> None:
        """Draw what is in an area of the scene, in its places, when it is too far away to read."""
        raise NotImplementedError

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.is_far:
            super().paintEvent(event)
            return
        painter = QPainter(self.viewport())
        painter.setWorldTransform(self.viewportTransform())
        area = self.mapToScene(event.rect()).boundingRect()
        self.drawBackground(painter, area)
        self.draw_from_afar(painter, area)

    def drawBackground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        painter.fillRect(rect, QColor(appearance.theme.canvas))
        draw_grid(painter, QRectF(rect), appearance.theme.dots)
