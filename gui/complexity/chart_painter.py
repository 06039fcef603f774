"""How the chart looks: axes with a grid, circles, names, the open network, and a card about the one under the mouse."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from engine.analysis.published import PublishedModel
from gui.complexity.colors import family_color
from gui.complexity.labels import Circle
from gui.complexity.placing import LEFT, Placing
from gui.complexity.points import LivePoint
from gui.plots.numbers import short
from gui.theme.colors import Theme
from gui.theme.fonts import small_numbers

_FILL, _FAINT = 120, 30
"""How opaque circles are, and those that stand back behind a family."""

_PADDING, _LINE = 9.0, 17.0
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class ChartPainter:
    """Paints one picture of the chart."""

    def __init__(self, painter: QPainter, placing: Placing, models: Sequence[PublishedModel], theme: Theme) -> None:
        self._painter = painter
        self._placing = placing
        self._models = models
        self._theme = theme
        self._font = small_numbers()
        self._bold = QFont(self._font)
        self._bold.setWeight(QFont.Weight.Bold)

    def paint_axes(self) -> None:
        """Paint the grid, the numbers of both axes and what they count."""
        left, top, right, bottom = self._placing.area
        painter, theme = self._painter, self._theme
        painter.fillRect(QRectF(0, 0, self._placing.width, self._placing.height), QColor(theme.panel))
        painter.setFont(self._font)
        faint = QColor(theme.border)
        faint.setAlpha(90)
        for value in self._placing.costs.minor_ticks():
            self._line(faint, self._placing.x(value), top, self._placing.x(value), bottom)
        for value in self._placing.costs.ticks():
            x = self._placing.x(value)
            self._line(QColor(theme.border), x, top, x, bottom)
            self._write(QRectF(x - 40, bottom + 4, 80, 16), Qt.AlignmentFlag.AlignCenter, _count(value))
        for value in self._placing.accuracies.ticks():
            y = self._placing.y(value)
            self._line(QColor(theme.border), left, y, right, y)
            self._write(QRectF(0, y - 8, LEFT - 8, 16), _RIGHT, f"{value:.0%}")
        title = QRectF(left, bottom + 21, right - left, 18)
        self._write(title, _RIGHT, "multiply-adds of one image")
        self._write(title, _LEFT, "up: top-1 accuracy · area: parameters")

    def paint_circles(self, current: int | None, family: str | None) -> None:
        """Paint the networks, small ones over large ones; those of other families stand back."""
        for at in sorted(range(len(self._models)), key=lambda at: -self._placing.circles[at].radius):
            circle, model = self._placing.circles[at], self._models[at]
            outline, fill = family_color(model.family), family_color(model.family)
            stands_back = family is not None and model.family != family
            outline.setAlpha(60 if stands_back else 255)
            fill.setAlpha(_FAINT if stands_back else 230 if at == current else _FILL)
            self._painter.setPen(QPen(outline, 2.0 if at == current else 1.1))
            self._painter.setBrush(fill)
            self._painter.drawEllipse(QPointF(circle.x, circle.y), circle.radius, circle.radius)

    def paint_names(self) -> None:
        """Paint the names that have room."""
        self._painter.setFont(self._font)
        self._painter.setPen(QColor(self._theme.text))
        for label in self._placing.labels:
            self._painter.drawText(QRectF(label.left, label.top, label.width + 2, label.height), _LEFT, label.name)

    def paint_live(self, point: LivePoint) -> None:
        """Paint the open network: a ring at its cost and accuracy, or a mark on the axis before it has one."""
        circle = self._placing.live
        if circle is None:
            return
        accent = QColor(self._theme.accent)
        _, top, _, bottom = self._placing.area
        self._painter.setPen(QPen(accent, 1.2, Qt.PenStyle.DashLine))
        self._painter.drawLine(QPointF(circle.x, top), QPointF(circle.x, bottom))
        ring = max(circle.radius, 5.0) if point.accuracy is not None else 5.0
        self._painter.setPen(QPen(accent, 2.2))
        self._painter.setBrush(QColor(self._theme.panel) if point.accuracy is None else _wash(accent))
        self._painter.drawEllipse(QPointF(circle.x, circle.y), ring, ring)
        self._paint_flag(circle, point)

    def paint_current(self, at: int, *, can_be_opened: bool) -> None:
        """Paint a card with what is known of a network beside its circle."""
        model, circle = self._models[at], self._placing.circles[at]
        lines = [
            f"top-1 accuracy {model.accuracy:.2%}",
            f"{short(model.macs)} multiply-adds",
            f"{model.num_params:,} parameters",
            model.family,
        ]
        self._paint_card(circle, model.name, lines + (["Click to open it"] if can_be_opened else []))

    def _paint_flag(self, circle: Circle, point: LivePoint) -> None:
        """Write the open network's name beside its ring, and on what its accuracy was measured."""
        what = f"{point.accuracy:.1%} {point.measured_on}" if point.accuracy is not None else "not trained yet"
        width = max(self._width(point.title, self._bold), self._width(what, self._font)) + 2 * _PADDING
        box = self._beside(circle, width, 2 * _LINE + _PADDING)
        self._painter.setPen(QPen(QColor(self._theme.accent), 1.0))
        self._painter.setBrush(QColor(self._theme.panel))
        self._painter.drawRoundedRect(box, 6, 6)
        self._paint_lines(box, point.title, [what], _PADDING / 2)

    def _paint_card(self, circle: Circle, title: str, lines: Sequence[str]) -> None:
        width = max(self._width(title, self._bold), *(self._width(line, self._font) for line in lines))
        box = self._beside(circle, width + 2 * _PADDING, _LINE * (len(lines) + 1) + 2 * _PADDING)
        self._painter.setPen(QPen(QColor(self._theme.edge), 1.0))
        self._painter.setBrush(QColor(self._theme.raised))
        self._painter.drawRoundedRect(box, 7, 7)
        self._paint_lines(box, title, lines, _PADDING)

    def _paint_lines(self, box: QRectF, title: str, lines: Sequence[str], padding: float) -> None:
        row = QRectF(box.left() + _PADDING, box.top() + padding, box.width() - _PADDING, _LINE)
        self._painter.setFont(self._bold)
        self._painter.setPen(QColor(self._theme.text))
        self._painter.drawText(row, _LEFT, title)
        self._painter.setFont(self._font)
        self._painter.setPen(QColor(self._theme.muted))
        for line in lines:
            row.translate(0, _LINE)
            self._painter.drawText(row, _LEFT, line)

    def _beside(self, circle: Circle, width: float, height: float) -> QRectF:
        """Return a rectangle beside a circle that lies within the chart."""
        left, top, right, bottom = self._placing.area
        x = circle.x + circle.radius + 10
        if x + width > right:
            x = circle.x - circle.radius - 10 - width
        y = min(max(top, circle.y - height / 2), bottom - height - 8)
        return QRectF(max(left, x), y, width, height)

    def _width(self, text: str, font: QFont) -> float:
        return QFontMetricsF(font).horizontalAdvance(text) + 2

    def _line(self, color: QColor, x0: float, y0: float, x1: float, y1: float) -> None:
        self._painter.setPen(QPen(color, 1.0))
        self._painter.drawLine(QPointF(x0, y0), QPointF(x1, y1))

    def _write(self, room: QRectF, alignment: Qt.AlignmentFlag, text: str) -> None:
        self._painter.setPen(QColor(self._theme.muted))
        self._painter.drawText(room, alignment, text)


def _count(value: float) -> str:
    """Return a power of ten as a count: ``100 M``."""
    for unit, letter in ((1e9, " G"), (1e6, " M"), (1e3, " k")):
        if value >= unit:
            return f"{value / unit:g}{letter}"
    return f"{value:g}"


def _wash(color: QColor) -> QColor:
    wash = QColor(color)
    wash.setAlpha(90)
    return wash
