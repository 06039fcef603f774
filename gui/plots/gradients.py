"""How large the gradient of each layer is: a bar per node in network order, on a logarithmic axis."""

from __future__ import annotations

import math
from collections.abc import Mapping

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from engine.probes.frames import GradientFrame
from gui.plots.gradient_bars import Bar, Decades, Group, groups_of, labelled
from gui.plots.numbers import exact, power_of_ten
from gui.plots.palette import first, second
from gui.theme.appearance import appearance
from gui.theme.fonts import small_numbers

_LEFT, _TOP = 34.0, 7.0
_MAX_SLOT = 76.0
_NAME_GAP = 8.0
_LEVEL_FROM = 46.0
"""From this many pixels a group, names stand level, shortened if need be; in narrower groups they stand upright."""
_UPRIGHT_NAME_LENGTH = 60.0
"""How many pixels of a name are written where names stand upright."""
_STUB = 3.0
_CRISP_FROM = 8.0
_SECOND_SHARE = 0.45
"""Width of a bias's bar, measured by the weight's."""


class GradientsPlot(QWidget):
    """Shows `GradientFrame`s."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._groups: tuple[Group, ...] = ()
        self._decades = Decades.around(())
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
        self.update()

    def clear(self) -> None:
        """Show nothing."""
        self._groups = ()
        self._decades = Decades.around(())
        self._hovered = None
        self.update()

    def bar_rectangles(self) -> list[list[QRectF]]:
        """Return where the bars stand, by group; bars without a height are a stub on the axis."""
        slot, left = self._slots()
        return [
            [self._bar_rectangle(group, place, left + index * slot, slot) for place in range(len(group.bars))]
            for index, group in enumerate(self._groups)
        ]

    def written_names(self) -> list[tuple[QRectF, str]]:
        """Return the names below the axis with the room that each takes; no two rooms touch."""
        if not self._groups:
            return []
        slot, left = self._slots()
        metrics = QFontMetricsF(small_numbers())
        foot = self.height() - self._foot() + 4
        if self._names_are_level():
            return [
                (
                    QRectF(left + index * slot + _NAME_GAP / 2, foot, slot - _NAME_GAP, metrics.height()),
                    _shortened(group.name, metrics, slot - _NAME_GAP),
                )
                for index, group in enumerate(self._groups)
            ]
        height = self._foot() - 4
        return [
            (
                QRectF(left + (index + 0.5) * slot - metrics.height() / 2, foot, metrics.height(), height),
                _shortened(self._groups[index].name, metrics, height),
            )
            for index in labelled(len(self._groups), slot, metrics.height())
        ]

    def sizeHint(self) -> QSize:
        return QSize(400, 140)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        slot, left = self._slots()
        index = int((event.position().x() - left) // slot)
        self._hovered = index if 0 <= index < len(self._groups) else None
        self.update()
        if self._hovered is None:
            QToolTip.hideText()
        else:
            QToolTip.showText(event.globalPosition().toPoint(), readout(self._groups[index]), self)

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
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, self._slots()[0] < _CRISP_FROM)
        self._paint_bars(painter)
        self._paint_names(painter)

    def _paint_axis(self, painter: QPainter) -> None:
        theme, room = appearance.theme, self._room()
        decades = self._decades.high - self._decades.low
        stride = max(1, math.ceil(16 * decades / room.height()))
        for exponent in range(self._decades.low, self._decades.high + 1, stride):
            y = round(room.bottom() - room.height() * (exponent - self._decades.low) / decades) + 0.5
            painter.setPen(QColor(theme.edge if exponent == self._decades.low else theme.border))
            painter.drawLine(QPointF(_LEFT, y), QPointF(self.width(), y))
            painter.setPen(QColor(theme.muted))
            label = QRectF(0, y - 8, _LEFT - 6, 16)
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
        upright = not self._names_are_level()
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

    def _bar_rectangle(self, group: Group, place: int, left: float, slot: float) -> QRectF:
        """Return a bar's place in its slot: the first parameter's bar, and the others, thinner, beside it."""
        room = self._room()
        others = len(group.bars) - 1
        inner = slot * 0.72 if slot >= 6 else slot
        gap = 1.0 if slot >= 12 else 0.0
        wide = (inner - others * gap) / (1 + others * _SECOND_SHARE)
        thin = wide * _SECOND_SHARE
        begin = left + (slot - inner) / 2
        x = begin if place == 0 else begin + wide + gap + (place - 1) * (thin + gap)
        height = self._height(group.bars[place])
        return QRectF(x, room.bottom() - height, wide if place == 0 else thin, height)

    def _height(self, bar: Bar) -> float:
        if bar.has_height:
            return max(1.0, self._decades.share(bar.norm) * self._room().height())
        return _STUB if bar.norm == 0 else self._room().height()

    def _room(self) -> QRectF:
        return QRectF(_LEFT, _TOP, self.width() - _LEFT, max(10.0, self.height() - _TOP - self._foot()))

    def _foot(self) -> float:
        """Return the height of the names."""
        metrics = QFontMetricsF(small_numbers())
        if self._names_are_level():
            return metrics.height() + 4
        longest = max(metrics.horizontalAdvance(group.name) for group in self._groups)
        return min(longest, _UPRIGHT_NAME_LENGTH, self.height() * 0.4) + 6

    def _names_are_level(self) -> bool:
        metrics = QFontMetricsF(small_numbers())
        slot, _ = self._slots()
        fit = all(metrics.horizontalAdvance(group.name) + _NAME_GAP <= slot for group in self._groups)
        return fit or slot >= _LEVEL_FROM

    def _slots(self) -> tuple[float, float]:
        """Return the width of a group's slot, and where the first one begins."""
        count = max(1, len(self._groups))
        room = self.width() - _LEFT
        slot = min(_MAX_SLOT, room / count)
        return slot, _LEFT + (room - slot * count) / 2


def _shortened(name: str, metrics: QFontMetricsF, room: float) -> str:
    """Return as much of a name as there is room for: its end, which tells neighbours in one block apart."""
    return metrics.elidedText(name, Qt.TextElideMode.ElideLeft, room)


def readout(group: Group) -> str:
    """Return a node's exact numbers, a line each."""
    lines = [f"{bar.parameter}  {exact(bar.norm)}{_remark(bar)}" for bar in group.bars]
    return "\n".join([group.name, *lines])


def _remark(bar: Bar) -> str:
    if bar.norm == 0:
        return " (no gradient reaches it)"
    return "" if bar.has_height else " (not finite)"
