"""The receptive field on the image, by mouse and keys, without a run and with one."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QCheckBox

from engine.analysis.support import Box
from engine.graph import edits
from engine.probes.frames import ActivationFrame, EffectiveFieldFrame, FrameKey, FrameKind, PictureFrame, Unit
from engine.training.config import TrainingConfig
from gui.main_window import MainWindow
from gui.receptive.panel import ReceptivePanel
from gui.training.run_session import RunSession
from gui.xray.looking import Looking
from tests.gui.training.conftest import Stage

CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def panel(script, window: MainWindow, hand) -> ReceptivePanel:
    """Shows LeNet-5, which nobody looks into but the test."""
    return opened(window, hand)


def opened(window: MainWindow, hand) -> ReceptivePanel:
    window.open_preset("lenet5")
    hand.key(Qt.Key.Key_R, CTRL_SHIFT)
    found = window.docks.insights.receptive
    assert found is not None
    return found


def select(window, name):
    window.canvas.select([window.session.graph.by_name[name].id])


def pixel(panel, hand, row: float, column: float) -> QPoint:
    """Return the place in the window of the middle of a pixel of the image."""
    framing = panel.picture.framing
    x, y = framing.x(column + 0.5), framing.y(row + 0.5)
    return hand.at(panel.picture, QPoint(round(x), round(y)))


class TestWithoutARun:
    def test_it_asks_for_a_node_first(self, panel, window):
        window.canvas.select([])
        assert panel.shown is None
        assert "Select a node" in panel.notice.text()

    def test_the_selected_node_s_middle_unit_is_shown(self, panel, window, hand):
        window.canvas.zoom_to_fit()
        hand.click(hand.card("conv2"))
        assert panel.shown.name == "conv2"
        assert panel.shown.unit == (5, 5)
        assert panel.shown.box == Box(10, 10, 24, 24)
        assert panel.picture.image is None  # a grid in its place
        assert not panel.toggle.isEnabled()

    def test_a_click_on_the_image_chooses_the_unit_that_sees_it(self, panel, window, hand):
        select(window, "pool2")
        hand.click(pixel(panel, hand, 8, 23))
        assert panel.shown.unit == (0, 4)
        assert panel.shown.box == Box(0, 16, 16, 32)

    def test_dragging_goes_on_choosing(self, panel, window, hand):
        select(window, "conv1")
        hand.drag(pixel(panel, hand, 4, 4), pixel(panel, hand, 20, 24))
        assert panel.shown.unit == (18, 22)

    def test_the_arrow_keys_go_to_the_next_unit_and_stop_at_the_border(self, panel, window, hand):
        select(window, "pool2")
        panel.picture.setFocus()
        hand.key(Qt.Key.Key_Down)
        hand.key(Qt.Key.Key_Right)
        assert panel.shown.unit == (3, 3)
        for _ in range(9):
            hand.key(Qt.Key.Key_Left)
        assert panel.shown.unit == (3, 0)

    def test_it_follows_every_edit(self, panel, window):
        select(window, "conv1")
        assert panel.shown.field.size_text == "5 × 5"
        node = window.session.graph.by_name["conv1"]
        window.session.edit("Set", lambda graph: edits.set_param(graph, node.id, "kernel_size", 7))
        assert panel.shown.field.size_text == "7 × 7"
        window.session.edit("Set", lambda graph: edits.set_param(graph, node.id, "kernel_size", 99))
        assert panel.shown is None
        assert panel.notice.text()
        window.session.edit("Remove", lambda graph: edits.remove_nodes(graph, [node.id]))
        assert "Select a node" in panel.notice.text()

    def test_another_tab_begins_anew(self, panel, window):
        select(window, "conv1")
        window.workspace.open_tab()
        assert panel.shown is None
        window.workspace.show_tab(window.workspace.tabs[0])
        assert panel.shown.name == "conv1"


class TestThePictureWithoutARun:
    """The picture that all views look at lies under the field, as `Looking` has it from whoever looks in."""

    def picture(self, problem: str = "") -> PictureFrame:
        pixels = np.random.default_rng(1).integers(0, 255, (32, 32, 3), np.uint8)
        return PictureFrame(0, pixels, np.zeros((1, 32, 32), np.float32), 3, "validation image 0", problem)

    def test_a_sample_of_the_chosen_data_is_shown(self, window, hand, qtbot):
        panel = opened(window, hand)
        select(window, "conv2")
        qtbot.waitUntil(lambda: panel.picture.image is not None, timeout=20_000)
        assert panel.picture.image.shape == (32, 32, 3)
        assert panel.picture.image.std() > 0

    def test_it_is_asked_for_only_while_it_is_seen(self, script, panel, window, hand, qtbot):
        window.canvas.select([])
        assert window.xray.looking.keys == frozenset()
        select(window, "conv2")
        qtbot.waitUntil(lambda: script.key(FrameKind.PICTURE) is not None)
        frame = self.picture()
        script.post(FrameKind.PICTURE, frame)
        qtbot.waitUntil(lambda: panel.picture.image is frame.pixels)
        window.canvas.setFocus()
        hand.key(Qt.Key.Key_R, CTRL_SHIFT)
        assert script.present is None

    def test_one_that_others_look_at_already_is_shown_at_once(self, script, panel, window, qtbot):
        window.canvas.select([])
        window.xray.looking.watch("another view", {FrameKey(FrameKind.PICTURE)})
        qtbot.waitUntil(lambda: script.key(FrameKind.PICTURE) is not None)
        frame = self.picture()
        script.post(FrameKind.PICTURE, frame)
        qtbot.waitUntil(lambda: script.present.mailbox.wants(FrameKey(FrameKind.PICTURE)))
        assert panel.picture.image is frame.pixels or panel.picture.image is None
        select(window, "conv2")
        assert panel.picture.image is frame.pixels
        window.xray.looking.watch("another view", ())

    def test_of_data_that_are_not_there_a_grid_is_shown(self, script, panel, window, qtbot):
        select(window, "conv2")
        qtbot.waitUntil(lambda: script.key(FrameKind.PICTURE) is not None)
        script.post(FrameKind.PICTURE, self.picture("There are no data here."))
        qtbot.waitUntil(lambda: script.present.mailbox.wants(FrameKey(FrameKind.PICTURE)))
        assert panel.picture.image is None


@pytest.fixture
def stage() -> Stage:
    return Stage()


@pytest.fixture
def watching(qtbot, stage: Stage, window: MainWindow):
    """A panel at a scripted run of LeNet-5, with conv1 selected."""
    window.open_preset("lenet5")
    looking = Looking(stage.session)
    panel = ReceptivePanel(stage.session, looking)
    qtbot.addWidget(panel)
    panel.resize(600, 300)
    panel.show()
    panel.show_network(window.session)
    panel.show_node(window.session.graph.by_name["conv1"].id)
    stage.session.start(window.session.graph, TrainingConfig())
    panel.show_network(window.session)
    panel.show_node(window.session.graph.by_name["conv1"].id)
    yield panel
    looking.close()
    stage.session.close()


def asked(stage: Stage) -> frozenset[FrameKey]:
    return stage.mailbox.watched


class TestWithARun:
    def test_the_run_s_image_is_shown(self, watching, stage, window, qtbot):
        key = FrameKey(FrameKind.PICTURE)
        assert asked(stage) == {key}
        image = np.random.default_rng(0).integers(0, 255, (32, 32, 3), np.uint8)
        stage.mailbox.post_frame(key, PictureFrame(7, image, np.zeros((1, 32, 32), np.float32), 3, ""))
        qtbot.waitUntil(lambda: watching.picture.image is image)

    def test_the_effective_field_is_asked_for_only_when_it_is_wanted(self, watching, stage, window, qtbot):
        box = watching.findChild(QCheckBox, "effectiveField")
        assert box.isEnabled()
        box.click()
        node_id = window.session.graph.by_name["conv1"].id
        key = FrameKey(FrameKind.EFFECTIVE_FIELD, node_id, Unit(0, 14, 14))
        assert key in asked(stage)
        field = np.zeros((32, 32), np.float32)
        field[14:19, 14:19] = 1.0
        stage.mailbox.post_frame(key, EffectiveFieldFrame(7, field))
        qtbot.waitUntil(lambda: watching.picture.effective is field)
        watching.pin(node_id, (0, 0), 3)
        assert watching.picture.effective is None  # it was another unit's
        assert FrameKey(FrameKind.EFFECTIVE_FIELD, node_id, Unit(3, 0, 0)) in asked(stage)
        box.click()
        assert {found.kind for found in asked(stage)} == {FrameKind.PICTURE}

    def test_a_node_that_the_run_does_not_have_is_shown_on_a_grid(self, watching, stage, window):
        window.open_preset("lenet5")  # the same network with fresh nodes
        watching.show_node(window.session.graph.by_name["conv1"].id)
        assert watching.shown is not None
        assert watching.picture.image is None
        assert not watching.toggle.isEnabled()
        assert asked(stage) == frozenset()

    def test_hidden_it_asks_for_nothing(self, watching, stage):
        watching.hide()
        assert asked(stage) == frozenset()
        watching.show()
        assert len(asked(stage)) == 1

    def test_it_leaves_what_the_live_views_want(self, watching, stage: Stage):
        session: RunSession = stage.session
        other = FrameKey(FrameKind.GRADIENTS)
        session.watch([other])
        assert other in asked(stage)
        assert len(asked(stage)) == 2
        watching.hide()
        assert asked(stage) == {other}

    def test_a_unit_under_the_mouse_goes_before_the_selected_one_s(self, watching, window):
        conv2 = window.session.graph.by_name["conv2"].id
        watching.hover(conv2, (0, 0))
        assert (watching.shown.name, watching.shown.unit) == ("conv2", (0, 0))
        watching.hover(conv2, None)
        assert watching.shown.name == "conv1"


def test_the_mouse_over_a_map_shows_the_field_of_its_unit(script, window, hand, panel, qtbot):
    """Through the real live views: hovering shows, a click keeps."""
    window.show_live_views(True)
    views = window.live_views
    select(window, "conv1")
    plot = views.activations.plot
    qtbot.waitUntil(lambda: script.key(FrameKind.ACTIVATIONS) is not None)
    script.post(FrameKind.ACTIVATIONS, ActivationFrame(1, np.random.default_rng(0).random((6, 28, 28), np.float32), 6))
    qtbot.waitUntil(lambda: plot.maps.mosaic is not None and plot.maps.isVisible())
    left, top = plot.maps.mosaic.tile(2)
    ratio = plot.maps.devicePixelRatioF()
    size = plot.maps.mosaic.tile_width / 28
    place = QPoint(round((left + 3.5 * size) / ratio), round((top + 20.5 * size) / ratio))
    hand.move(hand.at(plot.maps, place))
    cell = plot.maps.cell
    assert panel.shown.unit == (cell.y, cell.x)
    assert panel.shown.box == Box(cell.y, cell.x, cell.y + 5, cell.x + 5)
    hand.click(hand.at(plot.maps, place))
    hand.move(hand.at(window.canvas.viewport()))
    assert panel.shown.unit == (cell.y, cell.x)
