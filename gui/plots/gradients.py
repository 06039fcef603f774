"""How large the gradient of each layer is: a bar per node in network order, on a logarithmic axis."""

from __future__ import annotations

import math
from collections.abc import Mapping

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QShowEvent, QWheelEvent
from PySide6.QtWidgets import QScrollBar, QSizePolicy, QToolTip, QWidget

from engine.probes.frames import GradientFrame
from gui.plots.gradient_bars import Bar, Decades, Group, groups_of
from gui.plots.gradient_labels import paint_brackets, paint_names
from gui.plots.gradient_layout import LEFT, GradientLayout
from gui.plots.gradient_measure import GradientMemory, Measure
from gui.plots.numbers import exact, power_of_ten
from gui.plots.palette import first, second
from gui.theme.appearance import appearance
from gui.theme.fonts import small_numbers

_STUB = 3.0
_CRISP_FROM = 8.0
_WORD_FROM = 15.0
"""From this many pixels a group, "frozen" is written over it."""
_BAR_HEIGHT = 10


class GradientsPlot(QWidget):
    """Shows `GradientFrame`s; scrolls where there are more layers than bars have room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._groups: tuple[Group, ...] = ()
        self._decades = Decades.around(())
        self._layout = GradientLayout((), QSizeF(self.size()))
        self._hovered: int | None = None
        self._frame: GradientFrame | None = None
        self._names: Mapping[str, str] = {}
        self._is_behind = False
        self._measure = Measure.NORM
        self._memory = GradientMemory()
        self.scroll_bar = QScrollBar(Qt.Orientation.Horizontal, self)
        self.scroll_bar.hide()
        self.scroll_bar.valueChanged.connect(self._scrolled)
        self.setMouseTracking(True)
        self.setMinimumSize(80, 60)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        appearance.changed.connect(self.update)

    @property
    def groups(self) -> tuple[Group, ...]:
        """What is on show."""
        self._catch_up()
        return self._groups

    @property
    def decades(self) -> Decades:
        """The ends of the axis."""
        self._catch_up()
        return self._decades

    def show_frame(self, frame: GradientFrame, names: Mapping[str, str]) -> None:
        """Show a step's gradients in place of those shown.

        Args:
            frame: the norms.
            names: of nodes, by id.
        """
        self._frame, self._names = frame, names
        self._memory.take(frame)
        self._is_behind = True
        if self.isVisible():
            self._catch_up()

    def set_measure(self, measure: Measure) -> None:
        """Show norms, means or maxima from now on."""
        self._measure = measure
        if self._frame is not None:
            self._regroup(None)

    def clear(self) -> None:
        """Show nothing."""
        self._frame = None
        self._is_behind = False
        self._memory.forget()
        self._groups = ()
        self._decades = Decades.around(())
        self._hovered = None
        self._place()
        self.update()

    def bar_rectangles(self) -> list[list[QRectF]]:
        """Return where the bars stand, by group; bars without a height are a stub on the axis."""
        self._catch_up()
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

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.scroll_bar.isVisible():
            turned = event.angleDelta()
            self.scroll_bar.setValue(self.scroll_bar.value() - (turned.x() or turned.y()) // 2)
        else:
            event.ignore()

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

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._catch_up()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._groups:
            return
        painter = QPainter(self)
        painter.setFont(small_numbers())
        self._paint_axis(painter)
        # Bars of two pixels and a half would else be two or three wide by chance.
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, self._layout.slot < _CRISP_FROM)
        painter.setClipRect(QRectF(LEFT, 0, self.width() - LEFT, self.height()))
        self._paint_bars(painter)
        painter.setClipping(False)
        paint_names(painter, self._layout)
        paint_brackets(painter, self._layout)

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
        for index in self._layout.seen:
            group = self._groups[index]
            for place, bar in enumerate(group.bars):
                color = first(appearance.theme) if place == 0 else second(appearance.theme)
                if index == self._hovered:
                    color = color.lighter(120)
                rectangle = self._layout.bar(index, place, len(group.bars), self._height(bar))
                self._paint_bar(painter, bar, rectangle, color)
            if all(bar.is_frozen for bar in group.bars) and self._layout.slot >= _WORD_FROM:
                self._paint_frozen(painter, index)

    def _paint_bar(self, painter: QPainter, bar: Bar, rectangle: QRectF, color: QColor) -> None:
        if bar.is_frozen:  # what it had last, as a shadow
            color.setAlphaF(0.28)
        if bar.has_height:
            painter.fillRect(rectangle, color)
        elif bar.norm == 0:  # a stub says that there is a parameter, and that nothing reaches it
            painter.setPen(QPen(color, 1.0))
            painter.drawRect(rectangle.adjusted(0.5, 0.5, -0.5, -0.5))
        elif not bar.is_frozen:
            painter.fillRect(rectangle, QColor(appearance.theme.danger))

    def _paint_frozen(self, painter: QPainter, index: int) -> None:
        room = self._layout.bar(index, 0, 1, self._layout.room.height())
        painter.setPen(QColor(appearance.theme.muted))
        painter.save()
        painter.translate(room.center().x(), room.bottom() - 4)
        painter.rotate(-90)
        painter.drawText(QRectF(0, -8, room.height(), 16), Qt.AlignmentFlag.AlignVCenter, "frozen")
        painter.restore()

    def _height(self, bar: Bar) -> float:
        if bar.has_height:
            return max(1.0, self._decades.share(bar.norm) * self._layout.room.height())
        return _STUB if bar.norm == 0 else self._layout.room.height()

    def _catch_up(self) -> None:
        """Group the latest frame's bars, unless it is done: nobody looks at them behind another aspect."""
        if self._is_behind:
            self._regroup(self._decades)

    def _regroup(self, former: Decades | None) -> None:
        assert self._frame is not None
        self._is_behind = False
        self._groups = groups_of(self._memory.magnitudes(self._frame, self._measure), self._names)
        self._decades = Decades.around(self._groups, former)
        self._place()
        self.update()

    def _scrolled(self, value: int) -> None:
        self._place()
        self.update()

    def _place(self) -> None:
        names = tuple(group.name for group in self._groups)
        size, scroll = QSizeF(self.size()), float(self.scroll_bar.value())
        if GradientLayout(names, size).overhang:
            size.setHeight(size.height() - _BAR_HEIGHT - 2)
        if not self._layout.is_for(names, size, scroll):
            self._layout = GradientLayout(names, size, scroll)
            self._place_scroll_bar()

    def _place_scroll_bar(self) -> None:
        left, overhang = round(LEFT), round(self._layout.overhang)
        self.scroll_bar.setVisible(overhang > 0)
        self.scroll_bar.setGeometry(left, self.height() - _BAR_HEIGHT, self.width() - left, _BAR_HEIGHT)
        self.scroll_bar.setPageStep(self.width() - left)
        self.scroll_bar.setRange(0, overhang)


def readout(group: Group) -> str:
    """Return a node's exact numbers, a line each."""
    lines = [f"{bar.parameter}  {_number(bar)}{_remark(bar)}" for bar in group.bars]
    return "\n".join([group.name, *lines])


def _number(bar: Bar) -> str:
    return "" if bar.is_frozen and math.isnan(bar.norm) else exact(bar.norm)


def _remark(bar: Bar) -> str:
    if bar.is_frozen:
        return " (frozen: its last one)" if math.isfinite(bar.norm) else " (frozen)"
    if bar.norm == 0:
        return " (no gradient reaches it)"
    return "" if bar.has_height else " (not finite)"
