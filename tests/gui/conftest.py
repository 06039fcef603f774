"""A window as a person has it before them, and a hand for its mouse and keys."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from engine.graph.model import Node
from gui.main_window import MainWindow
from gui.theme import motion
from gui.theme.appearance import appearance


class Hand:
    """Moves the mouse and strikes keys through the window system, as Qt's own tests do.

    Events go to the window, which finds the widget under the pointer and keeps to it while a button is down.
    """

    def __init__(self, window: MainWindow) -> None:
        self.window = window

    def at(self, widget: QWidget, point: QPoint | None = None) -> QPoint:
        """Return the place in the window of a point of a widget, its middle by default."""
        return widget.mapTo(self.window, point if point is not None else widget.rect().center())

    def on_canvas(self, point: QPointF) -> QPoint:
        """Return the place in the window of a scene point."""
        canvas = self.window.canvas
        return self.at(canvas.viewport(), canvas.mapFromScene(point))

    def press(self, place: QPoint, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.mousePress(self.window.windowHandle(), Qt.MouseButton.LeftButton, modifiers, place)
        QApplication.processEvents()

    def move(self, place: QPoint) -> None:
        QTest.mouseMove(self.window.windowHandle(), place)
        QApplication.processEvents()

    def release(self, place: QPoint, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.mouseRelease(self.window.windowHandle(), Qt.MouseButton.LeftButton, modifiers, place)
        QApplication.processEvents()

    def click(self, place: QPoint, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.move(place)
        self.press(place, modifiers)
        self.release(place, modifiers)

    def drag(self, start: QPoint, end: QPoint) -> None:
        """Press, move in steps, release."""
        self.move(start)
        self.press(start)
        for step in range(1, 6):
            self.move(start + (end - start) * step / 5)
        self.release(end)

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self._have_the_keyboard()
        QTest.keyClick(self.window.windowHandle(), key, modifiers)
        QApplication.processEvents()

    def type(self, text: str) -> None:
        self._have_the_keyboard()
        for character in text:
            QTest.keyClick(self.window.windowHandle(), character)
        QApplication.processEvents()

    def _have_the_keyboard(self) -> None:
        if not self.window.isActiveWindow():  # the offscreen platform gives it to a tooltip
            self.window.activateWindow()
            QTest.qWaitForWindowActive(self.window)

    # What a person does with the program

    def place(self, type_: str, point: QPointF) -> Node:
        """Drag a layer from the palette, scrolled to it, to a scene point and return the new node."""
        window = self.window
        before = set(window.session.graph.nodes)
        entry = next(entry for entry in window.palette_.entries if entry.spec.type == type_)
        window.palette_.findChild(QScrollArea).ensureWidgetVisible(entry)
        self.drag(self.at(entry), self.on_canvas(point))
        (node_id,) = set(window.session.graph.nodes) - before
        return window.session.graph.nodes[node_id]

    def port(self, name: str, port: str) -> QPoint:
        """Return the place in the window of a node's port; the output's name is ``output``."""
        item = self.node(name)
        return self.on_canvas(QPointF(*item.ports(outputs=port == "output")[port]))

    def connect(self, source: str, target: str, port: str = "input") -> None:
        """Drag from a node's output to another's input port."""
        self.drag(self.port(source, "output"), self.port(target, port))

    def node(self, name: str):  # type: ignore[no-untyped-def]
        """Return a node's item."""
        window = self.window
        return window.canvas.items_by_graph.nodes[window.session.graph.by_name[name].id]

    def card(self, name: str) -> QPoint:
        """Return the place in the window of the middle of a node's card."""
        return self.on_canvas(self.node(name).pos())

    def enter(self, field: QWidget, text: str) -> None:
        """Put a field's text in place of what it has, letter by letter."""
        field.setFocus()
        self.key(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        self.type(text)


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, qapp: QApplication) -> None:
    """Keep what the window remembers out of the person's own settings; nothing glides but where a test wants it."""
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path))
    qapp.setOrganizationName("ConvCanvas")
    qapp.setApplicationName("ConvCanvas")
    motion.set_wanted(False)
    appearance.restore()


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    """An empty window on the screen, 1360 × 850."""
    window = MainWindow()
    qtbot.addWidget(window, before_close_func=_discard_all)
    window.resize(1360, 850)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    yield window
    window.run_session.close()


def _discard_all(window: MainWindow) -> None:
    """Leave nothing that the closing window would ask about."""
    window.run_session.close()
    for tab in window.workspace.tabs:
        tab.session.start_anew()


@pytest.fixture
def hand(window: MainWindow) -> Hand:
    """The hand at that window."""
    return Hand(window)
