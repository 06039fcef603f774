"""Room for the frames around open groups, in the gaps between the rows and between the boxes of a row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from engine.graph.direction import Direction

FRAME_MARGIN = 16.0
FRAME_TITLE = 12.0
"""Pixels around an open group's boxes, and above them for its name."""
_BETWEEN = 8.0
"""Pixels between two frames."""


@dataclass(frozen=True)
class Frames:
    """Which groups are around which boxes, and what their frames take, as if all wires led down.

    Attributes:
        groups: paths of the open groups around each box; boxes in none may be left out.
        before, after: pixels of one frame above and below its boxes.
        left, right: pixels of one frame beside them.
    """

    groups: Mapping[str, Sequence[str]] = field(default_factory=dict)
    before: float = FRAME_MARGIN + FRAME_TITLE
    after: float = FRAME_MARGIN
    left: float = FRAME_MARGIN
    right: float = FRAME_MARGIN

    @classmethod
    def leading(cls, direction: Direction, groups: Mapping[str, Sequence[str]]) -> Frames:
        """Return the frames of a network: the name is above the boxes, wherever wires lead."""
        if direction is Direction.DOWN:
            return cls(groups)
        return cls(groups, before=FRAME_MARGIN, left=FRAME_MARGIN + FRAME_TITLE)

    def between_rows(self, rows: Sequence[Sequence[str]], gap: float) -> list[float]:
        """Return the room between each row and the next: for the frames that end and begin there, and the wires."""
        ending = self._most_ending(rows)
        beginning = self._most_ending(rows[::-1])[::-1]
        pairs = zip(ending, beginning[1:], strict=False)
        return [gap + upper * self.after + lower * self.before for upper, lower in pairs]

    def beside(self, left: str, right: str, gap: float) -> float:
        """Return the room between two boxes that stand beside each other on a row."""
        around_left, around_right = set(self.groups.get(left, ())), set(self.groups.get(right, ()))
        if around_left == around_right:
            return gap
        frames = len(around_left - around_right) * self.right + len(around_right - around_left) * self.left
        return max(gap, frames + _BETWEEN)

    def _most_ending(self, rows: Sequence[Sequence[str]]) -> list[int]:
        """Return, for each row, how many groups around one box of it, at most, have no box on the rows below."""
        last = {path: index for index, row in enumerate(rows) for box in row for path in self.groups.get(box, ())}
        return [
            max((sum(last[path] == index for path in self.groups.get(box, ())) for box in row), default=0)
            for index, row in enumerate(rows)
        ]
