"""The views' arrangement over a restart of the whole window."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTabBar
from pytestqt.qtbot import QtBot

from gui.main_window import MainWindow
from tests.gui.conftest import Hand

LEFT = Qt.MouseButton.LeftButton


def opened(qtbot: QtBot) -> MainWindow:
    window = MainWindow()
    qtbot.addWidget(window)
    window.resize(1360, 850)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    Hand(window).key(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.live_views is not None and window.live_views.isVisible())
    return window


def test_a_closed_window_opens_with_its_views_as_they_were(qtbot: QtBot) -> None:
    window = opened(qtbot)
    views = window.live_views
    area = views.area
    area.tabifyDockWidget(area.dock_of(views.activations), area.dock_of(views.pooling))
    area.dock_of(views.curves).close()
    window.close()
    again = opened(qtbot).live_views
    tabs = again.area.tabifiedDockWidgets(again.area.dock_of(again.activations))
    assert again.area.dock_of(again.pooling) in tabs
    assert again.area.dock_of(again.curves).isHidden()


def test_no_tab_bar_of_a_former_arrangement_lies_over_the_views(qtbot: QtBot) -> None:
    area = opened(qtbot).live_views.area

    def bars() -> list[set[str]]:
        visible = [bar for bar in area.findChildren(QTabBar) if bar.isVisible()]
        return [{bar.tabText(place) for place in range(bar.count())} for bar in visible]

    stacks = [
        {dock.windowTitle() for dock in (first, *area.tabifiedDockWidgets(first))}
        for first in (area.docks[1], area.docks[-1])
    ]
    qtbot.waitUntil(lambda: sorted(map(sorted, bars())) == sorted(map(sorted, stacks)))
