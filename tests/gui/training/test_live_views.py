"""The column of live views: what they ask for, what they show, and what they say when there is nothing to show."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel, QTabBar, QWidget
from pytestqt.qtbot import QtBot

from engine.graph import edits
from engine.graph.model import Graph
from engine.probes.frames import (
    ActivationFrame,
    Channel,
    ChannelGradientFrame,
    ConvolutionFrame,
    Fault,
    Frame,
    FrameKey,
    FrameKind,
    GradientFrame,
    GradientHistogramFrame,
    GradientHistoryFrame,
    MapFrame,
    PoolingFrame,
    Shift,
    ShiftFrame,
    Unit,
)
from engine.training.config import TrainingConfig
from engine.training.events import EpochFinished, RunFailed, RunFinished
from gui.plots.gradients_view import Aspect
from gui.theme.appearance import appearance
from gui.training.live_views import LiveViews
from gui.training.run_session import RunSession, RunState
from tests import networks
from tests.gui.training.conftest import EPOCH, STARTED, Stage, post_steps, put_apart

LEFT = Qt.MouseButton.LeftButton
LENET = networks.lenet()
GRADIENTS = FrameKey(FrameKind.GRADIENTS)


def activations(name: str, graph: Graph = LENET) -> FrameKey:
    return FrameKey(FrameKind.ACTIVATIONS, graph.by_name[name].id)


def pooling(name: str, graph: Graph = LENET) -> FrameKey:
    return FrameKey(FrameKind.POOLING, graph.by_name[name].id)


def on_screen(qtbot: QtBot, session: RunSession) -> LiveViews:
    """Show the views, those that tests look at together in stacks of their own."""
    views = LiveViews(session)
    qtbot.addWidget(views)
    put_apart(views, views.pooling, views.gradients)
    views.resize(430, 740)
    views.show()
    qtbot.waitExposed(views)
    return views


@pytest.fixture
def views(qtbot: QtBot, stage: Stage) -> Iterator[LiveViews]:
    return on_screen(qtbot, stage.session)


def post(stage: Stage, key: FrameKey, frame: Frame, qtbot: QtBot) -> None:
    """Hand a frame over and wait until it is taken."""
    stage.mailbox.post_frame(key, frame)
    qtbot.waitUntil(lambda: key not in stage.mailbox._frames)


def maps(step: int, *shape: int) -> ActivationFrame:
    return ActivationFrame(step, np.random.default_rng(step).random(shape).astype(np.float32), shape[0])


class TestWhatIsAsked:
    def test_a_new_run_is_asked_for_the_first_convolution_and_pooling_and_the_gradients(
        self, views: LiveViews, stage: Stage
    ) -> None:
        stage.start()
        assert stage.runner.calls[-1] == "start"
        assert stage.mailbox.watched == {activations("conv1"), pooling("pool1"), GRADIENTS}

    def test_the_selection_is_asked_for(self, views: LiveViews, stage: Stage) -> None:
        stage.start()
        views.set_selection(LENET.by_name["conv2"].id, "conv2")
        assert stage.mailbox.watched == {activations("conv2"), pooling("pool2"), GRADIENTS}
        views.set_selection(LENET.by_name["pool1"].id, "pool1")
        assert stage.mailbox.watched == {activations("pool1"), pooling("pool1"), GRADIENTS}
        views.set_selection(None)
        assert stage.mailbox.watched == {activations("conv1"), pooling("pool1"), GRADIENTS}

    def test_a_selection_made_before_the_run_counts(self, views: LiveViews, stage: Stage) -> None:
        views.set_selection(LENET.by_name["fc1"].id, "fc1")
        stage.start()
        assert activations("fc1") in stage.mailbox.watched

    def test_a_folded_panel_asks_for_nothing(self, views: LiveViews, stage: Stage, qtbot: QtBot) -> None:
        stage.start()
        qtbot.mouseClick(views.activations.title_row.fold_button, LEFT)
        assert stage.mailbox.watched == {pooling("pool1"), GRADIENTS}
        qtbot.mouseClick(views.activations.title_row.fold_button, LEFT)
        assert stage.mailbox.watched == {activations("conv1"), pooling("pool1"), GRADIENTS}

    def test_a_hidden_column_asks_for_nothing(self, views: LiveViews, stage: Stage) -> None:
        stage.start()
        views.hide()
        assert stage.mailbox.watched == set()
        views.show()
        assert stage.mailbox.watched == {activations("conv1"), pooling("pool1"), GRADIENTS}

    def test_a_hidden_column_asks_nothing_of_a_new_run_either(self, views: LiveViews, stage: Stage) -> None:
        views.hide()
        stage.start()
        assert stage.mailbox.watched == set()

    def test_the_same_again_is_not_asked_twice(self, views: LiveViews, stage: Stage) -> None:
        stage.start()
        before = stage.runner.calls.count("watch")
        views.set_selection(None)
        views.set_selection(LENET.by_name["conv1"].id, "conv1")
        assert stage.runner.calls.count("watch") == before

    def test_views_made_during_a_run_show_it(self, stage: Stage, qtbot: QtBot) -> None:
        stage.start()
        stage.mailbox.post_event(STARTED)
        stage.mailbox.post_event(EPOCH)
        post_steps(stage.mailbox, 1, 30)
        qtbot.waitUntil(lambda: len(stage.session.records) == 30)
        views = on_screen(qtbot, stage.session)
        assert stage.mailbox.watched == {activations("conv1"), pooling("pool1"), GRADIENTS}
        assert len(views.curves.plot.loss.training) == 30
        assert len(views.curves.plot.loss.validation) == 1
        assert views.curves.notice == ""


class TestWhatIsShown:
    def test_curves_are_the_records_and_the_epochs(self, views: LiveViews, stage: Stage, qtbot: QtBot) -> None:
        stage.start()
        stage.mailbox.post_event(STARTED)
        post_steps(stage.mailbox, 1, 21)
        stage.mailbox.post_event(EPOCH)
        post_steps(stage.mailbox, 22, 40)
        plot = views.curves.plot
        qtbot.waitUntil(lambda: len(plot.loss.training) == 40)
        steps = np.arange(1, 41)
        assert plot.loss.training.steps.tolist() == steps.tolist()
        assert plot.loss.training.values.tolist() == (1 / steps).tolist()
        assert plot.accuracy.training.values.tolist() == (1 - 1 / steps).tolist()
        assert plot.loss.validation.steps.tolist() == [21]
        assert plot.loss.validation.values.tolist() == [EPOCH.validation_loss]
        assert plot.accuracy.validation.values.tolist() == [EPOCH.validation_accuracy]
        qtbot.waitUntil(lambda: views.curves.title == "Curves · step 40")

    def test_hidden_curves_are_drawn_when_they_are_seen_again(
        self, views: LiveViews, stage: Stage, qtbot: QtBot
    ) -> None:
        stage.start()
        views.hide()
        post_steps(stage.mailbox, 1, 20)
        qtbot.waitUntil(lambda: len(stage.session.records) == 20)
        assert len(views.curves.plot.loss.training) == 0
        views.show()
        assert len(views.curves.plot.loss.training) == 20

    def test_folded_curves_are_drawn_when_they_are_opened(self, views: LiveViews, stage: Stage, qtbot: QtBot) -> None:
        stage.start()
        qtbot.mouseClick(views.curves.title_row.fold_button, LEFT)
        post_steps(stage.mailbox, 1, 20)
        qtbot.waitUntil(lambda: len(stage.session.records) == 20)
        assert len(views.curves.plot.loss.training) == 0
        qtbot.mouseClick(views.curves.title_row.fold_button, LEFT)
        assert len(views.curves.plot.loss.training) == 20

    def test_activations_are_the_frame_and_the_title_says_of_what(
        self, views: LiveViews, stage: Stage, qtbot: QtBot
    ) -> None:
        stage.start()
        frame = maps(120, 6, 28, 28)
        post(stage, activations("conv1"), frame, qtbot)
        assert views.activations.plot.frame is frame
        assert views.activations.title == "Activations · conv1 · 6 × 28 × 28 · step 120"
        assert views.activations.notice == ""

    def test_titles_say_what_is_left_out(self, views: LiveViews, stage: Stage, qtbot: QtBot) -> None:
        stage.start()
        values = np.zeros((64, 7, 7), np.float32)
        post(stage, activations("conv1"), ActivationFrame(1, values, 512), qtbot)
        assert views.activations.title == "Activations · conv1 · 512 × 7 × 7, first 64 · step 1"
        post(stage, activations("conv1"), ActivationFrame(2, np.zeros(10, np.float32), 10), qtbot)
        assert views.activations.title == "Activations · conv1 · 10 values · step 2"

    def test_pooling_is_the_frame(self, views: LiveViews, stage: Stage, qtbot: QtBot) -> None:
        stage.start()
        before = np.random.default_rng(0).random((6, 28, 28)).astype(np.float32)
        frame = PoolingFrame(7, before, before[:, ::2, ::2], 6)
        post(stage, pooling("pool1"), frame, qtbot)
        assert views.pooling.plot.frame is frame
        assert views.pooling.title == "Pooling · pool1 · step 7"

    def test_gradients_are_the_frame_under_the_networks_names(
        self, views: LiveViews, stage: Stage, qtbot: QtBot
    ) -> None:
        stage.start()
        ids = tuple(LENET.by_name[name].id for name in ("conv1", "conv1", "fc3"))
        norms = np.array([0.5, 0.25, 2.0], np.float32)
        post(stage, GRADIENTS, GradientFrame(9, ids, ("weight", "bias", "weight"), norms), qtbot)
        groups = views.gradients.plot.groups
        assert [group.name for group in groups] == ["conv1", "fc3"]
        assert [bar.norm for group in groups for bar in group.bars] == norms.tolist()
        assert views.gradients.title == "Gradients · norm of each layer · step 9"

    def test_another_selection_clears_the_old_picture_at_once(
        self, views: LiveViews, stage: Stage, qtbot: QtBot
    ) -> None:
        stage.start()
        stage.mailbox.post_event(STARTED)
        post(stage, activations("conv1"), maps(5, 6, 28, 28), qtbot)
        views.set_selection(LENET.by_name["conv2"].id, "conv2")
        assert views.activations.plot.frame is None
        assert views.activations.title == "Activations · conv2"
        post(stage, activations("conv2"), maps(6, 16, 10, 10), qtbot)
        assert views.activations.plot.frame.values.shape == (16, 10, 10)

    def test_pooling_stays_while_the_selection_means_the_same_layer(
        self, views: LiveViews, stage: Stage, qtbot: QtBot
    ) -> None:
        stage.start()
        before = np.zeros((6, 28, 28), np.float32)
        frame = PoolingFrame(7, before, before[:, ::2, ::2], 6)
        post(stage, pooling("pool1"), frame, qtbot)
        views.set_selection(LENET.by_name["tanh1"].id, "tanh1")
        assert views.pooling.plot.frame is frame

    def test_a_new_run_clears_all(self, views: LiveViews, stage: Stage, qtbot: QtBot) -> None:
        stage.start()
        stage.mailbox.post_event(STARTED)
        post_steps(stage.mailbox, 1, 21)
        post(stage, activations("conv1"), maps(5, 6, 28, 28), qtbot)
        post(stage, GRADIENTS, GradientFrame(9, ("n1",), ("weight",), np.ones(1, np.float32)), qtbot)
        qtbot.waitUntil(lambda: len(views.curves.plot.loss.training) == 21)
        stage.start()
        assert views.activations.plot.frame is None
        assert views.gradients.plot.groups == ()
        assert len(views.curves.plot.loss.training) == 0
        assert [panel.notice for panel in views.panels] == ["Loading PyTorch and the images…"] * len(views.panels)
        assert not any("step" in panel.title for panel in views.panels)

    def test_a_frame_of_the_former_selection_is_passed_over(self, views: LiveViews, stage: Stage, qtbot: QtBot) -> None:
        stage.start()
        stage.session.frames_received.emit({activations("conv2"): maps(1, 16, 10, 10)})
        assert views.activations.plot.frame is None


class TestWhatIsSaid:
    def test_before_the_first_run_each_view_says_what_it_is_for(self, views: LiveViews) -> None:
        assert [panel.title for panel in views.panels] == [panel.title_row.name for panel in views.panels]
        others = [panel for panel in views.panels if panel is not views.curves]
        assert views.curves.notice.startswith("Press Train")
        assert all(panel.notice.startswith("Build a network that works") for panel in others)

    def test_no_sentence_is_cut(self, views: LiveViews, stage: Stage) -> None:
        views.resize(360, 600)
        for shown in (None, "a.rather.long.name_of_a_node"):
            if shown is not None:
                stage.start()
                views.set_selection("unknown", shown)
            for panel in views.panels:
                views.area.dock_of(panel).raise_()
                QApplication.processEvents()
                label = next(label for label in panel.findChildren(QLabel) if label.text() == panel.notice)
                assert label.height() >= label.heightForWidth(label.width())
                assert panel.rect().contains(
                    label.geometry().translated(label.parentWidget().mapTo(panel, label.rect().topLeft()))
                )

    def test_a_node_that_came_after_train(self, views: LiveViews, stage: Stage) -> None:
        stage.start()
        views.set_selection("unknown", "conv4")
        assert views.activations.notice == "conv4 is not part of this run: it was added after Train."
        assert views.activations.title == "Activations"
        assert stage.mailbox.watched == {pooling("pool1"), GRADIENTS}
        views.set_selection(None)
        assert stage.mailbox.watched == {activations("conv1"), pooling("pool1"), GRADIENTS}

    def test_who_waits_long_is_told(self, views: LiveViews, stage: Stage, qtbot: QtBot) -> None:
        stage.start()
        stage.mailbox.post_event(STARTED)
        qtbot.waitUntil(lambda: stage.session.state is RunState.RUNNING)
        views.set_selection(LENET.by_name["conv2"].id, "conv2")
        assert views.activations.notice == ""
        qtbot.waitUntil(lambda: views.activations.notice == "Waiting for the next step…")

    def test_a_failed_run_has_nothing_to_show(self, views: LiveViews, stage: Stage, qtbot: QtBot) -> None:
        stage.start()
        stage.mailbox.post_event(RunFailed("No.", None, ""))
        sentence = "This run failed before there was anything to show."
        qtbot.waitUntil(lambda: [panel.notice for panel in views.panels] == [sentence] * len(views.panels))

    def test_a_network_without_pooling(self, views: LiveViews, stage: Stage) -> None:
        graph = LENET
        for name in ("pool1", "pool2"):
            graph = edits.remove_nodes(graph, {graph.by_name[name].id})
        stage.start(
            edits.connect(edits.connect(graph, *_ids(graph, "tanh1", "conv2")), *_ids(graph, "tanh2", "flatten"))
        )
        assert views.pooling.notice == "This network has no pooling layer."

    def test_after_close_all_is_as_in_the_beginning(self, views: LiveViews, stage: Stage, qtbot: QtBot) -> None:
        stage.start()
        post(stage, activations("conv1"), maps(5, 6, 28, 28), qtbot)
        stage.session.close()
        others = [panel for panel in views.panels if panel is not views.curves]
        assert views.curves.notice.startswith("Press Train")
        assert all(panel.notice.startswith("Build a network that works") for panel in others)
        assert [panel.title for panel in views.panels] == [panel.title_row.name for panel in views.panels]


def _ids(graph: Graph, *names: str) -> list[str]:
    return [graph.by_name[name].id for name in names]


def test_folding_leaves_the_title_and_gives_the_room_to_the_others(views: LiveViews, qtbot: QtBot) -> None:
    before = views.activations.height()
    dock = views.area.dock_of(views.pooling)
    qtbot.mouseClick(views.pooling.title_row.fold_button, LEFT)
    qtbot.waitUntil(lambda: dock.height() == views.pooling.title_row.height())
    qtbot.waitUntil(lambda: views.activations.height() > before)
    qtbot.mouseClick(views.pooling.title_row.fold_button, LEFT)
    qtbot.waitUntil(lambda: dock.height() > views.pooling.title_row.height())


def test_the_theme_can_change_at_any_time(views: LiveViews, stage: Stage, qtbot: QtBot) -> None:
    appearance.toggle()
    stage.start()
    post(stage, activations("conv1"), maps(5, 6, 28, 28), qtbot)
    appearance.toggle()
    views.grab()


def test_two_epochs_of_lenet_are_seen_in_every_view(qtbot: QtBot, run_session: RunSession) -> None:
    graph = networks.lenet()
    views = on_screen(qtbot, run_session)
    shown: dict[FrameKey, Frame] = {}
    run_session.frames_received.connect(shown.update)
    run_session.start(graph, TrainingConfig(epochs=2))
    qtbot.waitUntil(lambda: run_session.state is RunState.FINISHED, timeout=120_000)
    finished = run_session.last_event
    assert isinstance(finished, RunFinished)
    qtbot.waitUntil(lambda: len(views.curves.plot.loss.training) == finished.step)
    qtbot.waitUntil(lambda: len(views.curves.plot.loss.validation) == finished.epoch)  # drawn a little later

    records = run_session.records
    curves = views.curves.plot
    assert curves.loss.training.values.tolist() == records["loss"].tolist()
    assert curves.accuracy.training.values.tolist() == records["accuracy"].tolist()
    epochs = [event for event in run_session.events if isinstance(event, EpochFinished)]
    assert curves.loss.validation.values.tolist() == [epoch.validation_loss for epoch in epochs]
    assert curves.accuracy.validation.values.tolist() == [epoch.validation_accuracy for epoch in epochs]

    gradients = shown[GRADIENTS]
    assert isinstance(gradients, GradientFrame)
    bars = [(group.node_id, bar.parameter, bar.norm) for group in views.gradients.plot.groups for bar in group.bars]
    assert bars == list(zip(gradients.node_ids, gradients.parameters, gradients.norms.tolist(), strict=True))
    assert [group.name for group in views.gradients.plot.groups] == ["conv1", "conv2", "fc1", "fc2", "fc3"]

    assert views.activations.plot.frame is shown[activations("conv1", graph)]
    assert views.pooling.plot.frame is shown[pooling("pool1", graph)]
    views.set_selection(graph.by_name["output"].id, "output")  # over, and still to be looked into
    qtbot.waitUntil(lambda: views.activations.plot.frame is not None)
    assert views.activations.plot.frame.values.shape == (10,)


@pytest.mark.parametrize("is_light", [False, True])
@pytest.mark.parametrize("width", [360, 430, 600])
def test_no_label_leaves_its_panel(qtbot: QtBot, stage: Stage, width: int, is_light: bool) -> None:
    if is_light:
        appearance.toggle()
    views = on_screen(qtbot, stage.session)
    views.resize(width, 740)
    stage.start()
    stage.mailbox.post_event(STARTED)
    post_steps(stage.mailbox, 1, 21)
    before = np.random.default_rng(0).normal(size=(6, 28, 28)).astype(np.float32)
    post(stage, activations("conv1"), ActivationFrame(1, before, 6), qtbot)
    post(stage, pooling("pool1"), PoolingFrame(1, before, before[:, ::2, ::2], 6), qtbot)
    qtbot.waitUntil(lambda: views.curves.notice == "")
    for panel in views.panels:
        for child in panel.findChildren(QWidget):
            if child.isVisible():
                corner = child.mapTo(panel, child.rect().bottomRight())
                assert panel.rect().contains(corner), f"{panel.title}: {child}"
    if is_light:
        appearance.toggle()


class TestGradientsInThreeWays:
    """Only the way that is looked at is asked for."""

    def test_over_time_and_values_are_asked_when_they_are_chosen(
        self, views: LiveViews, stage: Stage, qtbot: QtBot
    ) -> None:
        stage.start()
        ids = tuple(LENET.by_name[name].id for name in ("conv1", "conv1", "fc3"))
        parameters = ("weight", "bias", "weight")
        post(stage, GRADIENTS, GradientFrame(9, ids, parameters, np.float32([0.5, 0.25, 2.0])), qtbot)
        view = views.gradients.view
        history = FrameKey(FrameKind.GRADIENT_HISTORY)
        assert history not in stage.mailbox.watched
        qtbot.mouseClick(view.aspects.buttons[Aspect.TIME], LEFT)
        assert history in stage.mailbox.watched
        norms = np.float32([[3, 6], [4, 8], [1, 2]])
        frame = GradientHistoryFrame(9, ids, parameters, (False,) * 3, np.array([1, 9]), norms)
        post(stage, history, frame, qtbot)
        assert view.heat_map.rows is not None
        assert view.heat_map.rows.names == ("conv1", "fc3")
        assert view.heat_map.rows.norms.tolist() == [[5, 10], [1, 2]]
        qtbot.mouseClick(view.aspects.buttons[Aspect.VALUES], LEFT)
        assert history not in stage.mailbox.watched
        values = FrameKey(FrameKind.GRADIENT_HISTOGRAM, ids[0])
        assert values in stage.mailbox.watched
        views.set_selection(ids[2], "fc3")
        assert FrameKey(FrameKind.GRADIENT_HISTOGRAM, ids[2]) in stage.mailbox.watched
        assert values not in stage.mailbox.watched
        assert views.gradients.title == "Gradients · fc3 · step 9"
        histogram = GradientHistogramFrame(9, ("weight",), np.float32([[-1, 0, 1]]), np.array([[3, 4]]), (False,))
        post(stage, FrameKey(FrameKind.GRADIENT_HISTOGRAM, ids[2]), histogram, qtbot)
        assert view.histogram.shown[0].counts.tolist() == [3, 4]


class TestOneMapLarge:
    def test_the_click_asks_for_the_map_and_the_picture_and_draws_the_field(
        self, views: LiveViews, stage: Stage, qtbot: QtBot
    ) -> None:
        stage.start()
        views.set_selection(LENET.by_name["conv2"].id, "conv2")
        frame = maps(5, 16, 10, 10)
        post(stage, activations("conv2"), frame, qtbot)
        plot = views.activations.plot
        qtbot.waitUntil(lambda: plot.maps.isVisible() and plot.maps.mosaic is not None)
        left, top = plot.maps.mosaic.tile(3)
        qtbot.mouseClick(plot.maps, LEFT, pos=QPoint(left, top))
        key = FrameKey(FrameKind.MAP, LENET.by_name["conv2"].id, Channel(3))
        assert {key, FrameKey(FrameKind.PICTURE), activations("conv2")} <= stage.mailbox.watched
        full = np.random.default_rng(1).random((10, 10)).astype(np.float32)
        post(stage, key, MapFrame(5, 3, full, 0.0, 1.0, 0.5, 0.1), qtbot)
        assert np.array_equal(plot.enlarged.map.values[0], full)
        sight = plot.enlarged.field.shown
        assert (sight.unit, (sight.box.y0, sight.box.x0, sight.box.y1, sight.box.x1)) == ((0, 0), (0, 0, 14, 14))
        qtbot.mouseClick(plot.enlarged.back, LEFT)
        assert key not in stage.mailbox.watched
        assert FrameKey(FrameKind.PICTURE) not in stage.mailbox.watched

    def test_the_order_by_gradient_asks_for_gradients(self, views: LiveViews, stage: Stage, qtbot: QtBot) -> None:
        stage.start()
        post(stage, activations("conv1"), maps(5, 6, 28, 28), qtbot)
        key = FrameKey(FrameKind.CHANNEL_GRADIENTS, LENET.by_name["conv1"].id)
        assert key not in stage.mailbox.watched
        qtbot.mouseClick(views.activations.plot.ordered.order_choice.buttons[2], LEFT)
        assert key in stage.mailbox.watched
        norms = np.arange(6, dtype=np.float32)
        post(stage, key, ChannelGradientFrame(5, norms, is_predicted=False), qtbot)
        assert views.activations.plot.ordered.places.tolist() == [5, 4, 3, 2, 1, 0]


def test_the_shift_slider_asks_for_the_shifted_picture(views: LiveViews, stage: Stage, qtbot: QtBot) -> None:
    stage.start()
    before = np.random.default_rng(0).random((6, 28, 28)).astype(np.float32)
    post(stage, pooling("pool1"), PoolingFrame(7, before, before[:, ::2, ::2], 6, kept_share=0.25), qtbot)
    assert views.pooling.title == "Pooling · pool1 · 25.0% of its input kept · step 7"
    plot = views.pooling.plot
    qtbot.keyClick(plot.sliders.across, Qt.Key.Key_Right)
    qtbot.keyClick(plot.sliders.across, Qt.Key.Key_Right)
    shifts = {key.ask for key in stage.mailbox.watched if key.kind is FrameKind.SHIFT}
    assert shifts == {Shift(2, 0)}
    key = FrameKey(FrameKind.SHIFT, LENET.by_name["pool1"].id, Shift(2, 0))
    after = before[:, ::2, ::2]
    post(stage, key, ShiftFrame(7, Shift(2, 0), after, after * 1.1, 0.4, 0.1, 0.5), qtbot)
    assert plot.facts.text() == "change: picture 50%, input 40%, output 10%, ratio 0.25"


class TestConvolutionInNumbers:
    def test_only_a_view_in_front_asks_and_it_asks_for_the_unit_its_maps_and_the_last_convolution(
        self, views: LiveViews, stage: Stage, qtbot: QtBot
    ) -> None:
        stage.start()
        views.set_selection(LENET.by_name["pool2"].id, "pool2")
        assert not any(key.kind is FrameKind.CONVOLUTION for key in stage.mailbox.watched)
        bar = next(bar for bar in views.area.findChildren(QTabBar) if bar.isVisible() and _has(bar, "Convolution"))
        place = next(at for at in range(bar.count()) if bar.tabText(at) == "Convolution")
        qtbot.mouseClick(bar, LEFT, pos=bar.tabRect(place).center())
        conv2, pool1 = LENET.by_name["conv2"].id, LENET.by_name["pool1"].id
        qtbot.waitUntil(lambda: FrameKey(FrameKind.CONVOLUTION, conv2, Unit(0, 0, 0)) in stage.mailbox.watched)
        assert FrameKey(FrameKind.MAP, conv2, Channel(0)) in stage.mailbox.watched
        frame = explained()
        post(stage, FrameKey(FrameKind.CONVOLUTION, conv2, Unit(0, 0, 0)), frame, qtbot)
        plot = views.convolution.plot
        assert np.array_equal(plot.patch.values, frame.patch[frame.strongest(1)[0]])
        middle = FrameKey(FrameKind.CONVOLUTION, conv2, Unit(0, 5, 5))
        source = FrameKey(FrameKind.MAP, pool1, Channel(frame.strongest(1)[0]))
        assert {middle, source} <= stage.mailbox.watched
        values = np.random.default_rng(3).random((14, 14)).astype(np.float32)
        post(stage, source, MapFrame(1, source.ask.channel, values, 0.0, 1.0, 0.5, 0.1), qtbot)
        assert np.array_equal(plot.input_map.values[0], values)
        assert views.convolution.title == "Convolution · conv2 · 6 × 14 × 14 → 16 × 10 × 10 · step 1"


def _has(bar: QTabBar, name: str) -> bool:
    return name in [bar.tabText(at) for at in range(bar.count())]


def explained() -> ConvolutionFrame:
    patch, kernel = np.random.default_rng(2).normal(size=(2, 6, 5, 5)).astype(np.float32)
    value = float((patch * kernel).sum()) + 0.5
    places = tuple(range(5))
    return ConvolutionFrame(1, Unit(0, 0, 0), patch, kernel, places, places, 0, 0.5, value, (6, 14, 14), (16, 10, 10))


class TestFaults:
    """A view whose frames cannot be made says so below its picture, until they can."""

    KEY = activations("conv1")

    def _post(self, stage: Stage, message: str, qtbot: QtBot, key: FrameKey = KEY) -> None:
        stage.mailbox.post_fault(key, Fault(3, message))
        qtbot.waitUntil(lambda: key not in stage.mailbox._faults)

    def test_the_sentence_stands_below_the_picture_and_goes_with_the_next(
        self, views: LiveViews, stage: Stage, qtbot: QtBot
    ) -> None:
        stage.start()
        post(stage, self.KEY, maps(1, 6, 28, 28), qtbot)
        self._post(stage, "conv1: activations could not be shown.", qtbot)
        assert views.activations.fault == "conv1: activations could not be shown."
        (line,) = views.activations.findChildren(QLabel, "fault")
        assert line.isVisible()
        assert views.activations.notice == ""
        assert [panel.fault for panel in views.panels].count("") == len(views.panels) - 1
        post(stage, self.KEY, maps(2, 6, 28, 28), qtbot)
        assert views.activations.fault == ""
        assert not line.isVisible()

    def test_it_goes_with_another_node_and_with_another_run(self, views: LiveViews, stage: Stage, qtbot: QtBot) -> None:
        stage.start()
        self._post(stage, "No maps.", qtbot)
        views.set_selection(LENET.by_name["conv2"].id, "conv2")
        assert views.activations.fault == ""
        views.set_selection(LENET.by_name["conv1"].id, "conv1")
        assert views.activations.fault == "No maps."
        stage.start()
        assert views.activations.fault == ""
