"""Frames around open groups: their names can be read, and no wire runs through one."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, QRectF

from engine.graph.direction import Direction
from engine.graph.layout import layered
from engine.graph.names import groups_of
from gui.canvas.items.captions import last_part
from gui.canvas.items.fonts import metrics
from gui.main_window import MainWindow
from tests import graphs


def show(window: MainWindow, direction: Direction) -> set[str]:
    graph = layered(graphs.inception(4), direction)
    window.session.edit("Open", lambda _: graph)
    return {path for node in graph.nodes.values() for path in groups_of(node.name)}


def name_area(window: MainWindow, path: str) -> QRectF:
    """Where the letters of a frame's name stand, in the scene."""
    frame = window.canvas.items_by_graph.frames.frame_of(path)
    width = min(metrics(12, True).horizontalAdvance(f"▾ {last_part(path)}"), frame.room - 12)
    return QRectF(frame.area.left() + 12, frame.area.top() + 6, width, 14)


@pytest.mark.parametrize("direction", Direction)
def test_no_wire_runs_through_the_name_of_a_frame(window, hand, direction):
    paths = show(window, direction)
    assert len(paths) == 4 * 10 + 1
    wires = [wire.path() for wire in set(window.canvas.items_by_graph.edges.values())]
    crossed = []
    for path in paths:
        area = name_area(window, path)
        near = [wire for wire in wires if wire.boundingRect().adjusted(-1, -1, 1, 1).intersects(area)]
        points = (wire.pointAtPercent(step / 60) for wire in near for step in range(61))
        if any(area.contains(point) for point in points):
            crossed.append(path)
    assert crossed == []


@pytest.mark.parametrize("direction", Direction)
def test_short_names_are_written_whole(window, hand, direction):
    for path in show(window, direction):
        frame = window.canvas.items_by_graph.frames.frame_of(path)
        assert metrics(12, True).horizontalAdvance(f"▾ {last_part(path)}") <= frame.room - 12, path


def test_a_wire_goes_straight_down_through_the_frames_that_it_enters(window, hand):
    show(window, Direction.DOWN)
    item = hand.node("inception1.branch2.0.conv")
    (wire,) = [wire for wire in window.canvas.items_by_graph.edges_at([item]) if wire.ends[1] is item]
    (x, y) = item.ports(outputs=False)["input"]
    frame = window.canvas.items_by_graph.frames.frame_of("inception1")
    assert y - frame.area.top() > 80
    assert wire.path().intersects(QRectF(x - 1, frame.area.top() + 1, 2, 4))
    assert wire.path().pointAtPercent(1) == QPointF(x, y)
