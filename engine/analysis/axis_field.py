"""What the units along one axis of a map see along that axis of the image, before clipping to it.

Behind windows alone, unit ``i`` sees ``size`` pixels from ``start + i·jump`` on. Behind a layer that enlarges maps or
shares them out unequally, the windows repeat with a period of several units: after ``P`` units the same spans come
again, ``P·jump`` pixels on. So a decoder that doubles a map twice has a period of 4, and a jump of a quarter of what it
had. Both are exact; a period that one unit long is the first.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import reduce
from math import gcd, lcm
from typing import NamedTuple

from engine.layers.reach import AxisReach, Interpolated, Shares, Spread, Whole, Window

MAX_PERIOD = 512
"""Units after which windows must have come again; adaptive pooling behind adaptive pooling can take thousands."""


class Span(NamedTuple):
    """Pixels from ``first`` on, up to and without ``end``; none where the two are equal."""

    first: int
    end: int

    def moved(self, by: int) -> Span:
        """Return the span so many pixels on."""
        return Span(self.first + by, self.end + by)


class AxisField(NamedTuple):
    """What the units along one axis of a map see along that axis of the image.

    Attributes:
        start: first pixel that unit 0 sees; negative where it sees padding.
        size: pixels that a unit sees, padding included; the largest where they differ.
        jump: pixels from one unit's field to the next one's, on average where they differ: the product of the strides,
            divided by what maps were enlarged; 0 where all see the same.
        num_units: along the axis.
        spans: what the units of one period see, where they do not see equal windows at equal distances.
    """

    start: int
    size: int
    jump: int | Fraction
    num_units: int
    spans: tuple[Span, ...] = ()

    @property
    def centre(self) -> float:
        """The middle of unit 0's field; a pixel's own middle is its number."""
        return self.middle(0)

    @property
    def extent(self) -> int:
        """Pixels that all units together see."""
        first, end = self.whole()
        return end - first

    def middle(self, index: int) -> float:
        """Return the middle of a unit's field."""
        first, end = self.span(index)
        return (first + end - 1) / 2

    def span(self, index: int) -> Span:
        """Return what a unit sees; beyond the map's borders what a unit there would see."""
        if not self.spans:
            first = self.start + index * int(self.jump)
            return Span(first, first + self.size)
        turns, place = divmod(index, len(self.spans))
        return self.spans[place].moved(int(turns * len(self.spans) * self.jump))

    def whole(self) -> Span:
        """Return what all units together see."""
        ends = (0, self.num_units - 1) if not self.spans else range(self.num_units)
        return _all_united(self.span(index) for index in ends)


def united(one: Span, other: Span) -> Span:
    """Return the smallest span around two; one without pixels counts nothing."""
    if one.first == one.end:
        return other
    if other.first == other.end:
        return one
    return Span(min(one.first, other.first), max(one.end, other.end))


def _all_united(spans: Iterable[Span]) -> Span:
    return reduce(united, spans, Span(0, 0))


def behind(axis: AxisField, reach: AxisReach, count: int) -> AxisField | None:
    """Return what the ``count`` units behind a layer see; None where there is no formula."""
    if type(reach) is Window and not axis.spans:  # most layers of most networks
        kernel, stride, padding, dilation = reach.kernel, reach.stride, reach.padding, reach.dilation
        jump = axis.jump
        start, size = axis.start - padding * int(jump), axis.size + (kernel - 1) * dilation * int(jump)
        return AxisField(start, size, jump * stride, count)
    match reach:
        case Whole():
            first, end = axis.whole()
            return AxisField(first, end - first, 0, count)
        case Window() | Shares() | Spread() | Interpolated():
            return _repeating(axis, reach, count)
    return None


def _repeating(axis: AxisField, reach: Window | Shares | Spread | Interpolated, count: int) -> AxisField | None:
    """Return what units see that look at a pattern which repeats, in a map whose own windows do so."""
    units, positions = reach.period
    turns = max(1, len(axis.spans)) // gcd(max(1, len(axis.spans)), positions)
    if turns * units > MAX_PERIOD:
        return None
    spans = [_all_united(map(axis.span, reach.unbounded(index))) for index in range(turns * units)]
    return _shortest(spans, Fraction(axis.jump * positions, units), count)


def _shortest(spans: list[Span], jump: Fraction, count: int) -> AxisField:
    """Return the field with the shortest period that says the same."""
    period = next(each for each in range(1, len(spans) + 1) if _repeats(spans, jump, each))
    start, size = spans[0].first, max(end - first for first, end in spans)
    distance = int(jump) if jump.denominator == 1 else jump
    return AxisField(start, size, distance, count, tuple(spans[:period]) if period > 1 else ())


def _repeats(spans: list[Span], jump: Fraction, period: int) -> bool:
    by = jump * period
    if len(spans) % period or by.denominator != 1:
        return False
    return all(span.moved(int(by)) == after for span, after in zip(spans, spans[period:], strict=False))


def hull(one: AxisField, other: AxisField) -> AxisField | None:
    """Return the smallest spans around what two branches see at the same units; None where there is no formula."""
    if one == other:
        return one
    if one.jump != other.jump and one.num_units > 1:
        return next((axis for axis, rest in ((one, other), (other, one)) if _covers(axis, rest)), None)
    if not (one.spans or other.spans) and one.size and other.size:  # most branches of most networks
        start = min(one.start, other.start)
        end = max(one.start + one.size, other.start + other.size)
        return AxisField(start, end - start, max(one.jump, other.jump), one.num_units)
    if one.num_units == 1:
        first, end = united(one.span(0), other.span(0))
        return AxisField(first, end - first, max(one.jump, other.jump), 1)
    period = lcm(max(1, len(one.spans)), max(1, len(other.spans)))
    if period > MAX_PERIOD:
        return None
    spans = [united(one.span(index), other.span(index)) for index in range(period)]
    return _shortest(spans, Fraction(one.jump), one.num_units)


def _covers(axis: AxisField, other: AxisField) -> bool:
    """Whether all units of a branch see the same, and all that the other sees: the gate of Squeeze-and-Excitation."""
    first, end = other.whole()
    return axis.jump == 0 and axis.start <= first and end <= axis.start + axis.size
