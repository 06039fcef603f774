"""The network from far away: the same boxes and wires in the same places and colours, in a few strokes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from engine.graph import edits
from gui.canvas import geometry
from gui.canvas.grid import draw_grid
from gui.canvas.items.card_painter import CARD
from gui.canvas.view import CanvasView
from gui.main_window import MainWindow
from gui.theme.appearance import appearance
from tests.graphs import resnet
from tests.gui.conftest import Hand


class _Painted(QObject):
    """Counts the pixels of a widget that are painted from now on."""

    def __init__(self, widget: QWidget, qtbot: QtBot) -> None:
        super().__init__()
        self.num_pixels = 1
        widget.installEventFilter(self)
        while self.num_pixels:  # until what went before has been painted
            self.num_pixels = 0
            qtbot.wait(120)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.num_pixels += sum(rect.width() * rect.height() for rect in event.region())  # type: ignore[attr-defined]
        return False


@pytest.fixture
def lenet(window: MainWindow) -> MainWindow:
    window.open_preset("lenet5")
    return window


def _middle_button(act: Callable[..., None], hand: Hand, point: QPoint) -> None:
    place = hand.at(hand.window.canvas.viewport(), point)
    act(hand.window.windowHandle(), Qt.MouseButton.MiddleButton, Qt.KeyboardModifier.NoModifier, place)


def _far(window: MainWindow, zoom: float = 0.15) -> CanvasView:
    canvas = window.canvas
    canvas.zoom_by(zoom / canvas.zoom())
    canvas.look_at(canvas.contents().center())
    return canvas


def _color_at(canvas: CanvasView, point: QPointF) -> str:
    picture = canvas.viewport().grab().toImage()
    place = canvas.mapFromScene(point) * picture.devicePixelRatio()
    return picture.pixelColor(place).name()


def test_every_box_has_its_colour_where_it_is(lenet: MainWindow) -> None:
    canvas = _far(lenet)
    picture = canvas.viewport().grab().toImage()
    for item in canvas.items_by_graph.boxes.values():
        band = item.pos() + QPointF(CARD.left() + 15, 0)
        body = item.pos() + QPointF(20, 0)
        assert picture.pixelColor(canvas.mapFromScene(band)).name() == item.look.color
        assert picture.pixelColor(canvas.mapFromScene(body)).name() == appearance.theme.raised


def test_what_is_selected_stands_out_and_what_is_wrong_too(lenet: MainWindow, hand: Hand) -> None:
    canvas = _far(lenet)
    conv1, conv2 = (lenet.session.graph.by_name[name] for name in ("conv1", "conv2"))
    lenet.session.edit("Set", lambda graph: edits.set_param(graph, conv2.id, "kernel_size", (99, 99)))
    hand.click(hand.at(canvas.viewport(), canvas.mapFromScene(canvas.items_by_graph.nodes[conv1.id].pos())))
    assert canvas.selected_ids() == (conv1.id,)
    picture = canvas.viewport().grab().toImage()
    for node, color in ((conv1, appearance.theme.accent), (conv2, appearance.theme.danger)):
        corner = canvas.mapFromScene(canvas.items_by_graph.nodes[node.id].pos() + CARD.topLeft())
        near = [corner + QPoint(dx, dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)]
        assert color in {picture.pixelColor(place).name() for place in near}


def test_a_box_is_dragged_from_afar_and_its_wires_follow(lenet: MainWindow, hand: Hand) -> None:
    canvas = _far(lenet)
    item = canvas.items_by_graph.nodes[lenet.session.graph.by_name["conv1"].id]
    home = QPointF(item.pos())
    start, end = canvas.mapFromScene(home), canvas.mapFromScene(home + QPointF(600, 0))
    hand.press(hand.at(canvas.viewport(), start))
    hand.move(hand.at(canvas.viewport(), end))
    band = QPointF(CARD.left() + 15, 0)
    assert _color_at(canvas, item.pos() + band) == item.look.color
    assert _color_at(canvas, home + band) != item.look.color
    (wire,) = (wire for wire in canvas.items_by_graph.edges_at([item]) if wire.ends[1] is item)
    middle = wire.line.pointAtPercent(0.5)
    near = [middle + QPointF(dx, dy) for dx in (-6, 0, 6) for dy in (-6, 0, 6)]
    assert {_color_at(canvas, point) for point in near} - {appearance.theme.canvas, appearance.theme.dots}
    hand.release(hand.at(canvas.viewport(), end))


def test_both_themes_are_painted(lenet: MainWindow, hand: Hand) -> None:
    canvas = _far(lenet)
    inside = canvas.items_by_graph.nodes[lenet.session.graph.by_name["conv1"].id].pos() + QPointF(20, 0)
    before = _color_at(canvas, inside)
    appearance.toggle()
    try:
        assert _color_at(canvas, inside) == appearance.theme.raised != before
    finally:
        appearance.toggle()


def test_names_are_written_where_they_can_be_read(lenet: MainWindow) -> None:
    def ink(zoom: float) -> int:
        canvas = _far(lenet, zoom)
        item = canvas.items_by_graph.nodes[lenet.session.graph.by_name["conv1"].id]
        area = canvas.mapFromScene(CARD.adjusted(34, 6, -6, -6).translated(item.pos())).boundingRect()
        picture = canvas.viewport().grab(area).toImage()
        places = ((x, y) for x in range(picture.width()) for y in range(picture.height()))
        return sum(picture.pixelColor(x, y).name() != appearance.theme.raised for x, y in places)

    assert ink(0.3) > 0
    assert ink(0.15) == 0


def test_a_rectangle_that_selects_is_seen_from_afar(lenet: MainWindow, hand: Hand) -> None:
    canvas = _far(lenet)
    start = canvas.mapFromScene(canvas.contents().topLeft()) - QPoint(60, 20)
    hand.press(hand.at(canvas.viewport(), start))
    hand.move(hand.at(canvas.viewport(), start + QPoint(40, 40)))
    assert _color_at(canvas, canvas.mapToScene(start + QPoint(20, 20))) != appearance.theme.canvas
    hand.release(hand.at(canvas.viewport(), start + QPoint(40, 40)))
    assert not canvas.sketch.items


def test_panning_paints_what_comes_into_view_and_leaves_the_minimap_where_it_is(
    window: MainWindow, hand: Hand, qtbot: QtBot
) -> None:
    window.session.edit("Open", lambda _: resnet(3, 4, 6, 3))
    canvas = window.canvas
    canvas.zoom_to_actual_size()
    canvas.look_at(canvas.contents().center())
    minimap = window.workspace.current.minimap
    qtbot.waitUntil(minimap.isVisible)
    home, painted = minimap.pos(), _Painted(canvas.viewport(), qtbot)
    middle = canvas.viewport().rect().center()
    _middle_button(QTest.mousePress, hand, middle)
    hand.move(hand.at(canvas.viewport(), middle + QPoint(0, 16)))
    qtbot.waitUntil(lambda: painted.num_pixels > 0)
    _middle_button(QTest.mouseRelease, hand, middle + QPoint(0, 16))
    size = canvas.viewport().size()
    assert painted.num_pixels < size.width() * size.height() / 3
    assert minimap.pos() == home


def test_what_was_scrolled_looks_as_if_it_were_painted_anew(window: MainWindow, hand: Hand, qtbot: QtBot) -> None:
    window.session.edit("Open", lambda _: resnet(3, 4, 6, 3))
    canvas = window.canvas
    canvas.zoom_by(0.77 / canvas.zoom())
    canvas.look_at(canvas.contents().center())
    qtbot.waitUntil(window.workspace.current.minimap.isVisible)
    painted = _Painted(canvas.viewport(), qtbot)
    middle = canvas.viewport().rect().center()
    _middle_button(QTest.mousePress, hand, middle)
    for step in range(1, 6):
        painted.num_pixels = 0
        hand.move(hand.at(canvas.viewport(), middle + QPoint(7 * step, 13 * step)))
        qtbot.waitUntil(lambda: painted.num_pixels > 0)
    _middle_button(QTest.mouseRelease, hand, middle + QPoint(35, 65))
    screen = canvas.screen()
    scrolled = screen.grabWindow(window.winId()).toImage()
    canvas.viewport().repaint()
    assert scrolled == screen.grabWindow(window.winId()).toImage()


def test_the_dots_of_the_grid_are_at_its_crossings(window: MainWindow) -> None:
    for zoom, left, top in ((1.0, 0.0, 0.0), (0.61, 113.0, -41.5), (0.13, -7.0, 9.0)):
        picture = QPixmap(300, 200)
        picture.fill(Qt.GlobalColor.black)
        painter = QPainter(picture)
        painter.translate(left, top)
        painter.scale(zoom, zoom)
        area = painter.worldTransform().inverted()[0].mapRect(QRectF(0, 0, 300, 200))
        draw_grid(painter, area, "#ffffff")
        painter.end()
        image, step = picture.toImage(), geometry.GRID
        while step * zoom < geometry.GRID * 0.75:
            step *= 2
        dots = {(x, y) for x in range(300) for y in range(200) if image.pixelColor(x, y) == QColor("#ffffff")}
        crossings = {
            (round(column * step * zoom + left), round(row * step * zoom + top))
            for column in range(-100, 100)
            for row in range(-100, 100)
        }
        inner = {(x, y) for x, y in crossings if 2 < x < 297 and 2 < y < 197}
        assert inner <= dots
        assert len(dots) <= 4 * (len(inner) + 60)


def test_panning_paints_little_also_with_a_sentence_over_the_canvas(
    window: MainWindow, hand: Hand, qtbot: QtBot
) -> None:
    window.session.edit("Open", lambda _: resnet(3, 4, 6, 3))
    canvas = window.canvas
    wrong = window.session.graph.by_name["layer2.0.conv1"]
    window.session.edit("Set", lambda graph: edits.set_param(graph, wrong.id, "kernel_size", (99, 99)))
    canvas.zoom_to_actual_size()
    canvas.look_at(canvas.items_by_graph.nodes[wrong.id].pos())
    qtbot.waitUntil(lambda: any(bubble.isVisible() for bubble in window.workspace.current.problems.bubbles.values()))
    painted = _Painted(canvas.viewport(), qtbot)
    middle = canvas.viewport().rect().center()
    _middle_button(QTest.mousePress, hand, middle)
    hand.move(hand.at(canvas.viewport(), middle + QPoint(0, 16)))
    qtbot.waitUntil(lambda: painted.num_pixels > 0)
    _middle_button(QTest.mouseRelease, hand, middle + QPoint(0, 16))
    size = canvas.viewport().size()
    assert painted.num_pixels < size.width() * size.height() / 2


def test_no_other_card_lights_up_while_the_canvas_is_panned(lenet: MainWindow, hand: Hand, qtbot: QtBot) -> None:
    canvas = lenet.canvas
    canvas.zoom_to_actual_size()
    item = canvas.items_by_graph.nodes[lenet.session.graph.by_name["conv1"].id]
    canvas.look_at(item.pos())
    middle = canvas.viewport().rect().center()
    hand.move(hand.at(canvas.viewport(), middle - QPoint(2, 0)))
    hand.move(hand.at(canvas.viewport(), middle))
    assert item.look.is_hovered
    _middle_button(QTest.mousePress, hand, middle)
    for down in range(20, 220, 20):
        hand.move(hand.at(canvas.viewport(), middle + QPoint(0, down)))
        qtbot.wait(20)
        assert [box for box in canvas.items_by_graph.boxes.values() if box.look.is_hovered] == [item]
    _middle_button(QTest.mouseRelease, hand, middle + QPoint(0, 200))
