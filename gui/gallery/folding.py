"""How a long network is folded into columns, so that all of it is seen on a small picture. Numbers only, no Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

LARGEST = 0.5
"""No network is drawn larger than at half its size."""

_MAX_COLUMNS = 6
_CHAIN = 2.0
"""A picture is folded if it is higher than this many times its width: others have more than one column already."""

_GAP = 40.0
"""Between columns, in the network's own pixels."""


@dataclass(frozen=True)
class Folds:
    """A picture cut across into slices that stand side by side.

    Attributes:
        cuts: from 0 to the picture's height, where each slice begins and the last one ends.
        width: of each slice.
        scale: at which they are drawn.
    """

    cuts: tuple[float, ...]
    width: float
    scale: float

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of all slices together, as drawn."""
        columns = len(self.cuts) - 1
        tallest = max(end - start for start, end in zip(self.cuts, self.cuts[1:], strict=False))
        return (columns * self.width + (columns - 1) * _GAP) * self.scale, tallest * self.scale

    def left(self, column: int) -> float:
        """Return where a column begins, as drawn."""
        return column * (self.width + _GAP) * self.scale


def fold(width: float, height: float, gaps: Sequence[float], room: tuple[float, float]) -> Folds:
    """Return the folds with which a picture is drawn largest.

    Args:
        width: of the picture.
        height: of the picture.
        gaps: heights at which it may be cut without cutting a box.
        room: width and height to draw on.
    """
    most = _MAX_COLUMNS if height > _CHAIN * width else 1
    tried = [_folded(width, height, gaps, columns, room) for columns in range(1, most + 1)]
    return max(tried, key=lambda folds: (folds.scale, -len(folds.cuts)))


def _folded(width: float, height: float, gaps: Sequence[float], columns: int, room: tuple[float, float]) -> Folds:
    wanted = [height * column / columns for column in range(1, columns)]
    cuts = sorted({min(gaps, key=lambda gap: abs(gap - at)) for at in wanted}) if gaps else []
    folds = Folds((0.0, *cuts, height), width, 1.0)
    across, down = folds.size
    return Folds(folds.cuts, width, min(LARGEST, room[0] / across, room[1] / down))


def gaps_between(tops_and_bottoms: Sequence[tuple[float, float]]) -> tuple[float, ...]:
    """Return the middles of the heights that no box takes up.

    Args:
        tops_and_bottoms: of each box.
    """
    gaps, reached = [], None
    for top, bottom in sorted(tops_and_bottoms):
        if reached is not None and top > reached:
            gaps.append((reached + top) / 2)
        reached = bottom if reached is None else max(reached, bottom)
    return tuple(gaps)
