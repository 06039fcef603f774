"""The chart in its window: every circle where the metadata says, and the open network among them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from torchvision import models

from engine.analysis.published import PublishedModel
from engine.graph import edits
from engine.training.config import TrainingConfig
from engine.training.events import EndReason, RunFinished
from gui.complexity.dialog import ComplexityDialog
from gui.complexity.loading import PublishedFigures
from gui.main_window import MainWindow
from tests.gui.conftest import Hand

FINISHED = RunFinished(EndReason.COMPLETED, "", None, 15, 615, 0.1, 0.972, 9.0, 1000.0)


@pytest.fixture
def dialog(window: MainWindow, hand: Hand, qtbot) -> ComplexityDialog:
    window.canvas.setFocus()
    hand.key(Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    found = window.complexity.dialog
    assert found is not None
    qtbot.waitUntil(lambda: bool(found.chart.models), timeout=60_000)
    return found


def place_of(dialog: ComplexityDialog, name: str) -> QPoint:
    circle = next(circle for circle in dialog.chart.placing.circles if circle.name == name)
    return QPoint(round(circle.x), round(circle.y))


def finish_a_run(window: MainWindow) -> None:
    """Let the window hear of a run of its network, as the runner would report it."""
    run = window.run_session
    run._graph, run._config = window.session.graph, TrainingConfig()
    run.event_received.emit(FINISHED)


def test_every_circle_stands_where_the_metadata_says(dialog):
    placing = dialog.chart.placing
    left, top, right, bottom = placing.area
    assert len(dialog.chart.models) > 70
    for model, circle in zip(dialog.chart.models, placing.circles, strict=True):
        weights = next(each for each in models.get_model_weights(model.name) if each.name == "IMAGENET1K_V1")
        across = (circle.x - left) / (right - left)
        costs = placing.costs
        assert costs.low * (costs.high / costs.low) ** across / 1e9 == pytest.approx(weights.meta["_ops"])
        up = (bottom - circle.y) / (bottom - top)
        accuracy = placing.accuracies.low + up * (placing.accuracies.high - placing.accuracies.low)
        assert 100 * accuracy == pytest.approx(weights.meta["_metrics"]["ImageNet-1K"]["acc@1"])


def test_hovering_names_a_network(dialog):
    hand = Hand(dialog)  # type: ignore[arg-type]
    hand.move(hand.at(dialog.chart, place_of(dialog, "alexnet")))
    assert dialog.chart.current is not None
    assert dialog.chart.current.name == "alexnet"
    hand.move(hand.at(dialog.chart, QPoint(60, 20)))
    assert dialog.chart.current is None


def test_the_arrow_keys_go_through_the_networks_by_cost(dialog):
    hand = Hand(dialog)  # type: ignore[arg-type]
    dialog.chart.setFocus()
    hand.key(Qt.Key.Key_Right)
    assert dialog.chart.current is dialog.chart.models[0]
    hand.key(Qt.Key.Key_Right)
    hand.key(Qt.Key.Key_Left)
    hand.key(Qt.Key.Key_Left)
    assert dialog.chart.current is dialog.chart.models[-1]


def test_a_click_opens_the_preset_of_that_name(window, qtbot):
    figures = PublishedFigures(lambda: [PublishedModel("lenet5", "LeNet", 0.99, 61_706, 416_520.0)])
    dialog = ComplexityDialog(figures, ["lenet5"], window)
    qtbot.addWidget(dialog)
    dialog.preset_chosen.connect(window.open_preset_in_tab)
    dialog.show()
    qtbot.waitUntil(lambda: bool(dialog.chart.models))
    Hand(dialog).click(dialog.chart.mapTo(dialog, place_of(dialog, "lenet5")))  # type: ignore[arg-type]
    assert "conv1" in window.session.graph.by_name


def test_what_cannot_be_read_is_said(window, qtbot):
    def fail():
        raise ImportError("no such library")

    figures = PublishedFigures(fail)
    dialog = ComplexityDialog(figures, [], window)
    qtbot.addWidget(dialog)
    dialog.show()
    with qtbot.waitSignal(figures.failed) as failed:
        pass
    assert "torchvision cannot be loaded: no such library." in failed.args[0]
    assert not dialog.chart.models


class TestTheOpenNetwork:
    def test_its_cost_follows_every_edit(self, dialog, window):
        window.open_preset("lenet5")
        live = dialog.chart.live
        assert (live.macs, live.num_params) == (window.session.inference.macs, 61_706)
        assert live.accuracy is None
        node = window.session.graph.by_name["conv1"]
        window.session.edit("Set", lambda graph: edits.set_param(graph, node.id, "out_channels", 12))
        assert dialog.chart.live.macs == window.session.inference.macs > live.macs
        circle = dialog.chart.placing.live
        assert circle.y == dialog.chart.placing.area[3]  # on the axis: it has no accuracy yet

    def test_its_accuracy_is_its_last_run_s_and_says_on_what(self, dialog, window):
        window.open_preset("lenet5")
        finish_a_run(window)
        live = dialog.chart.live
        assert (live.accuracy, live.measured_on) == (0.972, "on Handwritten digits")
        assert live.sentence == f"{window.session.title}: 97.2% on Handwritten digits."
        placing = dialog.chart.placing
        assert placing.live.y == pytest.approx(placing.y(0.972))

    def test_an_accuracy_from_before_an_edit_says_so(self, dialog, window):
        window.open_preset("lenet5")
        finish_a_run(window)
        node = window.session.graph.by_name["conv1"]
        window.session.edit("Move", lambda graph: edits.move_nodes(graph, {node.id: (5.0, 5.0)}))
        assert dialog.chart.live.measured_on == "on Handwritten digits"
        window.session.edit("Set", lambda graph: edits.set_param(graph, node.id, "out_channels", 12))
        assert dialog.chart.live.measured_on == "on Handwritten digits, before later edits"

    def test_another_tab_has_its_own(self, dialog, window):
        window.open_preset("lenet5")
        finish_a_run(window)
        window.workspace.open_tab()
        assert dialog.chart.live.accuracy is None
        assert dialog.chart.live.macs == 0
        assert dialog.chart.placing.live is None
