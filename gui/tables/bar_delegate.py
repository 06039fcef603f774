"""Paints a bar behind each number, as long as its share of the column's largest."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from gui.theme.appearance import appearance

ROW_HEIGHT = 24
SHARE = int(Qt.ItemDataRole.UserRole) + 1
"""Role of a cell's share of its column's largest value, from 0 to 1; None where there is no bar."""
_PADDING = 8
_SHORTEST = 1.5
"""Pixels of a bar for a share that is not zero."""


class BarDelegate(QStyledItemDelegate):
    """Paints the cells of the analysis table: a wash for what is selected, the bar, the text."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(60, ROW_HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        theme, rect = appearance.theme, QRectF(option.rect)
        accent = QColor(theme.accent)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, _washed(accent, 60 if theme.is_dark else 40))
        share = index.data(SHARE)
        if share:
            width = max(_SHORTEST, (rect.width() - 6) * share)
            bar = QRectF(rect.right() - 3 - width, rect.top() + 4, width, rect.height() - 8)
            painter.fillRect(bar, _washed(accent, 62 if theme.is_dark else 46))
        painter.setPen(QColor(theme.text))
        painter.setFont(option.font)
        room = rect.adjusted(_PADDING, 0, -_PADDING, 0)
        text = option.fontMetrics.elidedText(str(index.data()), Qt.TextElideMode.ElideMiddle, int(room.width()))
        painter.drawText(room, index.data(Qt.ItemDataRole.TextAlignmentRole), text)


def _washed(color: QColor, alpha: int) -> QColor:
    washed = QColor(color)
    washed.setAlpha(alpha)
    return washed
