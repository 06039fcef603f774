"""The frames around open groups: which there are and where they run."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QGraphicsScene

from engine.graph.closing import FRAME_MARGIN, FRAME_TITLE
from engine.graph.display import Display, Key
from engine.graph.model import Graph
from engine.graph.names import groups_of
from gui.canvas.items.box_item import BoxItem
from gui.canvas.items.card_painter import CARD
from gui.canvas.items.frame_item import FrameItem


class Frames:
    """One frame for each group that is open and has a box on the canvas."""

    def __init__(self, scene: QGraphicsScene) -> None:
        self._scene = scene
        self._frames: dict[str, FrameItem] = {}
        self._members: Mapping[str, list[Key]] = {}

    def frame_of(self, path: str) -> FrameItem | None:
        """Return the frame around an open group, if it is shown."""
        return self._frames.get(path)

    def show(self, graph: Graph, display: Display) -> None:
        """Have a frame for each open group of a display, and for no other."""
        members: defaultdict[str, list[Key]] = defaultdict(list)
        for key, box in display.boxes.items():
            if key[0] in ("source", "target"):
                continue
            for path in groups_of(box.paths[0] if box.paths else box.title):
                if len(path) > len(display.inside):  # not the group dived into, nor those around it
                    members[path].append(key)
        self._members = members
        for path in [path for path in self._frames if path not in members]:
            self._scene.removeItem(self._frames.pop(path))
        for path in members:
            if path not in self._frames:
                self._frames[path] = FrameItem(path, path.count("."))
                self._scene.addItem(self._frames[path])

    def surround(self, boxes: Mapping[Key, BoxItem]) -> None:
        """Run each frame around its boxes and the frames inside it."""
        areas: dict[str, QRectF] = {}
        for path in sorted(self._members, key=lambda path: -path.count(".")):
            area = QRectF()
            for key in self._members[path]:
                area = area.united(CARD.translated(boxes[key].pos()))
            for inner, inner_area in areas.items():
                if inner.startswith(f"{path}."):
                    area = area.united(inner_area)
            areas[path] = area.adjusted(-FRAME_MARGIN, -FRAME_MARGIN - FRAME_TITLE, FRAME_MARGIN, FRAME_MARGIN)
            self._frames[path].surround(areas[path])
