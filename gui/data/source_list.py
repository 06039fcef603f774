"""The data sets of the catalogue as a list of two-line rows."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from engine.data.catalogue import BUNDLED, TORCHVISION, DatasetInfo
from engine.data.source import info_of
from gui.data.texts import counts_text
from gui.theme.appearance import appearance

_SOURCE = Qt.ItemDataRole.UserRole
_DETAIL = Qt.ItemDataRole.UserRole + 1
_ROW, _HEADING = 46, 28


class SourceList(QListWidget):
    """Lists what can be chosen, by where it comes from.

    Signals:
        looked_at(str): another source is current.
        confirmed(str): it was double-clicked, or Enter was pressed on it.
    """

    looked_at = Signal(str)
    confirmed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("sourceList")
        self.setAccessibleName("Data sets")
        self.setItemDelegate(_TwoLines(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setStyleSheet("QListWidget { background: transparent; border: none; outline: none; }")
        self._add_heading("Bundled")
        for info in BUNDLED:
            self._add(info)
        self._add_heading("Published")
        for info in TORCHVISION:
            self._add(info)
        self._num_fixed = self.count()
        self.currentItemChanged.connect(self._announce)
        self.itemActivated.connect(self._confirm)

    def show_source(self, source: str) -> None:
        """Make a source the current one; a path is added as a row of its own."""
        row = next((n for n in range(self.count()) if self.item(n).data(_SOURCE) == source), -1)
        if row < 0:
            if self.count() == self._num_fixed:
                self._add_heading("Your own")
            self._add(info_of(source))
            row = self.count() - 1
        self.setCurrentRow(row)
        self.scrollToItem(self.item(row))

    def rect_of(self, source: str) -> QRect:
        """Return where a source's row is."""
        row = next(n for n in range(self.count()) if self.item(n).data(_SOURCE) == source)
        return self.visualItemRect(self.item(row))

    def _add_heading(self, text: str) -> None:
        item = QListWidgetItem(text)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        self.addItem(item)

    def _add(self, info: DatasetInfo) -> None:
        item = QListWidgetItem(info.title)
        item.setData(_SOURCE, info.name)
        item.setData(_DETAIL, counts_text(info) or info.name)
        item.setToolTip(info.summary)
        self.addItem(item)

    def _announce(self, current: QListWidgetItem | None, former: QListWidgetItem | None) -> None:
        if current is not None and current.data(_SOURCE):
            self.looked_at.emit(current.data(_SOURCE))

    def _confirm(self, item: QListWidgetItem) -> None:
        if item.data(_SOURCE):
            self.confirmed.emit(item.data(_SOURCE))


class _TwoLines(QStyledItemDelegate):
    """Paints a title with a line of figures below it, and headings."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(200, _ROW if index.data(_SOURCE) else _HEADING)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        theme, rect = appearance.theme, option.rect.adjusted(12, 0, -8, 0)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not index.data(_SOURCE):
            painter.setPen(theme.muted)
            font = painter.font()
            font.setBold(True)
            font.setPixelSize(11)
            painter.setFont(font)
            painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, index.data())
            painter.restore()
            return
        if option.state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
            painter.setPen(theme.accent if is_selected else Qt.GlobalColor.transparent)
            painter.setBrush(theme.raised)
            painter.drawRoundedRect(option.rect.adjusted(2, 1, -3, -2), 6, 6)
        painter.setPen(theme.text)
        metrics, elide = painter.fontMetrics(), Qt.TextElideMode.ElideRight
        title = metrics.elidedText(index.data(), elide, rect.width())
        painter.drawText(rect.adjusted(0, 5, 0, -22), Qt.AlignmentFlag.AlignVCenter, title)
        painter.setPen(theme.muted)
        font = painter.font()
        font.setPixelSize(12)
        painter.setFont(font)
        middle = Qt.TextElideMode.ElideMiddle
        detail = painter.fontMetrics().elidedText(index.data(_DETAIL), middle, rect.width())
        painter.drawText(rect.adjusted(0, 22, 0, -5), Qt.AlignmentFlag.AlignVCenter, detail)
        painter.restore()
