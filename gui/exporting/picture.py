"""All of a canvas as it is shown, problems among it, without the grid, the selection and the pointer's traces."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QGraphicsItem, QGraphicsScene

from gui.canvas.items.box_item import BoxItem
from gui.canvas.items.painting import paint_item
from gui.exporting.problem_notes import problem_notes
from gui.theme.appearance import appearance
from gui.theme.colors import Theme

_MARGIN = 24.0


class Picture:
    """Paints the items themselves and not their cached pixels, so that lines stay lines at any size.

    Attributes:
        background: the colour behind everything.
        area: what it shows of the scene.
        size: width and height at 100%, in pixels; empty where there is nothing on the canvas.
    """

    def __init__(self, scene: QGraphicsScene, theme: Theme) -> None:
        self._scene = scene
        self._theme = theme
        self.background = QColor(theme.canvas)
        self._notes = problem_notes([item for item in self._items() if isinstance(item, BoxItem)], theme)
        area = QRectF()
        for part in (*(item.sceneBoundingRect() for item in self._items()), *(note.area for note in self._notes)):
            area = area.united(part)
        self.area = area if area.isEmpty() else area.adjusted(-_MARGIN, -_MARGIN, _MARGIN, _MARGIN)
        self.size: QSizeF = self.area.size()

    def paint(self, painter: QPainter) -> None:
        """Paint everything at 100%, with the upper left corner where the painter's origin is."""
        painter.fillRect(QRectF(0, 0, self.size.width(), self.size.height()), self.background)
        painter.translate(-self.area.topLeft())
        with appearance.lent(self._theme), self._nothing_selected():
            for item in self._items():
                paint_item(painter, item)
        for note in self._notes:
            note.paint(painter)

    def _items(self) -> list[QGraphicsItem]:
        return [item for item in self._scene.items() if item.isVisible()][::-1]  # from the lowest to the topmost

    @contextmanager
    def _nothing_selected(self) -> Iterator[None]:
        """Deselect everything for the moment; nobody is told, since nobody sees it."""
        selected = self._scene.selectedItems()
        was_silent = self._scene.blockSignals(True)
        for item in selected:
            item.setSelected(False)
        try:
            yield
        finally:
            for item in selected:
                item.setSelected(True)
            self._scene.blockSignals(was_silent)
