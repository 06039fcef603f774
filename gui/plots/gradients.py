"""How large the gradient of each layer is: a bar per node in network order, on a logarithmic axis."""

from __future__ import annotations

import math
from collections.abc import Mapping

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from engine.probes.frames import GradientFrame
from gui.plots.gradient_bars import Bar, Decades, Group, groups_of
from gui.plots.gradient_layout import LEFT, GradientLayout
from gui.plots.numbers import exact, power_of_ten
from gui.plots.palette import first, second
from gui.theme.appearance import appearance
from gui.theme.fonts import small_numbers

_STUB = 3.0
_CRISP_FROM = 8.0


class GradientsPlot(QWidget):
    """Shows `GradientFrame`s."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._groups: tuple[Group, ...] = ()
        self._decades = Decades.around(())
        self._layout = GradientLayout((), QSizeF(self.size()))
        self._hovered: int | None = None
        self.setMouseTracking(True)
        self.setMinimumSize(80, 60)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        appearance.changed.connect(self.update)

    @property
    def groups(self) -> tuple[Group, ...]:
        """What is on show."""
        return self._groups

    @property
    def decades(self) -> Decades:
        """The ends of the axis."""
        return self._decades

    def show_frame(self, frame: GradientFrame, names: Mapping[str, str]) -> None:
        """Show a step's gradients in place of those shown.

        Args:
            frame: the norms.
            names: of nodes, by id.
        """
        self._groups = groups_of(frame, names)
        self._decades = Decades.around(self._groups, self._decades)
        self._place()
        self.update()

    def clear(self) -> None:
        """Show nothing."""
        self._groups = ()
        self._decades = Decades.around(())
        self._hovered = None
        self._place()
        self.update()

    def bar_rectangles(self) -> list[list[QRectF]]:
        """Return where the bars stand, by group; bars without a height are a stub on the axis."""
        layout = self._layout
        return [
            [layout.bar(index, place, len(group.bars), self._height(bar)) for place, bar in enumerate(group.bars)]
            for index, group in enumerate(self._groups)
        ]

    def written_names(self) -> list[tuple[QRectF, str]]:
        """Return the names below the axis with the room that each takes."""
        return self._layout.written_names

    def sizeHint(self) -> QSize:
        return QSize(400, 140)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hovered = self._layout.group_at(event.position().x())
        self.update()
        if self._hovered is None:
            QToolTip.hideText()
        else:
            QToolTip.showText(event.globalPosition().toPoint(), readout(self._groups[self._hovered]), self)

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = None
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._groups:
            return
        painter = QPainter(self)
        painter.setFont(small_numbers())
        self._paint_axis(painter)
        # Bars of two pixels and a half would else be two or three wide by chance.
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, self._layout.slot < _CRISP_FROM)
        self._paint_bars(painter)
        self._paint_names(painter)

    def _paint_axis(self, painter: QPainter) -> None:
        theme, room = appearance.theme, self._layout.room
        decades = self._decades.high - self._decades.low
        stride = max(1, math.ceil(16 * decades / room.height()))
        for exponent in range(self._decades.low, self._decades.high + 1, stride):
            y = round(room.bottom() - room.height() * (exponent - self._decades.low) / decades) + 0.5
            painter.setPen(QColor(theme.edge if exponent == self._decades.low else theme.border))
            painter.drawLine(QPointF(LEFT, y), QPointF(self.width(), y))
            painter.setPen(QColor(theme.muted))
            label = QRectF(0, y - 8, LEFT - 6, 16)
            painter.drawText(label, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, power_of_ten(exponent))

    def _paint_bars(self, painter: QPainter) -> None:
        for index, (group, rectangles) in enumerate(zip(self._groups, self.bar_rectangles(), strict=True)):
            for place, (bar, rectangle) in enumerate(zip(group.bars, rectangles, strict=True)):
                color = first(appearance.theme) if place == 0 else second(appearance.theme)
                if index == self._hovered:
                    color = color.lighter(120)
                self._paint_bar(painter, bar, rectangle, color)

    def _paint_bar(self, painter: QPainter, bar: Bar, rectangle: QRectF, color: QColor) -> None:
        if bar.has_height:
            painter.fillRect(rectangle, color)
        elif bar.norm == 0:  # a stub says that there is a parameter, and that nothing reaches it
            painter.setPen(QPen(color, 1.0))
            painter.drawRect(rectangle.adjusted(0.5, 0.5, -0.5, -0.5))
        else:
            painter.fillRect(rectangle, QColor(appearance.theme.danger))

    def _paint_names(self, painter: QPainter) -> None:
        painter.setPen(QColor(appearance.theme.muted))
        upright = not self._layout.names_are_level
        for room, name in self.written_names():
            if not upright:
                painter.drawText(room, Qt.AlignmentFlag.AlignCenter, name)
                continue
            painter.save()
            painter.translate(room.center().x(), room.top())
            painter.rotate(-90)
            turned = QRectF(-room.height(), -room.width() / 2, room.height(), room.width())
            painter.drawText(turned, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, name)
            painter.restore()

    def _height(self, bar: Bar) -> float:
        if bar.has_height:
            return max(1.0, self._decades.share(bar.norm) * self._layout.room.height())
        return _STUB if bar.norm == 0 else self._layout.room.height()

    def _place(self) -> None:
        names = tuple(group.name for group in self._groups)
        if not self._layout.is_for(names, QSizeF(self.size())):
            self._layout = GradientLayout(names, QSizeF(self.size()))


def readout(group: Group) -> str:
    """Return a node's exact numbers, a line each."""
    lines = [f"{bar.parameter}  {exact(bar.norm)}{_remark(bar)}" for bar in group.bars]
    return "\n".join([group.name, *lines])


def _remark(bar: Bar) -> str:
    if bar.norm == 0:
        return " (no gradient reaches it)"
    return "" if bar.has_height else " (not finite)"
