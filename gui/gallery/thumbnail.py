"""A network in small, painted by what paints it on the canvas."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QGraphicsScene

from engine.analysis.inference import Inference
from engine.graph.model import Graph
from gui.canvas import geometry
from gui.canvas.from_afar import FromAfar
from gui.canvas.sync import CanvasSync
from gui.exporting.picture import Picture
from gui.gallery.folding import Folds, fold, gaps_between
from gui.theme.appearance import appearance
from gui.theme.colors import Theme


def thumbnail(graph: Graph, inference: Inference, size: QSize, ratio: float, theme: Theme) -> QPixmap:
    """Return a picture of a whole network, a long one in columns.

    Args:
        graph: a network, laid out.
        inference: its shapes.
        size: of the picture, in the window's pixels.
        ratio: the screen's pixels for each of them.
        theme: the colours.
    """
    pixmap = QPixmap(round(size.width() * ratio), round(size.height() * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    scene = QGraphicsScene()
    items = CanvasSync(scene)
    items.show(Graph(), graph, inference)
    picture = Picture(scene, theme)
    if picture.size.isEmpty():
        return pixmap
    picture.background = QColor(Qt.GlobalColor.transparent)
    boxes = [item.sceneBoundingRect() for item in items.boxes.values()]
    above = min(box.top() for box in boxes) - _margin_above(picture, boxes)
    gaps = gaps_between([(box.top() - above, box.bottom() - above) for box in boxes])
    folds = fold(picture.size.width(), picture.size.height(), gaps, (size.width(), size.height()))
    painter = QPainter(pixmap)
    with appearance.lent(theme):
        for column in range(len(folds.cuts) - 1):
            _take_place_of(column, painter, folds, size)
            if folds.scale < geometry.FAR:
                painter.translate(-picture.area.topLeft())
                FromAfar(items).paint(painter, picture.area, ())
            else:
                picture.paint(painter)
            painter.restore()
    painter.end()
    return pixmap


def _margin_above(picture: Picture, boxes: list[QRectF]) -> float:
    """Return how far the picture reaches above the topmost box: as far as below the lowest."""
    covered = max(box.bottom() for box in boxes) - min(box.top() for box in boxes)
    return (picture.size.height() - covered) / 2


def _take_place_of(column: int, painter: QPainter, folds: Folds, size: QSize) -> None:
    """Save the painter and move it so that the whole network, painted now, shows only a column's part in its place."""
    top, bottom = folds.cuts[column : column + 2]
    width, height = folds.size
    painter.save()
    painter.translate((size.width() - width) / 2 + folds.left(column), (size.height() - height) / 2)
    painter.scale(folds.scale, folds.scale)
    painter.setClipRect(QRectF(0, 0, folds.width, bottom - top))
    painter.translate(0, -top)
