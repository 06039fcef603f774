"""The minimap: there where it is of use, moves and zooms the view."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication


def test_it_shows_itself_only_where_not_all_is_in_view_and_alt_m_hides_it(window, hand, qtbot):
    minimap = window.workspace.current.minimap
    window.open_preset("lenet5")
    qtbot.wait(200)
    assert not minimap.isVisible()
    window.canvas.zoom_by(2.0)
    qtbot.waitUntil(minimap.isVisible)
    hand.key(Qt.Key.Key_M, Qt.KeyboardModifier.AltModifier)
    assert not minimap.isVisible()
    hand.key(Qt.Key.Key_M, Qt.KeyboardModifier.AltModifier)
    assert minimap.isVisible()


def test_dragging_in_it_moves_the_view_and_the_wheel_zooms(window, hand, qtbot):
    minimap, canvas = window.workspace.current.minimap, window.canvas
    window.open_preset("lenet5")
    canvas.zoom_by(2.5)
    qtbot.waitUntil(minimap.isVisible)
    top = hand.at(minimap, QPoint(minimap.width() // 2, 20))
    foot = hand.at(minimap, QPoint(minimap.width() // 2, minimap.height() - 20))
    hand.click(top)
    above = canvas.middle().y()
    hand.drag(top, foot)
    assert canvas.middle().y() > above + 200
    zoom = canvas.zoom()
    place = QPointF(minimap.rect().center())
    event = QWheelEvent(
        place,
        minimap.mapToGlobal(place),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(minimap, event)
    assert canvas.zoom() > zoom


def test_it_goes_out_of_the_way_of_what_is_selected(window, hand, qtbot):
    minimap, canvas = window.workspace.current.minimap, window.canvas
    window.open_preset("lenet5")
    canvas.zoom_by(2.0)
    qtbot.waitUntil(minimap.isVisible)
    before = minimap.geometry()
    node = hand.node("conv1")
    under = canvas.mapToScene(before.center())
    canvas.look_at(canvas.mapToScene(canvas.viewport().rect().center()) + node.pos() - under)
    assert minimap.geometry() == before, "what is not selected may lie under it"
    canvas.select([node.node.id])
    assert canvas.rect().contains(minimap.geometry())
    covered = canvas.mapFromScene(node.sceneBoundingRect()).boundingRect()
    assert covered.intersects(before)
    assert not covered.intersects(minimap.geometry())


def test_alt_m_says_why_nothing_is_seen_where_all_is_in_view(window, hand, qtbot):
    window.open_preset("lenet5")
    qtbot.wait(200)
    hand.key(Qt.Key.Key_M, Qt.KeyboardModifier.AltModifier)
    assert not window.canvas.notice.isVisible()
    hand.key(Qt.Key.Key_M, Qt.KeyboardModifier.AltModifier)
    assert window.canvas.notice.text() == "The minimap appears as soon as a part of the network is out of view."
    assert window.canvas.notice.isVisible()
