"""Sizes and places on the canvas as plain numbers, without Qt."""

from __future__ import annotations

import math
from typing import NamedTuple

from engine.graph.direction import Direction
from engine.graph.layering.frames import FRAME_MARGIN, FRAME_TITLE

Point = tuple[float, float]

NODE_WIDTH = 204.0
NODE_HEIGHT = 56.0
HEADER_HEIGHT = 32.0
CORNER = 9.0
PORT_RADIUS = 5.0
PORT_REACH = 15.0
"""How near to a port's centre a press beside the card counts as on it; on the card it is the port's own size."""
DRAG_DISTANCE = 8.0
"""How far a wire is pulled before letting it go means something."""
FAR = 0.4
"""Below this zoom, text other than a name cannot be read, and round corners cannot be told from square ones."""
EDGE_REACH = 9.0
"""How near to an edge a node is let go to go into it."""
PORT_SPACING = 30.0
STACK_INSET = 7.0
STACK_DROP = 4.0
"""How far each card behind a closed group is narrower, and looks out below."""
TITLE_HEIGHT = 26.0
"""Height of the part of a frame that has the name and takes the mouse."""
WIRE_STUB = 14.0
"""How far an edge runs straight out of a port before it turns."""
ROW_GAP = 28.0
"""Between two rows of an automatic layout, where edges turn."""
COLUMN_GAP = 48.0
"""Between two columns."""
CORNER_REACH = 16.0
"""How near to a note's corner a press takes hold of it."""
GRID = 24.0


class Flow(NamedTuple):
    """What wires meet, as if all led down: sizes and gaps of cards across and along the wires.

    Attributes:
        width, height: of a card.
        gap: between a card and the next along the wires, where edges turn.
        slack: how far aside an end may lie without a turn: less than what is free beside a straight wire.
        margin: of a card's edge, without ports.
        frame: between a card and the frame of a group that begins with it, and between two such frames.
    """

    width: float
    height: float
    gap: float
    slack: float
    margin: float
    frame: float


FLOWS = {
    Direction.DOWN: Flow(NODE_WIDTH, NODE_HEIGHT, ROW_GAP, ROW_GAP, PORT_SPACING, FRAME_MARGIN + FRAME_TITLE),
    Direction.RIGHT: Flow(NODE_HEIGHT, NODE_WIDTH, COLUMN_GAP, ROW_GAP / 2, PORT_RADIUS, FRAME_MARGIN),
}


def input_ports(count: int, direction: Direction = Direction.DOWN) -> list[Point]:
    """Return the centres of the input ports, spread along the top or left edge; the node's centre is (0, 0)."""
    flow = FLOWS[direction]
    spacing = min(PORT_SPACING, (flow.width - 2 * flow.margin) / max(1, count - 1))
    first = -spacing * (count - 1) / 2
    return [direction.turned((first + spacing * place, -flow.height / 2)) for place in range(count)]


def output_ports(count: int, direction: Direction = Direction.DOWN) -> list[Point]:
    """Return the centres of the output ports, spread along the bottom or right edge."""
    opposite = (1, -1) if direction is Direction.DOWN else (-1, 1)
    return [(x * opposite[0], y * opposite[1]) for x, y in input_ports(count, direction)]


def wire(start: Point, end: Point) -> tuple[Point, Point]:
    """Return the two control points of a Bézier curve that leaves downwards and arrives from above."""
    (x1, y1), (x2, y2) = start, end
    reach = max(WIRE_STUB, (y2 - y1) / 2)
    return (x1, y1 + reach), (x2, y2 - reach)


def turn(start: Point, end: Point, flow: Flow = FLOWS[Direction.DOWN]) -> Point:
    """Return where an edge leaves its source's column: straight below the source, in the gap above its target.

    Where nodes could stand between the two, an edge that swung aside at once would run through them; automatic layout
    keeps the lane below a source free. Elsewhere it is the start.
    """
    (x1, y1), (x2, y2) = start, end
    is_free = y2 - y1 < flow.height + 2 * flow.gap or abs(x2 - x1) < flow.slack
    return start if is_free else (x1, y2 - flow.gap)


def entrance(start: Point, end: Point, num_frames: int, flow: Flow) -> Point:
    """Return where an edge has to be straight below it, to run upright through the frames that it enters.

    So it crosses the line with their names once and does not run along it. Where the ends are too near to each other it
    is the end itself.
    """
    above = (end[0], end[1] - num_frames * flow.frame)
    return above if above[1] - start[1] > WIRE_STUB else end


def wire_width(num_values: int) -> float:
    """Return how thick an edge is through which so many values flow for one sample: a step for each power of ten."""
    return 1.2 + 0.45 * math.log10(max(1, num_values))


def detour(start: Point, end: Point, flow: Flow = FLOWS[Direction.DOWN]) -> list[Point] | None:
    """Return the corners of an edge that has to climb: down, aside between the nodes, up, and in from above.

    None where the end lies below the start, so that a plain curve does.
    """
    (x1, y1), (x2, y2) = start, end
    if y2 - y1 > WIRE_STUB:
        return None
    fits_between = abs(x2 - x1) >= flow.width + 2 * WIRE_STUB
    aside = (x1 + x2) / 2 if fits_between else max(x1, x2) + flow.width / 2 + WIRE_STUB
    low, high = y1 + WIRE_STUB, y2 - WIRE_STUB
    return [start, (x1, low), (aside, low), (aside, high), (x2, high), end]


def nearest(places: dict[str, Point], point: Point, reach: float) -> str | None:
    """Return the key of the place nearest to a point, if any is within reach."""
    best, best_distance = None, reach * reach
    for key, (x, y) in places.items():
        distance = (x - point[0]) ** 2 + (y - point[1]) ** 2
        if distance <= best_distance:
            best, best_distance = key, distance
    return best


def snapped(point: Point, step: float = GRID / 2) -> Point:
    """Return the nearest point of the grid."""
    return round(point[0] / step) * step, round(point[1] / step) * step
