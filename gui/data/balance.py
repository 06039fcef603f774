"""How many images there are of each class, as bars."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QRectF, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolTip, QWidget

from gui.theme.appearance import appearance

_ROW = 20
_MOST_ROWS = 12
"""With more classes there is a column for each instead of a row."""
_COLUMNS_HEIGHT = 96
_NAME, _COUNT = 110, 62


class BalanceBars(QWidget):
    """A bar for each class, with its name and number where there is room."""

    def __init__(self) -> None:
        super().__init__()
        self._names: list[str] = []
        self._counts: list[int] = []
        appearance.changed.connect(self.update)

    def show_counts(self, names: Sequence[str], counts: Sequence[int]) -> None:
        """Show the classes in their order."""
        self._names, self._counts = list(names), [int(count) for count in counts]
        self.setFixedHeight(len(self._counts) * _ROW if self._has_rows else _COLUMNS_HEIGHT)
        self.setAccessibleName(", ".join(self.sentences[:_MOST_ROWS]))
        self.update()

    @property
    def sentences(self) -> list[str]:
        """What each bar says: ``cats: 1,200``."""
        return [f"{name}: {count:,}" for name, count in zip(self._names, self._counts, strict=True)]

    @property
    def range_text(self) -> str:
        """The smallest and the largest class by name, where there are too many to name each."""
        smallest, largest = min(self._counts), max(self._counts)
        if smallest == largest:
            return f"{smallest:,} images of each class"
        least, most = (self._names[self._counts.index(count)] for count in (smallest, largest))
        return f"{smallest:,} to {largest:,} images of a class: fewest {least}, most {most}"

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._counts:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._has_rows:
            self._paint_rows(painter)
        else:
            self._paint_columns(painter)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip and self._counts:
            place = event.y() // _ROW if self._has_rows else int(event.x() * len(self._counts) / max(1, self.width()))
            QToolTip.showText(event.globalPos(), self.sentences[min(max(0, place), len(self._counts) - 1)], self)
            return True
        return super().event(event)

    @property
    def _has_rows(self) -> bool:
        return len(self._counts) <= _MOST_ROWS

    def _paint_rows(self, painter: QPainter) -> None:
        theme, most = appearance.theme, max(*self._counts, 1)
        room = max(10, self.width() - _NAME - _COUNT)
        for row, (name, count) in enumerate(zip(self._names, self._counts, strict=True)):
            top = row * _ROW
            painter.setPen(theme.text)
            text = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, _NAME - 10)
            painter.drawText(QRect(0, top, _NAME - 10, _ROW), Qt.AlignmentFlag.AlignVCenter, text)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.accent)
            painter.drawRoundedRect(QRectF(_NAME, top + 5, room * count / most, _ROW - 10), 3, 3)
            painter.setPen(theme.muted)
            place = QRect(self.width() - _COUNT, top, _COUNT, _ROW)
            painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, f"{count:,}")

    def _paint_columns(self, painter: QPainter) -> None:
        theme, most = appearance.theme, max(*self._counts, 1)
        room, width = _COLUMNS_HEIGHT - 20, self.width() / len(self._counts)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.accent)
        for place, count in enumerate(self._counts):
            height = room * count / most
            painter.drawRect(QRectF(place * width, room - height, max(0.5, width - (1 if width > 3 else 0)), height))
        painter.setPen(theme.muted)
        text = painter.fontMetrics().elidedText(self.range_text, Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(
            QRect(0, room, self.width(), 20), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, text
        )
