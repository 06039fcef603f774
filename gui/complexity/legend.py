"""The families of the chart with their colours; the one under the mouse stands out."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from gui.complexity.colors import family_color
from gui.theme.appearance import appearance
from gui.theme.fonts import small_numbers

_ROW, _DOT, _GAP = 19, 5.0, 18.0


class FamilyLegend(QWidget):
    """Names with dots, in as many rows as they need.

    Signals:
        hovered(str | None): a family that is to stand out, or none.
    """

    hovered = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._families: tuple[str, ...] = ()
        self._under: str | None = None
        self.setMouseTracking(True)
        appearance.changed.connect(self.update)

    def show_families(self, families: Sequence[str]) -> None:
        """Show these families."""
        self._families = tuple(families)
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return round(max((room.bottom() for room in self._rooms(width)), default=_ROW))

    def sizeHint(self) -> QSize:
        return QSize(600, self.heightForWidth(600))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        rooms = zip(self._families, self._rooms(self.width()), strict=True)
        self._set_under(next((family for family, room in rooms if room.contains(event.position())), None))

    def leaveEvent(self, event: QEvent) -> None:
        self._set_under(None)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(small_numbers())
        theme = appearance.theme
        for family, room in zip(self._families, self._rooms(self.width()), strict=True):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(family_color(family))
            painter.drawEllipse(QPointF(room.left() + _DOT, room.center().y()), _DOT, _DOT)
            painter.setPen(QColor(theme.text if family == self._under else theme.muted))
            painter.drawText(room.adjusted(2 * _DOT + 6, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, family)

    def _rooms(self, width: int) -> list[QRectF]:
        """Return where each name stands, row by row."""
        measure = QFontMetricsF(small_numbers())
        x = y = 0.0
        rooms = []
        for family in self._families:
            needed = 2 * _DOT + 8 + measure.horizontalAdvance(family)
            if x and x + needed > width:
                x, y = 0.0, y + _ROW
            rooms.append(QRectF(x, y, needed, _ROW))
            x += needed + _GAP
        return rooms

    def _set_under(self, family: str | None) -> None:
        if family != self._under:
            self._under = family
            self.hovered.emit(family)
            self.update()
