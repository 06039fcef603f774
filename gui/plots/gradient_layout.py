"""Where the gradient plot's bars and names stand. Computed once for a network and a size, not for each frame."""

from __future__ import annotations

from functools import cached_property

from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QFontMetricsF

from gui.plots.brackets import Bracket, brackets_of
from gui.plots.gradient_bars import labelled
from gui.theme.fonts import small_numbers

LEFT, _TOP = 34.0, 7.0
_MAX_SLOT = 76.0
_MIN_SLOT = 3.0
"""Bars are no thinner: a plot that is too narrow for them scrolls."""
_NAME_GAP = 8.0
_LEVEL_FROM = 46.0
"""From this many pixels a group, names stand level, shortened if need be; in narrower groups they stand upright."""
_UPRIGHT_NAME_LENGTH = 60.0
"""How many pixels of a name are written where names stand upright."""
_SECOND_SHARE = 0.45
"""Width of a bias's bar, measured by the weight's."""
_BRACKET = 5.0


class GradientLayout:
    """Slots of equal width, one a group: bars above the axis, a name or a bracket around several below.

    Args:
        names: of the groups.
        size: of the plot, in pixels.
        scroll: how far the bars are moved to the left, in pixels; no further than to the last one.
    """

    def __init__(self, names: tuple[str, ...], size: QSizeF, scroll: float = 0.0) -> None:
        self._names = names
        self._size = size
        self._metrics = QFontMetricsF(small_numbers())
        room = max(1.0, size.width() - LEFT)
        self.slot = min(_MAX_SLOT, max(_MIN_SLOT, room / max(1, len(names))))
        self.overhang = max(0.0, self.slot * len(names) - room)
        self.scroll = min(scroll, self.overhang)
        self._left = LEFT + max(0.0, (room - self.slot * len(names)) / 2) - self.scroll

    def is_for(self, names: tuple[str, ...], size: QSizeF, scroll: float = 0.0) -> bool:
        """Whether it is the layout of these names on a plot of this size."""
        return size == self._size and min(scroll, self.overhang) == self.scroll and names == self._names

    def group_at(self, x: float) -> int | None:
        """Return which group's slot a point is in; None beside all of them."""
        index = int((x - self._left) // self.slot)
        return index if x >= LEFT and 0 <= index < len(self._names) else None

    @property
    def seen(self) -> range:
        """The groups that are not scrolled away."""
        first = max(0, int((LEFT - self._left) // self.slot))
        last = int((self._size.width() - self._left) // self.slot)
        return range(first, min(len(self._names), last + 1))

    @cached_property
    def names_are_level(self) -> bool:
        """Whether names stand level; otherwise they stand upright."""
        fit = all(self._metrics.horizontalAdvance(name) + _NAME_GAP <= self.slot for name in self._names)
        return fit or self.slot >= _LEVEL_FROM

    @cached_property
    def room(self) -> QRectF:
        """The room of the bars; its lower side is the axis."""
        height = self._size.height() - _TOP - self._foot
        return QRectF(LEFT, _TOP, self._size.width() - LEFT, max(10.0, height))

    @cached_property
    def written_names(self) -> list[tuple[QRectF, str]]:
        """The names below the axis with the room that each takes; no two rooms touch. None where brackets are."""
        if self.written_brackets:
            return []
        if self.names_are_level:
            width = self.slot - _NAME_GAP
            return [self._written(index, width, self._metrics.height(), width) for index in self.seen]
        width, height = self._metrics.height(), self._foot - 4
        found = [self._written(at, width, height, height) for at in labelled(len(self._names), self.slot, width)]
        return [(room, name) for room, name in found if room.left() >= LEFT and room.right() <= self._size.width()]

    @cached_property
    def written_brackets(self) -> list[tuple[QRectF, str]]:
        """Groups that share a prefix, where single names have no room: the bracket's room, and as much of its name."""
        found = []
        for bracket in self._brackets:
            left = max(LEFT, self._left + bracket.first * self.slot + 1)
            right = min(self._size.width(), self._left + (bracket.last + 1) * self.slot - 1)
            if right - left > 2:
                room = QRectF(left, self.room.bottom() + 3, right - left, _BRACKET + self._metrics.height())
                found.append((room, self._fitting(bracket.name, room.width())))
        return found

    def bar(self, index: int, place: int, num_bars: int, height: float) -> QRectF:
        """Return a bar of a group: the first parameter's, or one of the others', which are thinner, beside it."""
        inner = self.slot * 0.72 if self.slot >= 6 else self.slot
        gap = 1.0 if self.slot >= 12 else 0.0
        wide = (inner - (num_bars - 1) * gap) / (1 + (num_bars - 1) * _SECOND_SHARE)
        thin = wide * _SECOND_SHARE
        begin = self._left + index * self.slot + (self.slot - inner) / 2
        x = begin if place == 0 else begin + wide + gap + (place - 1) * (thin + gap)
        return QRectF(x, self.room.bottom() - height, wide if place == 0 else thin, height)

    @cached_property
    def _brackets(self) -> tuple[Bracket, ...]:
        is_roomy = self.names_are_level or self.slot >= self._metrics.height()
        return () if is_roomy else brackets_of(self._names)

    @cached_property
    def _foot(self) -> float:
        """Height of the names."""
        if self.names_are_level:
            return self._metrics.height() + 4
        if self._brackets:
            return self._metrics.height() + _BRACKET + 5
        longest = max(self._metrics.horizontalAdvance(name) for name in self._names)
        return min(longest, _UPRIGHT_NAME_LENGTH, self._size.height() * 0.4) + 6

    def _fitting(self, name: str, width: float) -> str:
        """Return a name, or nothing where it would not fit: two letters of it say less than the bracket."""
        return name if self._metrics.horizontalAdvance(name) <= width else ""

    def _written(self, index: int, width: float, height: float, length: float) -> tuple[QRectF, str]:
        """Return a name's room in the middle of its slot, and as much of its end as there is length for.

        Neighbours in one block differ at their ends.
        """
        middle = self._left + (index + 0.5) * self.slot
        room = QRectF(middle - width / 2, self.room.bottom() + 4, width, height)
        return room, self._metrics.elidedText(self._names[index], Qt.TextElideMode.ElideLeft, length)
