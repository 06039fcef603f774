"""Places for boxes of any size, so that the wires between them can be followed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from engine.graph.direction import Direction
from engine.graph.layering.columns import columns
from engine.graph.layering.crossings import reduce_crossings
from engine.graph.layering.frames import Frames
from engine.graph.layering.joins import forks_and_joins, side_branches
from engine.graph.layering.parts import split
from engine.graph.layering.rows import make_rows

Place = tuple[float, float]
Size = tuple[float, float]

SIDE_GAP = 48.0
"""Pixels between boxes that stand beside each other."""
STACK_GAP = 28.0
"""Pixels between boxes that stand below each other: room for wires to turn."""
_MOST_LOOSE = 8
"""Boxes without wires that are put below each other before the next column begins."""


def place(
    sizes: Mapping[str, Size],
    wires: Iterable[tuple[str, str]],
    direction: Direction = Direction.DOWN,
    groups: Mapping[str, Sequence[str]] | None = None,
) -> dict[str, Place]:
    """Return the centre of each box; all together begin at (0, 0).

    Downwards, boxes stand on rows; to the right, read columns for rows. A long wire has a lane of its own: it can run
    straight on from its source, turn before the row of its target, and meet no box. Equal arguments give equal places.

    Args:
        sizes: width and height of each box, in pixels; earlier boxes come first where nothing else decides.
        wires: source and target; those that arrive at one box, in the order of its ports. Without cycles.
        direction: where the wires lead.
        groups: paths of the open groups around each box, which have frames that take room.

    Raises:
        ValueError: the wires close a cycle.
        KeyError: a wire leads to a box without a size.
    """
    frames = Frames.leading(direction, groups or {})
    if direction is Direction.DOWN:
        return _placed(_Boxes(sizes, SIDE_GAP, STACK_GAP, frames), tuple(wires))
    turned = {box: (height, width) for box, (width, height) in sizes.items()}
    return {box: (x, y) for box, (y, x) in _placed(_Boxes(turned, STACK_GAP, SIDE_GAP, frames), tuple(wires)).items()}


@dataclass(frozen=True)
class _Boxes:
    """What is placed on rows from top to bottom.

    Attributes:
        side_gap: pixels between boxes on a row; stack_gap: between rows.
        frames: what is around them.
    """

    sizes: Mapping[str, Size]
    side_gap: float
    stack_gap: float
    frames: Frames = field(default_factory=Frames)


def _placed(boxes: _Boxes, wires: Sequence[tuple[str, str]]) -> dict[str, Place]:
    """Place the parts that hang together beside each other, and last the boxes without wires, in short columns."""
    parts, loose = split(boxes.sizes, wires)
    placed = [_on_rows(boxes, part, inner) for part, inner in parts]
    placed.extend(_column(boxes, loose[start : start + _MOST_LOOSE]) for start in range(0, len(loose), _MOST_LOOSE))
    places: dict[str, Place] = {}
    left = 0.0
    for part in placed:
        shift = left - min(x - boxes.sizes[box][0] / 2 for box, (x, _) in part.items())
        places.update({box: (x + shift, y) for box, (x, y) in part.items()})
        left = boxes.side_gap + max(places[box][0] + boxes.sizes[box][0] / 2 for box in part)
    return {box: places[box] for box in boxes.sizes}


def _on_rows(boxes: _Boxes, part: Sequence[str], wires: Sequence[tuple[str, str]]) -> dict[str, Place]:
    number = {box: index for index, box in enumerate(part)}
    links = [(number[source], number[target]) for source, target in wires]
    rows = make_rows(len(part), links)
    reduce_crossings(rows)
    widths = [boxes.sizes[box][0] for box in part]

    def gap(left: int, right: int) -> float:
        if rows.is_lane(left) or rows.is_lane(right):
            return boxes.side_gap / 2
        return boxes.frames.beside(part[left], part[right], boxes.side_gap)

    xs = columns(rows, widths, gap, forks_and_joins(len(part), links), side_branches(len(part), links))
    tallest = [
        max((boxes.sizes[part[knot]][1] for knot in row if not rows.is_lane(knot)), default=0.0) for row in rows.rows
    ]
    named = [[part[knot] for knot in row if not rows.is_lane(knot)] for row in rows.rows]
    ys = _middles(tallest, boxes.frames.between_rows(named, boxes.stack_gap))
    return {box: (xs[index], ys[rows.row_of[index]]) for index, box in enumerate(part)}


def _column(boxes: _Boxes, part: Sequence[str]) -> dict[str, Place]:
    ys = _middles([boxes.sizes[box][1] for box in part], [boxes.stack_gap] * (len(part) - 1))
    return {box: (0.0, y) for box, y in zip(part, ys, strict=True)}


def _middles(heights: Sequence[float], gaps: Sequence[float]) -> list[float]:
    """Return the middles of what stands below each other, so far apart, the first one's top at 0."""
    tops = accumulate((height + gap for height, gap in zip(heights, gaps, strict=False)), initial=0.0)
    return [top + height / 2 for top, height in zip(tops, heights, strict=False)]
