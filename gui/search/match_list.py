"""The rows of a search: icon, title with the matched letters, and what it does."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from gui.search.catalogue import entry_color, entry_icon
from gui.search.ranking import Entry, Match
from gui.theme.appearance import appearance
from gui.theme.icons import renderer

ROW_HEIGHT = 44
_TILE = 26
_LEFT = 9
_GAP = 10

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class MatchList(QAbstractListModel):
    """What was found, the surest first."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._matches: tuple[Match, ...] = ()

    def show_matches(self, matches: Sequence[Match]) -> None:
        """List these in place of what there was."""
        self.beginResetModel()
        self._matches = tuple(matches)
        self.endResetModel()

    def match(self, index: Index) -> Match | None:  # type: ignore[override]
        """Return what a row shows."""
        return self._matches[index.row()] if index.isValid() else None

    def entry(self, index: Index) -> Entry | None:
        """Return the entry of a row."""
        match = self.match(index)
        return match.entry if match is not None else None

    def rowCount(self, parent: Index = _ROOT) -> int:
        return len(self._matches)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        entry = self.entry(index)
        if entry is None:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return entry.title
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return entry.summary
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"<b>{escape(entry.title)}</b><br>{escape(entry.summary)}"
        return None


class MatchDelegate(QStyledItemDelegate):
    """Paints the rows of a `MatchList`."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(120, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, MatchList)
        match = model.match(index)
        if match is None:
            return
        rect = QRectF(option.rect)
        is_current = bool(option.state & QStyle.StateFlag.State_Selected)
        base = QFont(option.font)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if is_current:
            _paint_ground(painter, rect)
        tile = QRectF(rect.left() + _LEFT, rect.center().y() - _TILE / 2, _TILE, _TILE)
        _paint_tile(painter, tile, match.entry)
        left = tile.right() + _GAP
        _paint_title(painter, QPointF(left, rect.top() + 18), match, base)
        _paint_family(painter, rect, match, base, left)
        _paint_summary(painter, QRectF(left, rect.top() + 22, rect.right() - left - 8, 18), match.entry, base)
        painter.restore()


def _paint_ground(painter: QPainter, rect: QRectF) -> None:
    color = QColor(appearance.theme.accent)
    color.setAlpha(46 if appearance.theme.is_dark else 30)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 7, 7)


def _paint_tile(painter: QPainter, tile: QRectF, entry: Entry) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(entry_color(entry)))
    painter.drawRoundedRect(tile, 7, 7)
    renderer(entry_icon(entry), "#ffffff").render(painter, tile.adjusted(5, 5, -5, -5))


def _paint_title(painter: QPainter, at: QPointF, match: Match, base: QFont) -> None:
    """Write the title letter by letter, those that matched in the accent colour and bold."""
    theme = appearance.theme
    strong = QFont(base)
    strong.setWeight(QFont.Weight.Bold)
    x = at.x()
    for place, letter in enumerate(match.entry.title):
        is_matched = place in match.letters
        font = strong if is_matched else base
        painter.setFont(font)
        painter.setPen(QColor(theme.accent if is_matched else theme.text))
        painter.drawText(QPointF(x, at.y()), letter)
        x += QFontMetricsF(font).horizontalAdvance(letter)


def _paint_family(painter: QPainter, rect: QRectF, match: Match, base: QFont, left: float) -> None:
    small = _small(base)
    title_end = left + QFontMetricsF(base).horizontalAdvance(match.entry.title) * 1.1
    width = QFontMetricsF(small).horizontalAdvance(match.entry.family)
    x = rect.right() - 10 - width
    if x > title_end:
        painter.setFont(small)
        painter.setPen(QColor(appearance.theme.muted))
        painter.drawText(QPointF(x, rect.top() + 18), match.entry.family)


def _paint_summary(painter: QPainter, rect: QRectF, entry: Entry, base: QFont) -> None:
    small = _small(base)
    painter.setFont(small)
    painter.setPen(QColor(appearance.theme.muted))
    text = QFontMetricsF(small).elidedText(entry.summary, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)


def _small(base: QFont) -> QFont:
    font = QFont(base)
    font.setPixelSize(12)
    return font
