"""Notes by hand: written, moved, resized, deleted, undone; never part of the network."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QApplication

from gui.canvas.note_editor import NoteEditor
from gui.main_window import MainWindow

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def noted(window: MainWindow, hand) -> MainWindow:
    """An Input, and a note that says hello."""
    hand.place("Input", QPointF(0, -216))
    hand.key(Qt.Key.Key_N, CONTROL | SHIFT)
    hand.type("hello")
    hand.click(hand.on_canvas(QPointF(320, 240)))
    return window


def note(window: MainWindow):
    (item,) = window.canvas.items_by_graph.notes.values()
    return item


def test_a_note_is_written_and_is_no_part_of_the_network(noted):
    assert note(noted).note.text == "hello"
    assert noted.canvas.findChild(NoteEditor) is None or not noted.canvas.findChild(NoteEditor).isVisible()
    assert len(noted.session.graph.nodes) == 1
    assert noted.session.history.undo_label == "Write note"


def test_a_double_click_writes_anew_and_escape_keeps_the_former_text(noted, hand, qtbot):
    place = hand.on_canvas(note(noted).sceneBoundingRect().center())
    viewport = noted.canvas.viewport()
    at = noted.canvas.mapFromScene(note(noted).sceneBoundingRect().center())
    qtbot.mouseDClick(viewport, Qt.MouseButton.LeftButton, pos=at)
    assert isinstance(QApplication.focusWidget(), NoteEditor)
    hand.type("other")
    hand.key(Qt.Key.Key_Escape)
    assert note(noted).note.text == "hello"
    qtbot.mouseDClick(viewport, Qt.MouseButton.LeftButton, pos=at)
    hand.type("bye")
    hand.key(Qt.Key.Key_Return, CONTROL)
    assert note(noted).note.text == "bye"
    assert place


def test_a_note_is_moved_with_the_selected_nodes_in_one_step(noted, hand):
    before = noted.session.document
    hand.key(Qt.Key.Key_A, CONTROL)
    start = hand.card("input")
    hand.drag(start, start + QPoint(48, 24))
    assert noted.session.graph.by_name["input"].position == (48.0, -192.0)
    x, y = next(iter(before.graph.notes.values())).position
    assert note(noted).note.position == (x + 48, y + 24)
    hand.key(Qt.Key.Key_Z, CONTROL)
    assert noted.session.document == before


def test_its_corner_resizes_it_and_escape_takes_that_back(noted, hand):
    width, height = note(noted).note.size
    corner = hand.on_canvas(note(noted).mapToScene(note(noted).paper().bottomRight() - QPointF(5, 5)))
    hand.press(corner)
    hand.move(corner + QPoint(60, 60))
    assert note(noted).note.size != (width, height)
    hand.key(Qt.Key.Key_Escape)
    hand.release(corner + QPoint(60, 60))
    assert note(noted).note.size == (width, height)
    hand.drag(corner, corner + QPoint(62, 38))
    wider, higher = note(noted).note.size
    assert wider > width + 40
    assert higher > height + 20
    assert noted.session.history.undo_label == "Resize note"


def test_a_selected_note_is_deleted_copied_and_pasted(noted, hand):
    hand.click(hand.on_canvas(note(noted).sceneBoundingRect().center()))
    hand.key(Qt.Key.Key_C, CONTROL)
    hand.key(Qt.Key.Key_Delete)
    assert not noted.session.graph.notes
    hand.key(Qt.Key.Key_V, CONTROL)
    assert note(noted).note.text == "hello"


def test_a_new_note_lies_on_free_space_also_beside_the_last_one(window, hand):
    window.open_preset("lenet5")
    for _ in range(3):
        hand.key(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
        hand.key(Qt.Key.Key_Escape)
    papers = [item.sceneBoundingRect() for item in window.canvas.items_by_graph.notes.values()]
    cards = [item.sceneBoundingRect() for item in window.canvas.items_by_graph.boxes.values()]
    assert len(papers) == 3
    for place, paper in enumerate(papers):
        assert not any(paper.intersects(other) for other in (*cards, *papers[place + 1 :]))
