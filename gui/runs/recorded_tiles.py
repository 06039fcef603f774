"""What each node computed at a moment of a recording: a small picture, and below it the node's numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.theme.appearance import appearance
from gui.theme.fonts import small_numbers

_PICTURE, _GAP, _LINE = 60, 10, 14
_WIDTH, _HEIGHT = 92, _PICTURE + 3 * _LINE + 6


@dataclass(frozen=True)
class Tile:
    """One node.

    Attributes:
        name: the node's.
        image: what it computed.
        lines: below its name.
    """

    name: str
    image: QImage
    lines: tuple[str, ...]


class RecordedTiles(QWidget):
    """Tiles in rows, as many beside one another as there is room for."""

    def __init__(self) -> None:
        super().__init__()
        self._tiles: tuple[Tile, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.setSizePolicy(policy)
        self.setProperty("panel", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        appearance.changed.connect(self.update)

    @property
    def tiles(self) -> tuple[Tile, ...]:
        """What is shown, in network order."""
        return self._tiles

    def show_tiles(self, tiles: Sequence[Tile]) -> None:
        """Show these in place of those shown."""
        self._tiles = tuple(tiles)
        self._fit()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(3 * _WIDTH, _HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(small_numbers())
        for place, tile in enumerate(self._tiles):
            corner = self._corner(place)
            if event.rect().intersects(QRect(corner, QSize(_WIDTH, _HEIGHT))):
                self._paint_tile(painter, tile, corner)

    def _paint_tile(self, painter: QPainter, tile: Tile, corner: QPoint) -> None:
        theme, size = appearance.theme, tile.image.size()
        shown = size.scaled(_PICTURE, _PICTURE, Qt.AspectRatioMode.KeepAspectRatio)
        shown = QSize(max(1, shown.width()), max(6, shown.height()))  # a vector is one row
        top = corner.y() + (_PICTURE - shown.height())
        painter.drawImage(QRect(QPoint(corner.x(), top), shown), tile.image)
        room = QRect(corner.x(), corner.y() + _PICTURE + 3, _WIDTH - _GAP, _LINE)
        for number, text in enumerate((tile.name, *tile.lines)):
            painter.setPen(theme.text if number == 0 else theme.muted)
            side = Qt.TextElideMode.ElideLeft if number == 0 else Qt.TextElideMode.ElideRight
            elided = painter.fontMetrics().elidedText(text, side, room.width())
            painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, elided)
            room.translate(0, _LINE)

    def _corner(self, place: int) -> QPoint:
        row, column = divmod(place, self._columns)
        return QPoint(column * _WIDTH, row * (_HEIGHT + _GAP))

    @property
    def _columns(self) -> int:
        return max(1, self.width() // _WIDTH)

    def _fit(self) -> None:
        rows = -(-len(self._tiles) // self._columns)
        self.setMinimumHeight(rows * (_HEIGHT + _GAP))
