"""Paints a bar behind each number, as long as its share of the column's largest."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from gui.theme.appearance import appearance

ROW_HEIGHT = 24
SHARE = int(Qt.ItemDataRole.UserRole) + 1
"""Role of a cell's share of its column's largest value, from 0 to 1; None where there is no bar."""
DEPTH = int(Qt.ItemDataRole.UserRole) + 3
"""Role of how many groups a row is in; None in a table without groups."""
IS_OPEN = int(Qt.ItemDataRole.UserRole) + 4
"""Role of whether what is in a group is shown; None of a row that is no group's."""
_PADDING = 8
_STEP, _ARROW = 14.0, 14.0
"""Pixels by which a row in a group is indented, and of the arrow before a group's name."""
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
        room = rect.adjusted(_PADDING + _indent(index), 0, -_PADDING, 0)
        is_open = index.data(IS_OPEN)
        if is_open is not None:
            _paint_arrow(painter, arrow_room(rect, index), is_open=is_open)
        text = option.fontMetrics.elidedText(str(index.data()), Qt.TextElideMode.ElideMiddle, int(room.width()))
        painter.drawText(room, index.data(Qt.ItemDataRole.TextAlignmentRole), text)


def arrow_room(cell: QRectF, index: QModelIndex | QPersistentModelIndex) -> QRectF:
    """Return where in a cell the arrow stands that opens and folds a group."""
    left = cell.left() + _PADDING + _indent(index) - _ARROW - 2
    return QRectF(left, cell.top(), _ARROW, cell.height())


def _indent(index: QModelIndex | QPersistentModelIndex) -> float:
    depth = index.data(DEPTH)
    return 0.0 if depth is None else _ARROW + depth * _STEP


def _paint_arrow(painter: QPainter, room: QRectF, *, is_open: bool) -> None:
    middle = room.center()
    along, across = QPointF(0, 3), QPointF(4, 0)
    if not is_open:
        along, across = QPointF(3, 0), QPointF(0, 4)
    pen = QPen(QColor(appearance.theme.muted), 1.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(pen)
    painter.drawPolyline([middle - across - along / 2, middle + along / 2, middle + across - along / 2])
    painter.restore()


def _washed(color: QColor, alpha: int) -> QColor:
    washed = QColor(color)
    washed.setAlpha(alpha)
    return washed
