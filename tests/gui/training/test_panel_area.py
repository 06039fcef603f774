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
from tests.gui.training.conftest import Stage, put_apart

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


@pytest.fixture
def apart(views: LiveViews) -> LiveViews:
    """Views of which two have a stack of their own."""
    put_apart(views, views.pooling, views.gradients)
    return views


def watched(stage: Stage) -> set[FrameKind]:
    return {key.kind for key in stage.mailbox.watched}


def tab_bars(views: LiveViews, name: str) -> list[QTabBar]:
    """Return the bars that have a tab of this name."""
    bars = (bar for bar in views.area.findChildren(QTabBar) if bar.isVisible())
    return [bar for bar in bars if name in [bar.tabText(at) for at in range(bar.count())]]


def test_only_the_foremost_tab_asks_for_frames(apart: LiveViews, stage: Stage, qtbot: QtBot) -> None:
    stage.start()
    first, second = (apart.area.dock_of(panel) for panel in (apart.activations, apart.pooling))
    apart.area.tabifyDockWidget(first, second)
    first.raise_()
    qtbot.waitUntil(lambda: watched(stage) == {FrameKind.ACTIVATIONS, FrameKind.GRADIENTS})
    qtbot.waitUntil(lambda: bool(tab_bars(apart, "Pooling")))
    (bar,) = tab_bars(apart, "Pooling")
    place = next(at for at in range(bar.count()) if bar.tabText(at) == "Pooling")
    qtbot.mouseClick(bar, LEFT, pos=bar.tabRect(place).center())
    qtbot.waitUntil(lambda: watched(stage) == {FrameKind.POOLING, FrameKind.GRADIENTS})
    assert FrameKey(FrameKind.POOLING, LENET.by_name["pool1"].id) in stage.mailbox.watched


def test_a_tab_is_named_once_and_cannot_be_folded(apart: LiveViews, qtbot: QtBot) -> None:
    qtbot.mouseClick(apart.pooling.title_row.fold_button, LEFT)
    apart.area.tabifyDockWidget(*(apart.area.dock_of(panel) for panel in (apart.activations, apart.pooling)))
    qtbot.waitUntil(lambda: not apart.pooling.title_row.fold_button.isChecked())
    assert not apart.pooling.title_row.fold_button.isVisible()
    assert not apart.pooling.title_row.name_label.isVisible()


def test_the_button_floats_a_view_and_a_double_click_puts_it_back(views: LiveViews, stage: Stage, qtbot: QtBot) -> None:
    stage.start()
    dock, title = views.area.dock_of(views.pooling), views.pooling.title_row
    qtbot.mouseClick(title.float_button, LEFT)
    qtbot.waitUntil(dock.isFloating)
    qtbot.waitUntil(lambda: FrameKind.POOLING in watched(stage))
    QTest.mouseDClick(title, LEFT, pos=QPoint(title.width() // 2, title.height() // 2))
    qtbot.waitUntil(lambda: not dock.isFloating())
    assert FrameKind.POOLING in watched(stage)


def test_floating_views_go_and_come_with_the_others(views: LiveViews, stage: Stage, qtbot: QtBot) -> None:
    stage.start()
    dock = views.area.dock_of(views.why)
    dock.setFloating(True)
    qtbot.waitUntil(lambda: FrameKind.WHY in watched(stage))
    views.hide()
    assert dock.isHidden()
    assert FrameKind.WHY not in watched(stage)
    views.show()
    assert dock.isVisible()
    assert dock.isFloating()
    assert FrameKind.WHY in watched(stage)


class TestMaximizing:
    def test_a_double_click_on_a_tab_gives_its_stack_all_the_room_and_esc_takes_it_back(
        self, views: LiveViews, stage: Stage, qtbot: QtBot
    ) -> None:
        stage.start()
        before = views.levels.height()
        (bar,) = tab_bars(views, "Levels")
        place = next(at for at in range(bar.count()) if bar.tabText(at) == "Levels")
        qtbot.mouseDClick(bar, LEFT, pos=bar.tabRect(place).center())
        views.area.dock_of(views.levels).raise_()
        qtbot.waitUntil(lambda: watched(stage) == {FrameKind.LEVELS})
        assert views.area.dock_of(views.curves).isHidden()
        assert len(tab_bars(views, "Levels")) == 1
        qtbot.waitUntil(lambda: views.levels.height() > before + 200)
        qtbot.keyClick(views.area, Qt.Key.Key_Escape)
        qtbot.waitUntil(views.curves.isVisible)
        assert FrameKind.LEVELS in watched(stage)  # what was in front stays there
        assert not views.area.maximizing.is_on

    def test_the_button_in_its_title_does_so_too(self, views: LiveViews, qtbot: QtBot) -> None:
        button = views.curves.title_row.maximize_button
        qtbot.mouseClick(button, LEFT)
        qtbot.waitUntil(lambda: not views.activations.is_on_screen)
        qtbot.mouseClick(button, LEFT)
        qtbot.waitUntil(lambda: views.activations.is_on_screen)

    def test_it_is_remembered_with_the_arrangement_behind_it(
        self, views: LiveViews, stage: Stage, qtbot: QtBot
    ) -> None:
        views.area.dock_of(views.why).close()
        views.area.maximizing.maximize(views.area.dock_of(views.curves))
        views.hide()
        again = opened(qtbot, stage)
        assert again.area.maximizing.is_on
        assert again.area.dock_of(again.activations).isHidden()
        again.area.maximizing.restore()
        qtbot.waitUntil(again.activations.isVisible)
        assert again.area.dock_of(again.why).isHidden()


def test_a_view_that_is_put_away_asks_for_nothing(apart: LiveViews, stage: Stage, qtbot: QtBot) -> None:
    stage.start()
    menu = apart.area.createPopupMenu()
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
