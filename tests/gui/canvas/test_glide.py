"""Boxes that glide to their places after a change of layout."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QStyle
from pytestqt.qtbot import QtBot

from engine.graph import edits
from gui.main_window import MainWindow
from gui.theme import motion

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def lenet(window: MainWindow, hand) -> MainWindow:
    """LeNet-5, pulled apart, with animations as slow as a lecture, so that a busy machine does not miss them."""
    window.open_preset("lenet5")
    hand.drag(hand.card("conv2"), hand.card("conv2") + QPoint(240, 96))
    motion.set_wanted(True)
    return window


@pytest.fixture(autouse=True)
def slowly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(motion, "GLIDE_MS", 60_000)


def place(hand, name: str) -> tuple[float, float]:
    return hand.node(name).pos().toTuple()


def truth(window: MainWindow, name: str) -> tuple[float, float]:
    return window.session.graph.by_name[name].position


def tidy(hand) -> None:
    hand.key(Qt.Key.Key_L, CONTROL | SHIFT)


def test_the_document_changes_at_once_and_the_boxes_follow(lenet, hand, qtbot: QtBot, monkeypatch):
    monkeypatch.setattr(motion, "GLIDE_MS", 30)
    before = place(hand, "conv2")
    tidy(hand)
    assert truth(lenet, "conv2") != before
    assert lenet.session.history.undo_label == "Tidy up"
    qtbot.waitUntil(lambda: not lenet.canvas.glide.is_under_way)
    assert place(hand, "conv2") == truth(lenet, "conv2")


def test_on_the_way_boxes_wires_and_the_view_agree(lenet, hand):
    before = place(hand, "conv2")
    tidy(hand)
    glide, item = lenet.canvas.glide, hand.node("conv2")
    assert glide.is_under_way
    assert abs(item.pos().x() - before[0]) < 60  # it has only just begun
    for wire in lenet.canvas.items_by_graph.edges_at([item]):
        ends = wire.path().pointAtPercent(0), wire.path().pointAtPercent(1)
        ports = [*wire.ends[0].ports(outputs=True).values(), *wire.ends[1].ports(outputs=False).values()]
        for end in ends:
            assert any((end - QPointF(*port)).manhattanLength() < 0.01 for port in ports)
    final = {glide.place_of(box).toTuple() for box in lenet.canvas.items_by_graph.boxes.values()}
    assert final == {node.position for node in lenet.session.graph.nodes.values()}
    fitted = lenet.canvas.visible_area()
    assert all(fitted.contains(*node.position) for node in lenet.session.graph.nodes.values())
    glide.finish()


@pytest.mark.parametrize("act", ["press", "key", "change", "switch", "tab"])
def test_whatever_comes_next_finds_the_boxes_in_place(lenet, hand, act: str):
    tidy(hand)
    glide = lenet.canvas.glide
    assert glide.is_under_way
    if act == "press":
        hand.click(hand.on_canvas(QPointF(*truth(lenet, "conv2"))))
        assert [item.node.name for item in lenet.canvas.selected_nodes()] == ["conv2"]
    elif act == "key":
        hand.key(Qt.Key.Key_Escape)
    elif act == "change":
        lenet.session.set_training("epochs", 3)  # no change of the network
        assert glide.is_under_way
        lenet.session.edit("Remove", lambda graph: edits.remove_nodes(graph, [graph.by_name["conv2"].id]))
    elif act == "switch":
        lenet.open_preset("lenet5")
    else:
        hand.key(Qt.Key.Key_N, CONTROL)
    assert not glide.is_under_way


def test_layers_come_out_of_the_group_that_opens(lenet, hand):
    lenet.canvas.select(lenet.session.graph.by_name[name].id for name in ("conv1", "tanh1", "pool1"))
    hand.key(Qt.Key.Key_G, CONTROL)
    hand.key(Qt.Key.Key_B, CONTROL)
    (closed,) = lenet.canvas.selected_boxes()
    home = lenet.canvas.glide.place_of(closed)
    hand.key(Qt.Key.Key_B, CONTROL)
    for name in ("conv1", "tanh1", "pool1"):
        assert (hand.node(f"block1.{name}").pos() - home).manhattanLength() < 60
    frame = lenet.canvas.items_by_graph.frames.frame_of("block1")
    assert frame.boundingRect().contains(hand.node("block1.pool1").pos())
    hand.key(Qt.Key.Key_Z, CONTROL)
    lenet.canvas.glide.finish()


def test_a_step_by_key_a_drag_and_a_new_network_do_not_glide(lenet, hand):
    hand.click(hand.card("conv2"))
    hand.key(Qt.Key.Key_Left)
    assert not lenet.canvas.glide.is_under_way
    hand.drag(hand.card("conv2"), hand.card("conv2") + QPoint(120, 48))
    assert not lenet.canvas.glide.is_under_way
    lenet.open_preset("lenet5")
    assert not lenet.canvas.glide.is_under_way


def test_nothing_glides_where_the_desktop_or_the_person_asks_for_less_motion(lenet, hand, monkeypatch):
    assert motion.glide_ms() == motion.GLIDE_MS
    style = type(lenet.style())
    ask = style.styleHint

    def still(self, hint, *rest):
        return 0 if hint is QStyle.StyleHint.SH_Widget_Animation_Duration else ask(self, hint, *rest)

    monkeypatch.setattr(style, "styleHint", still)
    assert motion.glide_ms() == 0
    monkeypatch.undo()
    lenet.actions_.animations.setChecked(True)
    lenet.actions_.animations.trigger()
    assert motion.glide_ms() == 0
    tidy(hand)
    assert not lenet.canvas.glide.is_under_way
    assert place(hand, "conv2") == truth(lenet, "conv2")
