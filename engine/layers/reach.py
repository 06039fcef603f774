"""Which values of its input a layer's output value depends on, place by place.

A place is a row and a column of a map, or an index of a vector; channels are not told apart. An axis of a map is
described by what position ``i`` of the output looks at along it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import gcd
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from engine.layers.spec import Shape


@dataclass(frozen=True)
class Window:
    """Position ``i`` looks at ``kernel`` positions, ``dilation`` apart, from ``i·stride − padding`` on.

    Those outside the input are padding, of which nothing can be learned.
    """

    kernel: int = 1
    stride: int = 1
    padding: int = 0
    dilation: int = 1

    @property
    def period(self) -> tuple[int, int]:
        """After so many output positions the same comes again, so many positions of the input on."""
        return 1, self.stride

    def unbounded(self, index: int) -> Iterable[int]:
        """Return what an output position would look at if the input had no borders."""
        first = index * self.stride - self.padding
        return range(first, first + self.kernel * self.dilation, self.dilation)

    def positions(self, index: int) -> Iterable[int]:
        """Return what an output position looks at; some may lie outside the input."""
        return self.unbounded(index)


SAME = Window()
"""Each position looks at its own."""


@dataclass(frozen=True)
class Filled(Window):
    """A window whose padding repeats the input: it looks at real positions there, ``size`` of them in all.

    Attributes:
        size: of the input along this axis.
        mode: torch's word for what the padding repeats: reflect, replicate or circular.
    """

    size: int = 0
    mode: str = "reflect"

    def positions(self, index: int) -> Iterable[int]:
        """Return what an output position looks at, all of it inside the input."""
        return {self._inside(position) for position in self.unbounded(index)}

    def _inside(self, position: int) -> int:
        last = self.size - 1
        if self.mode == "circular":
            return position % self.size
        if self.mode == "replicate":
            return min(max(position, 0), last)
        return last - abs(last - abs(position))


@dataclass(frozen=True)
class Whole:
    """Every position looks at all ``size`` positions of the input."""

    size: int

    def positions(self, index: int) -> Iterable[int]:
        """Return all positions."""
        return range(self.size)


@dataclass(frozen=True)
class Shares:
    """The input's ``size`` positions are shared out among ``count``, as torch's adaptive pooling does."""

    size: int
    count: int

    @property
    def period(self) -> tuple[int, int]:
        """After so many output positions the same comes again, so many positions of the input on."""
        common = gcd(self.size, self.count)
        return self.count // common, self.size // common

    def positions(self, index: int) -> Iterable[int]:
        """Return the share of an output position: neighbouring shares may overlap by one."""
        return self.unbounded(index)

    def unbounded(self, index: int) -> Iterable[int]:
        """Return the share that an output position would have if the input had no borders."""
        return range(index * self.size // self.count, -(-(index + 1) * self.size // self.count))


@dataclass(frozen=True)
class Part:
    """The input is a part of the output, from position ``first`` on: one of several that stand side by side."""

    first: int

    def positions(self, index: int) -> Iterable[int]:
        """Return the one position; outside the input where another part stands."""
        return (index - self.first,)


@dataclass(frozen=True)
class Blocks:
    """Every position looks at those of its own block of ``size``."""

    size: int

    def positions(self, index: int) -> Iterable[int]:
        """Return the positions of the block."""
        first = index - index % self.size
        return range(first, first + self.size)


@dataclass(frozen=True)
class Spread:
    """Each position of the input is spread over a `Window` of the output: a convolution run backwards."""

    kernel: int
    stride: int
    padding: int
    dilation: int

    @property
    def period(self) -> tuple[int, int]:
        """After so many output positions the same comes again, so many positions of the input on."""
        return self.stride, 1

    def positions(self, index: int) -> Iterable[int]:
        """Return the positions whose windows an output position lies in; some may lie outside the input."""
        return self.unbounded(index)

    def unbounded(self, index: int) -> Iterable[int]:
        """Return the positions whose windows an output position would lie in if the input had no borders."""
        offsets = (index + self.padding - step * self.dilation for step in range(self.kernel))
        return [offset // self.stride for offset in offsets if offset % self.stride == 0]


@dataclass(frozen=True)
class Interpolated:
    """The input's ``size`` positions become ``scale`` times as many, out of the ``taps`` nearest: 1, 2 or 4.

    As torch's ``interpolate`` does with ``align_corners`` off: position ``i`` lies at ``(i + 0.5) / scale − 0.5``.
    """

    size: int
    scale: int
    taps: int

    @property
    def period(self) -> tuple[int, int]:
        """After so many output positions the same comes again, so many positions of the input on."""
        return self.scale, 1

    def positions(self, index: int) -> Iterable[int]:
        """Return the positions with a weight other than 0."""
        return {min(max(position, 0), self.size - 1) for position in self.unbounded(index)}

    def unbounded(self, index: int) -> Iterable[int]:
        """Return the positions that would have a weight other than 0 if the input had no borders."""
        if self.taps == 1:
            return (index // self.scale,)
        place, between = divmod(2 * index + 1 - self.scale, 2 * self.scale)
        if not between:
            return (place,)
        first = place + 1 - self.taps // 2
        return range(first, first + self.taps)


@dataclass(frozen=True)
class Flattened:
    """Axes of the input become one: places on maps become places in a row."""

    before: Shape
    after: Shape


AxisReach: TypeAlias = Window | Whole | Shares | Part | Blocks | Spread | Interpolated

Reach: TypeAlias = tuple[AxisReach, ...] | Flattened | None
"""For one input: an `AxisReach` for each axis of its places; None where each place looks at its own."""


def places(shape: Shape) -> Shape:
    """Return the sizes of a shape's places: ``(H, W)`` of maps, ``(F,)`` of a vector or of rows ``(C, F)``."""
    return shape[1:] if len(shape) > 1 else shape
