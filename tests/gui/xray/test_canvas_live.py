"""Thumbnails, colours and what flows back on the canvas: switched by keys and the mouse, equal to the frames."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from engine.graph import closing
from engine.graph.builder import GraphBuilder
from engine.probes.frames import Fault, FrameKind, Quantity, Thumbnails, ThumbnailStyle, TimesFrame
from gui.canvas.items import box_item
from gui.canvas.items.card_painter import CARD, THUMBNAIL
from gui.canvas.items.edge_item import EdgeItem
from gui.canvas.view import CanvasView
from gui.main_window import MainWindow
from gui.plots.color_scale import ColorScale
from gui.plots.palette import second
from gui.theme.appearance import appearance
from gui.xray import heat
from gui.xray.quantity_scale import QuantityScale, figure
from gui.xray.wire_looks import backward_width
from tests.gui.conftest import Hand
from tests.gui.xray.conftest import Script, colours, thumbnails

_LOOK_MS = 20
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def lenet(script: Script, window: MainWindow) -> MainWindow:
    window.open_preset("lenet5")
    return window


def _wait_for(script: Script, kind: FrameKind, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: script.key(kind) is not None)


def _switch_on(action: str, hand: Hand) -> None:
    """Click the tool bar's button of an action."""
    buttons = hand.window.findChildren(QToolButton)
    (button,) = (each for each in buttons if each.defaultAction() is getattr(hand.window.actions_, action))
    hand.click(hand.at(button))


def _color_by(quantity: Quantity | None, hand: Hand) -> None:
    """Open the menu by the tool bar's button, and click an entry."""
    menu = hand.window.menus.colors
    button = hand.window.findChild(QToolButton, "colourByButton")

    def click() -> None:
        if not menu.isVisible():
            QTimer.singleShot(_LOOK_MS, menu, click)
            return
        place = menu.actionGeometry(menu.action_of(quantity)).center()
        QTest.mouseClick(menu, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)

    QTimer.singleShot(_LOOK_MS, menu, click)
    hand.click(hand.at(button))  # comes back when the menu is closed
    assert menu.quantity is quantity


def _wires(window: MainWindow) -> list[EdgeItem]:
    return list(window.canvas.items_by_graph.wires())


class TestThumbnails:
    def test_each_card_shows_its_own_values(self, script: Script, lenet: MainWindow, hand: Hand, qtbot: QtBot) -> None:
        _switch_on("thumbnails", hand)
        _wait_for(script, FrameKind.THUMBNAILS, qtbot)
        frame = thumbnails(lenet.session.graph.nodes)
        script.post(FrameKind.THUMBNAILS, frame)
        card = hand.node("conv1")
        qtbot.waitUntil(lambda: card.look.overlay.image is not None)
        for node_id, item in lenet.canvas.items_by_graph.nodes.items():
            values = frame.images[node_id].values
            expected = ColorScale.of(values).pixels(values, is_dark=True)
            image = item.look.overlay.image
            assert [[image.pixel(x, y) for x in range(4)] for y in range(4)] == expected.tolist()
        picture = lenet.canvas.viewport().grab().toImage()
        corner = lenet.canvas.mapFromScene(card.pos() + THUMBNAIL.topLeft() + QPointF(4, 4))
        assert picture.pixel(corner * picture.devicePixelRatio()) == card.look.overlay.image.pixel(0, 0)

    @pytest.mark.parametrize("zoom", [1.0, 0.63])
    def test_a_new_thumbnail_is_painted_alone_and_looks_as_if_all_were(
        self, zoom: float, script: Script, lenet: MainWindow, hand: Hand, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        lenet.canvas.zoom_by(zoom / lenet.canvas.zoom())
        hand.key(Qt.Key.Key_T, CTRL)
        _wait_for(script, FrameKind.THUMBNAILS, qtbot)
        script.post(FrameKind.THUMBNAILS, thumbnails(lenet.session.graph.nodes))
        card = hand.node("conv1")
        qtbot.waitUntil(lambda: card.look.overlay.image is not None)
        QApplication.processEvents()
        painted: list[object] = []

        def paint(*args: object) -> None:
            painted.append(args)

        with monkeypatch.context() as patch:
            patch.setattr(box_item, "paint_card", paint)
            first = card.look.overlay.image
            script.post(FrameKind.THUMBNAILS, thumbnails(lenet.session.graph.nodes, seed=1))
            qtbot.waitUntil(lambda: card.look.overlay.image != first)
            QApplication.processEvents()
            after = lenet.canvas.viewport().grab().toImage()
        assert painted == []
        for item in lenet.canvas.items_by_graph.boxes.values():
            item.update()
        assert lenet.canvas.viewport().grab().toImage() == after

    def test_they_go_when_switched_off_and_nothing_is_asked_for(
        self, script: Script, lenet: MainWindow, hand: Hand, qtbot: QtBot
    ) -> None:
        hand.key(Qt.Key.Key_T, CTRL)
        _wait_for(script, FrameKind.THUMBNAILS, qtbot)
        script.post(FrameKind.THUMBNAILS, thumbnails(lenet.session.graph.nodes))
        qtbot.waitUntil(lambda: hand.node("conv1").look.overlay.image is not None)
        hand.key(Qt.Key.Key_T, CTRL)
        assert hand.node("conv1").look.overlay.image is None
        assert script.present is None

    def test_many_maps_are_another_style(self, script: Script, lenet: MainWindow, hand: Hand, qtbot: QtBot) -> None:
        hand.key(Qt.Key.Key_T, CTRL | Qt.KeyboardModifier.ShiftModifier)
        _wait_for(script, FrameKind.THUMBNAILS, qtbot)
        assert lenet.actions_.thumbnails.isChecked()
        key = script.key(FrameKind.THUMBNAILS)
        assert key is not None
        assert isinstance(key.ask, Thumbnails)
        assert key.ask.style is ThumbnailStyle.MOSAIC

    def test_only_what_is_in_view_is_asked_for_and_nothing_from_afar(
        self, script: Script, lenet: MainWindow, hand: Hand, qtbot: QtBot
    ) -> None:
        hand.key(Qt.Key.Key_T, CTRL)
        _wait_for(script, FrameKind.THUMBNAILS, qtbot)

        def asked() -> set[str]:
            key = script.key(FrameKind.THUMBNAILS)
            return set(key.ask.node_ids) if key is not None else set()  # type: ignore[union-attr]

        assert asked() == set(lenet.session.graph.nodes)
        canvas = lenet.canvas
        canvas.zoom_by(2.5)
        canvas.look_at(hand.node("fc3").pos())
        qtbot.waitUntil(lambda: asked() != set(lenet.session.graph.nodes))
        assert hand.node("fc3").node.id in asked()
        assert hand.node("conv1").node.id not in asked()
        canvas.zoom_by(0.2 / canvas.zoom())
        qtbot.waitUntil(lambda: script.key(FrameKind.THUMBNAILS) is None)

    def test_a_closed_group_shows_what_leaves_it(
        self, script: Script, window: MainWindow, hand: Hand, qtbot: QtBot
    ) -> None:
        window.open_preset("resnet18")
        window.canvas.zoom_to_actual_size()
        hand.key(Qt.Key.Key_T, CTRL)
        _wait_for(script, FrameKind.THUMBNAILS, qtbot)
        frame = thumbnails(window.session.graph.nodes)
        script.post(FrameKind.THUMBNAILS, frame)
        group = window.canvas.items_by_graph.boxes["group", "layer1"]
        qtbot.waitUntil(lambda: group.look.overlay.image is not None)
        last = (
            window.session.graph.by_name["layer1.1.relu2"].id
            if "layer1.1.relu2" in window.session.graph.by_name
            else group.box.outputs[0]
        )
        assert group.box.outputs == (last,)
        values = frame.images[last].values
        assert group.look.overlay.image is not None
        assert group.look.overlay.image.pixel(1, 2) == int(ColorScale.of(values).pixels(values, is_dark=True)[2, 1])


class TestColours:
    @pytest.mark.parametrize(
        "quantity", [Quantity.GRADIENT, Quantity.UPDATE_RATIO, Quantity.DEAD_SHARE, Quantity.SPREAD]
    )
    def test_cards_and_wires_have_the_colours_of_their_values(
        self, quantity: Quantity, script: Script, lenet: MainWindow, hand: Hand, qtbot: QtBot
    ) -> None:
        _color_by(quantity, hand)
        _wait_for(script, FrameKind.COLOURS, qtbot)
        frame = colours(lenet.session.graph)
        script.post(FrameKind.COLOURS, frame)
        qtbot.waitUntil(lambda: any(item.look.overlay.fill for item in lenet.canvas.items_by_graph.boxes.values()))
        values = frame.of(quantity)
        on_wires = frame.of(Quantity.EDGE_GRADIENT) if quantity is Quantity.GRADIENT else values
        scale = QuantityScale.of(quantity, [*values.values(), *on_wires.values()])
        assert scale is not None
        for node_id, item in lenet.canvas.items_by_graph.nodes.items():
            place = scale.place(values[node_id])
            assert item.look.overlay.fill == (heat.color(place, True) if place is not None else "")
            assert item.look.overlay.text == (figure(quantity, values[node_id]) if place is not None else "")
        for wire in _wires(lenet):
            place = scale.place(on_wires[wire.edge.source])
            assert wire.color == (heat.color(place, True) if place is not None else appearance.theme.edge)

    def test_times_are_asked_for_apart(self, script: Script, lenet: MainWindow, hand: Hand, qtbot: QtBot) -> None:
        _color_by(Quantity.TIME, hand)
        _wait_for(script, FrameKind.TIMES, qtbot)
        assert script.key(FrameKind.COLOURS) is None
        node_ids = tuple(lenet.session.graph.nodes)
        seconds = np.linspace(1e-6, 1.7e-4, len(node_ids)).astype(np.float32)
        script.post(FrameKind.TIMES, TimesFrame(0, node_ids, seconds, 32, 5))
        live = lenet.xray.canvas_live
        assert live is not None
        assert live.legend is not None
        legend = live.legend
        qtbot.waitUntil(lambda: "100 µs  200 µs" in legend.text)
        for node_id, item in lenet.canvas.items_by_graph.nodes.items():
            value = float(seconds[node_ids.index(node_id)])
            assert item.look.overlay.fill == heat.color(value / 2e-4, True)
            assert item.look.overlay.text == figure(Quantity.TIME, value)

    def test_near_and_from_afar_the_card_is_painted_in_it(
        self, script: Script, lenet: MainWindow, hand: Hand, qtbot: QtBot
    ) -> None:
        _color_by(Quantity.SPREAD, hand)
        _wait_for(script, FrameKind.COLOURS, qtbot)
        script.post(FrameKind.COLOURS, colours(lenet.session.graph))
        card, canvas = hand.node("conv1"), lenet.canvas
        qtbot.waitUntil(lambda: bool(card.look.overlay.fill))
        for zoom in (1.0, 0.15):
            canvas.zoom_by(zoom / canvas.zoom())
            canvas.look_at(card.pos())
            picture = canvas.viewport().grab().toImage()
            place = canvas.mapFromScene(card.pos() + QPointF(CARD.right() - 7, -20))
            assert picture.pixelColor(place * picture.devicePixelRatio()).name() == card.look.overlay.fill

    def test_text_is_readable_on_every_colour_of_the_map(self, qapp: QApplication) -> None:
        from gui.canvas.overlay import on_fill

        for theme_is_dark in (True, False):
            for place in range(33):
                fill = heat.color(place / 32, theme_is_dark)
                assert _contrast(fill, on_fill(appearance.theme, fill).text) >= 4.5  # WCAG 2.1, AA

    def test_the_map_only_grows_lighter(self) -> None:
        for is_dark in (True, False):
            lightness = [_luminance(QColor(heat.color(place / 32, is_dark))) for place in range(33)]
            assert all(darker < lighter for darker, lighter in itertools.pairwise(lightness))

    def test_the_legend_says_what_and_how_much(
        self, script: Script, lenet: MainWindow, hand: Hand, qtbot: QtBot
    ) -> None:
        _color_by(Quantity.DEAD_SHARE, hand)
        live = lenet.xray.canvas_live
        assert live is not None
        assert live.legend is not None
        assert live.legend.isVisible()
        assert live.legend.text == "Dead share\nNo values yet"
        _wait_for(script, FrameKind.COLOURS, qtbot)
        script.post(FrameKind.COLOURS, colours(lenet.session.graph, step=1234))
        legend = live.legend
        qtbot.waitUntil(lambda: legend.text == "Dead share\n0 %  50 %  100 %\nstep 1,234")
        _color_by(None, hand)
        assert not legend.isVisible()

    def test_the_legend_covers_no_card_where_there_is_room(
        self, script: Script, lenet: MainWindow, hand: Hand, qtbot: QtBot
    ) -> None:
        _color_by(Quantity.GRADIENT, hand)
        live, canvas = lenet.xray.canvas_live, lenet.canvas
        assert live is not None
        assert live.legend is not None
        first = hand.node("input")
        canvas.zoom_to_actual_size()
        canvas.look_at(first.pos() + QPointF(canvas.width() / 2 - 150, canvas.height() / 2 - 80))  # to the upper left
        covered = canvas.mapFromScene(first.sceneBoundingRect()).boundingRect()
        assert covered.left() > 0
        assert covered.top() > 0
        legend = live.legend
        qtbot.waitUntil(lambda: not legend.geometry().intersects(covered))

    def test_a_group_that_is_opened_has_its_colours_at_once(
        self, script: Script, window: MainWindow, hand: Hand, qtbot: QtBot
    ) -> None:
        window.open_preset("resnet18")
        _color_by(Quantity.GRADIENT, hand)
        _wait_for(script, FrameKind.COLOURS, qtbot)
        frame = colours(window.session.graph)
        script.post(FrameKind.COLOURS, frame)
        group = window.canvas.items_by_graph.boxes["group", "layer1"]
        qtbot.waitUntil(lambda: bool(group.look.overlay.fill))
        inside = [value for node_id, value in frame.of(Quantity.GRADIENT).items() if node_id in group.node_ids]
        expected = math.hypot(*(value for value in inside if not math.isnan(value)))
        assert group.look.overlay.text == figure(Quantity.GRADIENT, expected)
        window.session.edit("Open", lambda graph: closing.open_up(graph, ("group", "layer1")))
        block = window.canvas.items_by_graph.boxes["group", "layer1.0"]
        qtbot.waitUntil(lambda: bool(block.look.overlay.fill))


class TestBackprop:
    def test_wires_show_what_flows_back_against_their_direction(
        self, script: Script, lenet: MainWindow, hand: Hand, qtbot: QtBot
    ) -> None:
        _switch_on("backprop", hand)
        _wait_for(script, FrameKind.COLOURS, qtbot)
        frame = colours(lenet.session.graph)
        script.post(FrameKind.COLOURS, frame)
        qtbot.waitUntil(lambda: not _wires(lenet)[0].head.isEmpty())
        flows = frame.of(Quantity.EDGE_GRADIENT)
        scale = QuantityScale.of(Quantity.EDGE_GRADIENT, flows.values())
        assert scale is not None
        for wire in _wires(lenet):
            place = scale.place(flows[wire.edge.source])
            assert place is not None
            assert wire.width == backward_width(place)
            assert wire.color == second(appearance.theme).name()
            tip, middle = wire.head.elementAt(0), wire.line.pointAtPercent(0.5)
            forward = wire.line.pointAtPercent(0.51) - wire.line.pointAtPercent(0.49)
            to_tip = QPointF(tip.x, tip.y) - middle
            assert QPointF.dotProduct(to_tip, forward) < 0
            assert wire.boundingRect().contains(wire.head.boundingRect())
        hand.key(Qt.Key.Key_K, CTRL)
        assert all(wire.head.isEmpty() for wire in _wires(lenet))

    def test_it_is_seen_from_afar(self, script: Script, lenet: MainWindow, hand: Hand, qtbot: QtBot) -> None:
        _switch_on("backprop", hand)
        _wait_for(script, FrameKind.COLOURS, qtbot)
        script.post(FrameKind.COLOURS, colours(lenet.session.graph))
        wire = lenet.canvas.items_by_graph.edges[next(iter(lenet.session.graph.edges))]
        qtbot.waitUntil(lambda: not wire.head.isEmpty())
        canvas = lenet.canvas
        canvas.zoom_by(0.35 / canvas.zoom())
        canvas.look_at(wire.line.pointAtPercent(0.5))
        color = second(appearance.theme).name()
        qtbot.waitUntil(lambda: color in _around(canvas, wire.line.pointAtPercent(0.5)))


def _around(canvas: CanvasView, point: QPointF) -> set[str]:
    """Return the colours painted at a point of the scene and beside it."""
    picture = canvas.viewport().grab().toImage()
    middle = canvas.mapFromScene(point) * picture.devicePixelRatio()
    return {picture.pixelColor(middle + QPoint(dx, dy)).name() for dx in (-1, 0, 1) for dy in (-1, 0, 1)}


class TestManyCards:
    """What changes hundreds of cards does so in pieces, and the window has its turn between them."""

    @pytest.fixture
    def deep(self, script: Script, window: MainWindow, hand: Hand, qtbot: QtBot) -> MainWindow:
        net = GraphBuilder()
        x = net.input((1, 8, 8))
        for place in range(300):
            x = net.add("Conv2d", x, name=f"conv{place}", out_channels=1, kernel_size=3, padding=1)
        graph = net.output(net.add("Linear", net.add("Flatten", x), out_features=10))
        window.session.edit("Build", lambda _: graph)
        window.canvas.zoom_to_fit()
        hand.key(Qt.Key.Key_K, CTRL)
        _color_by(Quantity.SPREAD, hand)
        _wait_for(script, FrameKind.COLOURS, qtbot)
        return window

    @staticmethod
    def _fills(window: MainWindow) -> list[str]:
        return [item.look.overlay.fill for item in window.canvas.items_by_graph.nodes.values()]

    def test_all_have_their_looks_in_the_end_and_some_at_first(
        self, script: Script, deep: MainWindow, qtbot: QtBot
    ) -> None:
        live = deep.xray.canvas_live
        assert live is not None
        frame = colours(deep.session.graph)
        live.painting.take(frame)
        live._show()
        assert 0 < sum(map(bool, self._fills(deep))) <= 120
        qtbot.waitUntil(lambda: all(self._fills(deep)) and bool(_wires(deep)[-1].width))
        scale = QuantityScale.of(Quantity.SPREAD, frame.of(Quantity.SPREAD).values())
        assert scale is not None
        for node_id, item in deep.canvas.items_by_graph.nodes.items():
            assert item.look.overlay.fill == heat.color(scale.place(frame.of(Quantity.SPREAD)[node_id]) or 0.0, True)
        qtbot.waitUntil(lambda: all(not wire.head.isEmpty() for wire in _wires(deep)))

    def test_frames_that_come_faster_leave_the_last_one(self, script: Script, deep: MainWindow, qtbot: QtBot) -> None:
        for seed in range(3):
            script.post(FrameKind.COLOURS, colours(deep.session.graph, step=seed, seed=seed))
            qtbot.waitUntil(lambda: script.present is not None and not script.present.mailbox._frames)
        frame = colours(deep.session.graph, step=2, seed=2)
        values = frame.of(Quantity.SPREAD)
        scale = QuantityScale.of(Quantity.SPREAD, values.values())
        assert scale is not None
        expected = [heat.color(scale.place(values[node_id]) or 0.0, True) for node_id in deep.session.graph.nodes]
        items = deep.canvas.items_by_graph.nodes
        qtbot.waitUntil(lambda: [items[node_id].look.overlay.fill for node_id in deep.session.graph.nodes] == expected)

    def test_from_afar_they_are_painted_in_it(self, script: Script, deep: MainWindow, qtbot: QtBot) -> None:
        canvas = deep.canvas
        canvas.zoom_by(0.15 / canvas.zoom())
        last = deep.canvas.items_by_graph.item_of(deep.session.graph.by_name["conv299"].id)
        assert last is not None
        canvas.look_at(last.pos())
        canvas.viewport().grab()
        script.post(FrameKind.COLOURS, colours(deep.session.graph))
        qtbot.waitUntil(lambda: all(self._fills(deep)))

        def painted() -> str:
            picture = canvas.viewport().grab().toImage()
            place = canvas.mapFromScene(last.pos() + QPointF(CARD.right() - 7, -20)) * picture.devicePixelRatio()
            return str(picture.pixelColor(place).name())

        qtbot.waitUntil(lambda: painted() == last.look.overlay.fill)


class TestFollowing:
    def test_an_edit_is_looked_into_anew(self, script: Script, lenet: MainWindow, hand: Hand, qtbot: QtBot) -> None:
        hand.key(Qt.Key.Key_T, CTRL)
        _wait_for(script, FrameKind.THUMBNAILS, qtbot)
        first = script.present
        hand.click(hand.card("tanh3"))
        hand.key(Qt.Key.Key_Delete)
        qtbot.waitUntil(lambda: script.present is not None and script.present is not first)
        assert script.present is not None
        assert script.present.graph is lenet.session.graph

    def test_a_card_that_is_moved_changes_nothing(
        self, script: Script, lenet: MainWindow, hand: Hand, qtbot: QtBot
    ) -> None:
        hand.key(Qt.Key.Key_T, CTRL)
        _wait_for(script, FrameKind.THUMBNAILS, qtbot)
        script.post(FrameKind.THUMBNAILS, thumbnails(lenet.session.graph.nodes))
        card = hand.node("conv1")
        qtbot.waitUntil(lambda: card.look.overlay.image is not None)
        hand.drag(hand.card("conv1"), hand.card("conv1") + QPoint(-90, 0))
        assert lenet.session.history.undo_label == "Move conv1"
        qtbot.wait(600)  # longer than edits are given to come to rest
        assert len(script.inspectors) == 1
        assert card.look.overlay.image is not None

    def test_another_tab_takes_over_and_the_first_is_as_it_was(
        self, script: Script, lenet: MainWindow, hand: Hand, qtbot: QtBot
    ) -> None:
        hand.key(Qt.Key.Key_T, CTRL)
        _wait_for(script, FrameKind.THUMBNAILS, qtbot)
        script.post(FrameKind.THUMBNAILS, thumbnails(lenet.session.graph.nodes))
        card = hand.node("conv1")
        qtbot.waitUntil(lambda: card.look.overlay.image is not None)
        hand.key(Qt.Key.Key_N, CTRL)
        assert card.look.overlay.image is None
        qtbot.waitUntil(lambda: script.present is None)
        hand.key(Qt.Key.Key_W, CTRL)
        qtbot.waitUntil(lambda: script.present is not None and script.present.graph is lenet.session.graph)

    def test_what_cannot_be_shown_is_said_once_until_it_can(
        self, script: Script, lenet: MainWindow, hand: Hand, qtbot: QtBot
    ) -> None:
        hand.key(Qt.Key.Key_T, CTRL)
        _wait_for(script, FrameKind.THUMBNAILS, qtbot)
        said: list[str] = []
        lenet.xray.looking.failed.connect(said.append)
        key, looker = script.key(FrameKind.THUMBNAILS), script.present
        assert key is not None
        assert looker is not None
        for step in (1, 2):
            looker.mailbox.post_fault(key, Fault(step, f"No thumbnails at step {step}."))
            qtbot.waitUntil(lambda: not looker.mailbox._faults)
        assert said == ["No thumbnails at step 1."]
        assert lenet.canvas.notice.text() == "No thumbnails at step 1."
        script.post(FrameKind.THUMBNAILS, thumbnails(lenet.session.graph.nodes))
        qtbot.waitUntil(lambda: hand.node("conv1").look.overlay.image is not None)
        looker.mailbox.post_fault(key, Fault(9, "Not again."))
        qtbot.waitUntil(lambda: said[-1] == "Not again.")

    def test_a_real_run_fills_the_cards(self, window: MainWindow, hand: Hand, qtbot: QtBot) -> None:
        window.open_preset("lenet5")
        hand.key(Qt.Key.Key_T, CTRL)
        _color_by(Quantity.GRADIENT, hand)
        hand.key(Qt.Key.Key_R, CTRL)
        card = hand.node("conv2")
        live = window.xray.canvas_live
        assert live is not None
        qtbot.waitUntil(lambda: card.look.overlay.image is not None and bool(live.painting.step), timeout=60_000)
        assert card.look.overlay.fill
        assert card.look.overlay.image is not None
        assert card.look.overlay.image.width() == 10


def _luminance(color: QColor) -> float:
    channels = (color.redF(), color.greenF(), color.blueF())
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(first: str, other: str) -> float:
    low, high = sorted((_luminance(QColor(first)), _luminance(QColor(other))))
    return (high + 0.05) / (low + 0.05)
