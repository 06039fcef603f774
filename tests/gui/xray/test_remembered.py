"""What is switched on over the canvas, over a restart of the whole window."""

from __future__ import annotations

import itertools

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from engine.probes.frames import Quantity, ThumbnailStyle
from gui.main_window import MainWindow
from gui.xray.remembered import remember, remembered
from gui.xray.switches import Switches
from tests.gui.xray.conftest import Script

ALL = [Switches(*each) for each in itertools.product([None, *ThumbnailStyle], [None, *Quantity], [False, True])]


def opened(qtbot: QtBot) -> MainWindow:
    window = MainWindow()
    qtbot.addWidget(window)
    with qtbot.waitSignal(window.painted):
        window.show()
    return window


def test_each_state_comes_back_as_it_was() -> None:
    for switches in ALL:
        remember(switches)
        QSettings().sync()
        assert remembered() == switches


def test_what_no_version_wrote_is_nothing() -> None:
    QSettings().setValue("canvas/thumbnails", "holograms")
    QSettings().setValue("canvas/colourBy", 7)
    assert remembered() == Switches()


@pytest.mark.parametrize("quantity", [None, Quantity.TIME])
def test_a_window_opens_with_what_was_on(script: Script, qtbot: QtBot, quantity: Quantity | None) -> None:
    window = opened(qtbot)
    window.actions_.mosaic.trigger()
    window.actions_.backprop.trigger()
    window.menus.colors.choose(quantity)
    before = window.xray.switches
    window.close()
    again = opened(qtbot)
    qtbot.waitUntil(lambda: again.xray.switches == before)
    assert before == Switches(ThumbnailStyle.MOSAIC, quantity, True)
    again.close()


def test_a_window_where_nothing_was_on_loads_nothing_for_it(qtbot: QtBot) -> None:
    window = opened(qtbot)
    qtbot.wait(50)
    assert window.xray.canvas_live is None
