"""A network that leads to the right, by mouse and keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt

from engine.graph.direction import Direction
from gui.canvas import geometry
from gui.main_window import MainWindow

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def lenet(window: MainWindow) -> MainWindow:
    """LeNet-5, laid out from left to right."""
    window.open_preset("lenet5")
    window.actions_.tidy_right.trigger()
    return window


def test_ports_are_left_and_right_and_one_step_undoes_it(lenet, hand):
    graph = lenet.session.graph
    assert graph.direction is Direction.RIGHT
    item = hand.node("conv2")
    ((x, y),) = item.ports(outputs=False).values()
    assert (x, y) == (item.pos().x() - geometry.NODE_WIDTH / 2, item.pos().y())
    ((x, y),) = item.ports(outputs=True).values()
    assert (x, y) == (item.pos().x() + geometry.NODE_WIDTH / 2, item.pos().y())
    hand.key(Qt.Key.Key_Z, CONTROL)
    assert lenet.session.graph.direction is Direction.DOWN
    ((x, y),) = item.ports(outputs=True).values()
    assert (x, y) == (item.pos().x(), item.pos().y() + geometry.NODE_HEIGHT / 2)
    ends_meet(lenet)


def ends_meet(window: MainWindow) -> None:
    for wire in set(window.canvas.items_by_graph.edges.values()):
        source, target = wire.ends
        start, end = wire.path().pointAtPercent(0), wire.path().pointAtPercent(1)
        assert (start - QPointF(*source.ports(outputs=True)[wire.output_port])).manhattanLength() < 0.01
        assert (end - QPointF(*target.ports(outputs=False)[wire.input_port])).manhattanLength() < 0.01


def test_wires_leave_to_the_right_and_arrive_from_the_left(lenet):
    ends_meet(lenet)
    for wire in set(lenet.canvas.items_by_graph.edges.values()):
        path = wire.path()
        first, last = (
            path.pointAtPercent(0.01) - path.pointAtPercent(0),
            path.pointAtPercent(1) - path.pointAtPercent(0.99),
        )
        assert first.x() > 0.9 * abs(first.y())
        assert last.x() > 0.9 * abs(last.y())


def test_edges_are_drawn_from_port_to_port_and_let_go_into_the_open(window, hand):
    window.actions_.tidy_right.trigger()
    hand.place("Conv2d", QPointF(-250, 0))
    hand.place("Concat", QPointF(150, 0))
    hand.connect("conv1", "concat1", "input0")
    hand.drag(hand.port("conv1", "output"), hand.port("concat1", "input1"))
    (one, other) = sorted(edge.port for edge in window.session.graph.edges)
    assert (one, other) == ("input0", "input1")
    ends_meet(window)
    lowest = hand.node("concat1").ports(outputs=False)["input2"]
    assert lowest[0] == hand.node("concat1").pos().x() - geometry.NODE_WIDTH / 2
    hand.drag(hand.port("concat1", "output"), hand.port("concat1", "output") + QPoint(90, 60))
    hand.type("relu")
    hand.key(Qt.Key.Key_Return)
    x, _ = window.session.graph.by_name["relu1"].position
    assert x > window.session.graph.by_name["concat1"].position[0] + geometry.NODE_WIDTH / 2
    ends_meet(window)


def test_a_layer_added_by_key_stands_to_the_right_and_is_wired(lenet, hand):
    hand.click(hand.card("conv2"))
    hand.key(Qt.Key.Key_Tab)
    hand.type("relu")
    hand.key(Qt.Key.Key_Return)
    relu, conv = (lenet.session.graph.by_name[name].position for name in ("relu1", "conv2"))
    assert relu[1] == conv[1]
    assert relu[0] > conv[0]
    ends_meet(lenet)
