"""What the colours of a plot stand for."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.plots.palette import first, second, third
from gui.theme.appearance import appearance
from gui.theme.fonts import small_numbers

_SPACE, _BETWEEN = 5, 12
_LINE_WIDTH, _SQUARE_WIDTH = 14, 8


class Legend(QWidget):
    """Two names or three, each behind a swatch: of curves, a line and a line with a point; of bars, squares."""

    def __init__(
        self, first_name: str, second_name: str, *, is_of_bars: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._names: tuple[str, ...] = (first_name, second_name)
        self._is_of_bars = is_of_bars
        self._swatch_width = _SQUARE_WIDTH if is_of_bars else _LINE_WIDTH
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        appearance.changed.connect(self.update)

    def show_third(self, name: str) -> None:
        """Name a third curve, or none."""
        names = (*self._names[:2], name) if name else self._names[:2]
        if names != self._names:
            self._names = names
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(small_numbers())
        width = sum(self._swatch_width + _SPACE + metrics.horizontalAdvance(name) for name in self._names)
        return QSize(width + (len(self._names) - 1) * _BETWEEN + 2, 16)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(small_numbers())
        theme, x = appearance.theme, 0.0
        for name, color in zip(self._names, (first(theme), second(theme), third(theme)), strict=False):
            self._paint_swatch(painter, x, color, has_point=name == self._names[1])
            x += self._swatch_width + _SPACE
            width = painter.fontMetrics().horizontalAdvance(name)
            painter.setPen(QColor(theme.muted))
            painter.drawText(QRectF(x, 0, width + 2, self.height()), Qt.AlignmentFlag.AlignVCenter, name)
            x += width + _BETWEEN

    def _paint_swatch(self, painter: QPainter, x: float, color: QColor, *, has_point: bool) -> None:
        middle = self.height() / 2
        if self._is_of_bars:
            painter.fillRect(QRectF(x, middle - 4, _SQUARE_WIDTH, 8), color)
            return
        painter.setPen(QPen(color, 1.5))
        painter.drawLine(QPointF(x, middle), QPointF(x + _LINE_WIDTH, middle))
        if has_point:
            painter.setBrush(color)
            painter.drawEllipse(QPointF(x + _LINE_WIDTH / 2, middle), 2.5, 2.5)
