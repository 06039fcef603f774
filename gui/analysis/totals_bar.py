"""The last line of the analysis table: totals under their columns, wherever those are scrolled to."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from engine.analysis.table import COLUMNS, Row
from gui.tables.bar_delegate import ROW_HEIGHT
from gui.theme.appearance import appearance

_PADDING = 8
_ALIGNED = (
    (Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter),
    (Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter),
)


class TotalsBar(QWidget):
    """Follows the widths of a header's columns."""

    def __init__(self, header: QHeaderView) -> None:
        super().__init__()
        self._header = header
        self._total: Row | None = None
        self.setFixedHeight(ROW_HEIGHT + 4)
        self.setAccessibleName("Totals")
        header.sectionResized.connect(self.update)
        header.geometriesChanged.connect(self.update)

    @property
    def texts(self) -> list[str]:
        """What stands under each column."""
        return [self._text(at) for at in range(len(COLUMNS))]

    def show_total(self, total: Row | None) -> None:
        """Show the totals of a network; None for none."""
        self._total = total
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(400, ROW_HEIGHT + 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme = appearance.theme
        painter.fillRect(self.rect(), QColor(theme.window))
        painter.fillRect(QRectF(0, 0, self.width(), 1), QColor(theme.border))
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(QColor(theme.text))
        for at, column in enumerate(COLUMNS):
            left, width = self._header.sectionViewportPosition(at), self._header.sectionSize(at)
            room = QRectF(left + _PADDING, 1, width - 2 * _PADDING, self.height() - 1)
            painter.drawText(room, _ALIGNED[column.is_number], self._text(at))

    def _text(self, at: int) -> str:
        """Return a total; empty for a column that has none."""
        column = COLUMNS[at]
        if self._total is None:
            return ""
        return column.text(self._total) if at == 0 or column.is_additive else ""
