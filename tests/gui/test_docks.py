"""The panels around the canvas, by mouse and keys."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gui.main_window import MainWindow
from tests.gui.conftest import Hand


def test_esc_on_the_canvas_clears_the_selection_and_then_gives_back_the_room_of_a_maximized_view(
    window: MainWindow, hand: Hand, qtbot: QtBot
) -> None:
    window.open_preset("lenet5")
    window.actions_.live_views.trigger()
    views = window.live_views
    assert views is not None
    qtbot.waitUntil(lambda: views.curves.is_on_screen and views.activations.is_on_screen)
    qtbot.mouseClick(views.curves.title_row.maximize_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not views.activations.is_on_screen)
    qtbot.wait(50)  # until Qt has given the room to the dock
    window.canvas.look_at(hand.node("conv2").pos())
    hand.click(hand.card("conv2"))
    assert window.canvas.scene().selectedItems()
    hand.key(Qt.Key.Key_Escape)
    assert not window.canvas.scene().selectedItems()
    assert views.area.maximizing.is_on
    hand.key(Qt.Key.Key_Escape)
    assert not views.area.maximizing.is_on
    qtbot.waitUntil(lambda: views.activations.is_on_screen)
