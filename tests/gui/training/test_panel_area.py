"""Live views dragged about, tabbed, floated, folded and put away; as they were left at the next start."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTabBar
from pytestqt.qtbot import QtBot

from engine.probes.frames import FrameKey, FrameKind
from gui.training.live_views import LiveViews
from tests import networks
from tests.gui.training.conftest import Stage

LEFT = Qt.MouseButton.LeftButton
LENET = networks.lenet()


def opened(qtbot: QtBot, stage: Stage) -> LiveViews:
    views = LiveViews(stage.session)
    qtbot.addWidget(views)
    views.resize(430, 740)
    views.show()
    qtbot.waitExposed(views)
    return views


@pytest.fixture
def views(qtbot: QtBot, stage: Stage) -> LiveViews:
    return opened(qtbot, stage)


def watched(stage: Stage) -> set[FrameKind]:
    return {key.kind for key in stage.mailbox.watched}


def tab_bars(views: LiveViews, name: str) -> list[QTabBar]:
    """Return the bars that have a tab of this name."""
    bars = (bar for bar in views.area.findChildren(QTabBar) if bar.isVisible())
    return [bar for bar in bars if name in [bar.tabText(at) for at in range(bar.count())]]


def test_only_the_foremost_tab_asks_for_frames(views: LiveViews, stage: Stage, qtbot: QtBot) -> None:
    stage.start()
    first, second = (views.area.dock_of(panel) for panel in (views.activations, views.pooling))
    views.area.tabifyDockWidget(first, second)
    first.raise_()
    qtbot.waitUntil(lambda: watched(stage) == {FrameKind.ACTIVATIONS, FrameKind.GRADIENTS})
    qtbot.waitUntil(lambda: bool(tab_bars(views, "Pooling")))
    (bar,) = tab_bars(views, "Pooling")
    place = next(at for at in range(bar.count()) if bar.tabText(at) == "Pooling")
    qtbot.mouseClick(bar, LEFT, pos=bar.tabRect(place).center())
    qtbot.waitUntil(lambda: watched(stage) == {FrameKind.POOLING, FrameKind.GRADIENTS})
    assert FrameKey(FrameKind.POOLING, LENET.by_name["pool1"].id) in stage.mailbox.watched


def test_a_tab_is_named_once_and_cannot_be_folded(views: LiveViews, qtbot: QtBot) -> None:
    qtbot.mouseClick(views.pooling.title_row.fold_button, LEFT)
    views.area.tabifyDockWidget(*(views.area.dock_of(panel) for panel in (views.activations, views.pooling)))
    qtbot.waitUntil(lambda: not views.pooling.title_row.fold_button.isChecked())
    assert not views.pooling.title_row.fold_button.isVisible()
    assert not views.pooling.title_row.name_label.isVisible()


def test_a_double_click_on_the_title_floats_a_view_and_puts_it_back(
    views: LiveViews, stage: Stage, qtbot: QtBot
) -> None:
    stage.start()
    dock, title = views.area.dock_of(views.pooling), views.pooling.title_row
    place = QPoint(title.width() // 2, title.height() // 2)
    QTest.mouseDClick(title.name_label, LEFT)
    qtbot.waitUntil(dock.isFloating)
    qtbot.waitUntil(lambda: FrameKind.POOLING in watched(stage))
    QTest.mouseDClick(title, LEFT, pos=place)
    qtbot.waitUntil(lambda: not dock.isFloating())
    assert FrameKind.POOLING in watched(stage)


def test_a_view_that_is_put_away_asks_for_nothing(views: LiveViews, stage: Stage, qtbot: QtBot) -> None:
    stage.start()
    menu = views.area.createPopupMenu()
    action = next(action for action in menu.actions() if action.text() == "Pooling")
    action.trigger()
    qtbot.waitUntil(lambda: FrameKind.POOLING not in watched(stage))
    action.trigger()
    qtbot.waitUntil(lambda: FrameKind.POOLING in watched(stage))


def test_the_arrangement_is_remembered(views: LiveViews, stage: Stage, qtbot: QtBot) -> None:
    area = views.area
    area.tabifyDockWidget(area.dock_of(views.activations), area.dock_of(views.pooling))
    area.dock_of(views.gradients).setFloating(True)
    area.dock_of(views.curves).close()
    views.hide()
    again = opened(qtbot, stage)
    dock = again.area.dock_of
    assert dock(again.pooling) in again.area.tabifiedDockWidgets(dock(again.activations))
    assert dock(again.gradients).isFloating()
    assert dock(again.curves).isHidden()
