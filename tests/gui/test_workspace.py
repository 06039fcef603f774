"""Several networks at once: tabs, each with its own undo, and two side by side."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QFileDialog, QTabBar

from engine.project import files
from engine.project.document import Document
from gui.main_window import MainWindow
from presets.lenet import lenet5

CONTROL = Qt.KeyboardModifier.ControlModifier


def test_each_tab_has_its_own_network_undo_and_panels(window: MainWindow, hand):
    hand.place("Input", QPointF(0, 0))
    first = window.workspace.current
    hand.key(Qt.Key.Key_N, CONTROL)
    second = window.workspace.current
    assert second is not first
    hand.place("Conv2d", QPointF(0, 0))
    assert [node.type for node in first.session.graph.nodes.values()] == ["Input"]
    assert [node.type for node in second.session.graph.nodes.values()] == ["Conv2d"]
    assert second.inspector.isVisible()
    assert not first.inspector.isVisible()
    hand.key(Qt.Key.Key_Z, CONTROL)
    assert not second.session.graph.nodes
    assert first.session.graph.nodes
    bar = next(bar for bar in window.workspace.findChildren(QTabBar) if bar.isVisible())
    assert [bar.tabText(place) for place in range(bar.count())] == ["Untitled*", "Untitled 2"]
    hand.click(hand.at(bar, bar.tabRect(0).center()))
    assert window.workspace.current is first
    assert window.actions_.undo.text() == "&Undo Add Input"


def test_one_tab_alone_shows_no_tab_bar(window):
    assert not any(bar.isVisible() for bar in window.workspace.findChildren(QTabBar))


def test_closing_the_last_tab_leaves_an_empty_one(window, hand):
    first = window.workspace.current
    hand.key(Qt.Key.Key_W, CONTROL)
    assert window.workspace.tabs != [first]
    assert window.workspace.current.is_untouched
    hand.place("Input", QPointF(0, 0))
    assert len(window.session.graph.nodes) == 1


def test_an_opened_file_takes_the_place_of_an_untouched_tab_and_else_gets_its_own(
    window, hand, tmp_path, monkeypatch: pytest.MonkeyPatch
):
    paths = [tmp_path / "one.convcanvas", tmp_path / "two.convcanvas"]
    for path in paths:
        files.save(path, Document(lenet5()))
    for path in (*paths, paths[0]):
        monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *args, path=path: (str(path), ""))
        hand.key(Qt.Key.Key_O, CONTROL)
    assert [tab.session.path for tab in window.workspace.tabs] == paths
    assert window.session.path == paths[0]  # opened the second time, it is only shown


def test_two_networks_side_by_side_and_the_one_clicked_is_the_current_one(window, hand):
    hand.place("Input", QPointF(0, 0))
    first = window.workspace.current
    hand.key(Qt.Key.Key_Backslash, CONTROL)
    second = window.workspace.current
    assert second is not first
    assert first.canvas.isVisible()
    assert second.canvas.isVisible()
    hand.place("ReLU", QPointF(0, 0))
    assert [node.type for node in second.session.graph.nodes.values()] == ["ReLU"]
    viewport = first.canvas.viewport()
    hand.click(hand.at(viewport))
    assert window.workspace.current is first
    assert first.inspector.isVisible()
    hand.key(Qt.Key.Key_Backslash, CONTROL)
    assert not window.workspace.is_split
    assert window.workspace.tabs == [first, second]
    assert window.workspace.current is first


def test_closing_the_window_shows_and_asks_about_each_unsaved_network(window, hand, qtbot):
    from tests.gui.test_project_files import QMessageBox, answer

    hand.place("Input", QPointF(0, 0))
    first = window.workspace.current
    hand.key(Qt.Key.Key_N, CONTROL)
    seen: list[str] = []
    answer(QMessageBox.StandardButton.Cancel, seen)
    assert not window.close()
    assert len(seen) == 1
    assert window.workspace.current is first
