"""A small matrix as coloured cells with its numbers in them, where there is room."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.plots.color_scale import ColorScale, Values
from gui.theme.appearance import appearance
from gui.theme.fonts import small_numbers

Place = tuple[int, int]

_LEAST_FONT, _MOST_FONT = 8, 12
_WIDEST = 1.8
"""A cell is at most so many times as wide as high: numbers are, too."""


class NumberGrid(QWidget):
    """Shows ``(H, W)`` values.

    Signals:
        hovered(tuple[int, int] | None): row and column under the mouse, or that there is none.
    """

    hovered = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values: Values | None = None
        self._scale = ColorScale(0.0, 0.0, is_signed=False)
        self._hatched: frozenset[Place] = frozenset()
        self._marked: Place | None = None
        self.setMouseTracking(True)
        self.setMinimumSize(40, 30)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        appearance.changed.connect(self.update)

    @property
    def values(self) -> Values | None:
        """What is on show."""
        return self._values

    def show_values(self, values: Values, scale: ColorScale, hatched: frozenset[Place] = frozenset()) -> None:
        """Show a matrix.

        Args:
            values: ``(H, W)``.
            scale: from values to colours.
            hatched: cells that are not really there, such as padding.
        """
        self._values, self._scale, self._hatched = values, scale, hatched
        self.update()

    def clear(self) -> None:
        """Show nothing."""
        self._values = None
        self.update()

    def mark(self, place: Place | None) -> None:
        """Draw a frame around a cell."""
        if place != self._marked:
            self._marked = place
            self.update()

    def cell(self, row: int, column: int) -> QRectF:
        """Return where a cell is."""
        assert self._values is not None
        height, width = self._values.shape
        across, down = (self.width() - 2) / width, (self.height() - 2) / height
        across, down = min(across, _WIDEST * down), min(across, down)
        left, top = (self.width() - across * width) / 2, (self.height() - down * height) / 2
        return QRectF(left + column * across, top + row * down, across, down)

    def sizeHint(self) -> QSize:
        return QSize(110, 110)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.hovered.emit(self._place_at(event.position().x(), event.position().y()))

    def leaveEvent(self, event: QEvent) -> None:
        self.hovered.emit(None)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._values is None:
            return
        painter = QPainter(self)
        colors = self._scale.pixels(self._values, is_dark=appearance.theme.is_dark)
        texts = [[cell_text(value) for value in row] for row in self._values.tolist()]
        has_room = self._set_font(painter, texts)
        for row, line in enumerate(texts):
            for column, text in enumerate(line):
                color = QColor.fromRgba(int(colors[row, column]))
                self._paint_cell(painter, (row, column), color, text if has_room else "")
        if self._marked is not None:
            painter.setPen(QPen(QColor(appearance.theme.text), 1.6))
            painter.drawRect(self.cell(*self._marked))

    def _paint_cell(self, painter: QPainter, place: Place, color: QColor, text: str) -> None:
        rect = self.cell(*place)
        painter.fillRect(rect, color)
        if place in self._hatched:
            painter.fillRect(rect, QBrush(QColor(appearance.theme.muted), Qt.BrushStyle.BDiagPattern))
        painter.setPen(QPen(QColor(appearance.theme.border), 1))
        painter.drawRect(rect)
        painter.setPen(QColor("black" if color.lightnessF() > 0.5 else "white"))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)

    def _set_font(self, painter: QPainter, texts: list[list[str]]) -> bool:
        """Take the largest font in which all numbers fit; return whether there is one."""
        first = self.cell(0, 0)
        font = QFont(small_numbers())
        for size in range(_MOST_FONT, _LEAST_FONT - 1, -1):
            font.setPixelSize(size)
            metrics = QFontMetricsF(font)
            widest = max(metrics.horizontalAdvance(text) for line in texts for text in line)
            if widest <= first.width() - 1 and size + 2 <= first.height():
                painter.setFont(font)
                return True
        return False

    def _place_at(self, x: float, y: float) -> Place | None:
        if self._values is None:
            return None
        first, (height, width) = self.cell(0, 0), self._values.shape
        row, column = int((y - first.top()) // first.height()), int((x - first.left()) // first.width())
        return (row, column) if 0 <= row < height and 0 <= column < width else None


def cell_text(value: float) -> str:
    """Return a number in as few letters as two digits need.

    >>> cell_text(-0.514), cell_text(0.0), cell_text(1.25), cell_text(-12.3), cell_text(0.004)
    ('−.51', '0', '1.3', '−12', '.00')
    """
    size = abs(value)
    if size == 0:
        return "0"
    text = f"{size:.2f}".removeprefix("0") if size < 0.995 else f"{size:.1f}" if size < 9.95 else f"{size:.3g}"
    return f"{'−' if value < 0 else ''}{text}"
