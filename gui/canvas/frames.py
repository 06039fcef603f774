"""The frames around open groups: which there are and where they run."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QGraphicsScene

from engine.graph.direction import Direction
from engine.graph.display import Display, Key, Wire
from engine.graph.layering.frames import FRAME_MARGIN, FRAME_TITLE
from engine.graph.model import Graph
from engine.graph.names import groups_of, parent_of
from gui.canvas.items.box_item import BoxItem
from gui.canvas.items.card_painter import CARD
from gui.canvas.items.frame_item import FrameItem

_SHORTEST_NAME = 40.0
_WIRE_ROOM = 8.0
"""Pixels that a name keeps away from where a wire comes in."""


class Frames:
    """One frame for each group that is open and has a box on the canvas."""

    def __init__(self, scene: QGraphicsScene) -> None:
        self._scene = scene
        self._frames: dict[str, FrameItem] = {}
        self._members: dict[str, list[Key]] = {}
        self._paths: dict[Key, list[str]] = {}
        self._inside_out: list[str] = []
        self._outermost: set[str] = set()
        self._entries: defaultdict[str, list[Wire]] = defaultdict(list)
        self._places: dict[Key, float] = {}
        self._first_rows: dict[str, float] = {}
        self._direction = Direction.DOWN

    def num_entered(self, wire: Wire) -> int:
        """Return how many frames a wire enters right before its end.

        These are the frames around the box where it ends, and not around the one where it begins, in whose first row
        that box stands. Where other rows of a frame lie between, the wire has entered it long before.
        """
        if wire.source[0] == "source":
            return 0
        around, place = self._paths[wire.source], self._places[wire.target]
        return sum(path not in around and self._first_rows[path] == place for path in self._paths[wire.target])

    def frame_of(self, path: str) -> FrameItem | None:
        """Return the frame around an open group, if it is shown."""
        return self._frames.get(path)

    def show(self, graph: Graph, display: Display) -> None:
        """Have a frame for each open group of a display, and for no other."""
        self._paths = {key: box.open_groups(display.inside) for key, box in display.boxes.items()}
        self._members = {path: [] for paths in self._paths.values() for path in paths}
        for key, paths in self._paths.items():
            if paths:
                self._members[paths[-1]].append(key)
        self._direction = graph.direction
        self._entries = defaultdict(list)
        for wire in display.wires.values():
            for path in self._paths[wire.target]:
                if path not in self._paths[wire.source]:
                    self._entries[path].append(wire)
        self._places = {key: graph.direction.turned(box.position)[1] for key, box in display.boxes.items()}
        self._first_rows = {}
        for key, paths in self._paths.items():
            for path in paths:
                self._first_rows[path] = min(self._places[key], self._first_rows.get(path, math.inf))
        self._outermost = {paths[0] for paths in self._paths.values() if paths}
        self._inside_out = sorted(self._members, key=_depth, reverse=True)
        for path in [path for path in self._frames if path not in self._members]:
            self._scene.removeItem(self._frames.pop(path))
        for path in self._members:
            if path not in self._frames:
                self._frames[path] = FrameItem(path, _depth(path))
                self._scene.addItem(self._frames[path])

    def surround(self, boxes: Mapping[Key, BoxItem], moved: Collection[Key] | None = None) -> None:
        """Run the frames around their boxes and the frames inside them: all frames, or those around moved boxes."""
        areas: defaultdict[str, QRectF] = defaultdict(QRectF)
        for path in self._around(moved):
            area = areas[path]
            for key in self._members[path]:
                area = area.united(CARD.translated(boxes[key].pos()))
            area = area.adjusted(-FRAME_MARGIN, -FRAME_MARGIN - FRAME_TITLE, FRAME_MARGIN, FRAME_MARGIN)
            self._frames[path].surround(area, self._room_for_name(path, area, boxes))
            areas[parent_of(path)] = areas[parent_of(path)].united(area)

    def _room_for_name(self, path: str, area: QRectF, boxes: Mapping[Key, BoxItem]) -> float:
        """Return how far from its left corner the first wire crosses the line on which a group's name stands."""
        if self._direction is Direction.RIGHT:
            return area.width()  # wires come in from the left
        xs: list[float] = []
        for wire in self._entries[path]:  # it may come down from its source, or from above its target
            xs += (place[0] for place in boxes[wire.source].ports(outputs=True).values())
            xs += (place[0] for place in boxes[wire.target].ports(outputs=False).values())
        return min((x - area.left() for x in xs if x > area.left() + _SHORTEST_NAME), default=area.width()) - _WIRE_ROOM

    def areas(self, *, outermost: bool = False) -> list[QRectF]:
        """Return the areas of all frames, or of those that lie in no other, in the scene's places."""
        return [frame.area for path, frame in self._frames.items() if not outermost or path in self._outermost]

    def _around(self, moved: Collection[Key] | None) -> Iterable[str]:
        """Return the frames around moved boxes, and those inside them, the innermost first."""
        if moved is None:
            return self._inside_out
        outermost = {paths[0] for key in moved if (paths := self._paths.get(key))}
        return [path for path in self._inside_out if path in outermost or not outermost.isdisjoint(groups_of(path))]


def _depth(path: str) -> int:
    return path.count(".")
