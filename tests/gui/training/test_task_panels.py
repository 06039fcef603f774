"""The predictions panel in the form of each task, and the row in which the task is chosen."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from engine.probes.frames import BoxesFrame, FrameKey, FrameKind, LabelsFrame, MaskFrame, PictureFrame, ReportFrame
from engine.tasks.catalogue import TASKS
from engine.tasks.report import Report
from engine.training.config import TrainingConfig, asked
from engine.training.recipe_for_data import recipe_for
from gui.plots.class_colors import class_color, mask_color
from gui.plots.predictions_view import Answers, PredictionsView
from gui.training.live_views import LiveViews
from gui.training.run_text import result_text
from presets import registry
from tests import networks
from tests.gui.conftest import Hand
from tests.gui.training.conftest import Stage
from tests.gui.training.test_run_text import FINISHED, STARTED

LEFT = Qt.MouseButton.LeftButton
NAMES = ("circle", "ring", "triangle")
PIXELS = np.zeros((16, 16, 3), np.uint8)
PICTURE = PictureFrame(0, PIXELS, PIXELS.transpose(2, 0, 1).astype(np.float32), None, "validation image 0")
REPORT = Report(
    {"mean_iou": 0.5, "pixel_accuracy": 0.9},
    ("pixels in either", "IoU"),
    ((200.0, 0.9), (40.0, 0.1), (0.0, float("nan"))),
    frozenset({"pixels in either"}),
)


@pytest.fixture
def view(qtbot: QtBot) -> PredictionsView:
    view = PredictionsView()
    qtbot.addWidget(view)
    view.resize(430, 180)
    view.set_names(NAMES)
    view.show()
    qtbot.waitExposed(view)
    return view


def shown(view: PredictionsView, task: str, frame: Any) -> None:
    view.set_task(TASKS[task])
    view.clear()
    view.show_picture(PICTURE)
    view.show_answer(frame)


def test_labels_have_a_bar_each_and_a_line_from_which_they_count(view: PredictionsView) -> None:
    frame = LabelsFrame(3, np.float32([0.9, 0.6, 0.2]), 0.5, np.array([True, False, True]), 0.7)
    shown(view, "multilabel", frame)
    assert view.answer is view.bars
    lengths = [view.bars.bar(place).width() for place in range(3)]
    assert lengths[1] / lengths[0] == pytest.approx(0.6 / 0.9, rel=1e-4)
    line = view.bars.threshold_line()
    assert line is not None
    assert view.bars.bar(1).right() > line.x1() > view.bars.bar(2).right()
    assert view.bars.verdict() == "1 of 2 labels found, 1 too many · loss 0.700"
    assert view.grab().toImage().pixelColor(view.bars.mapTo(view, line.p1().toPoint())).isValid()


def test_of_many_labels_the_likeliest_are_shown_in_their_order(view: PredictionsView) -> None:
    probabilities = np.linspace(0, 1, 40, dtype=np.float32)
    shown(view, "multilabel", LabelsFrame(3, probabilities, 0.5, None, float("nan")))
    assert len(view.bars.rows()) == 12
    assert view.bars.verdict() == "The labels of this picture are not known."


def test_masks_are_painted_in_the_colours_of_the_legend(view: PredictionsView) -> None:
    view.set_names(("background", "circle", "ring"))
    target, predicted = np.zeros((16, 16), np.int64), np.zeros((16, 16), np.int64)
    target[4:12, 4:12] = 1
    predicted[4:12, 4:12] = 2
    frame = MaskFrame(3, predicted, target, np.float32([1.0, 0.0, 0.0]), 0.75)
    shown(view, "segmentation", frame)
    assert view.masks.legend == [(0, "background 100%"), (1, "circle 0%"), (2, "ring 0%")]
    assert view.masks.verdict() == "75.0% of the pixels right · mean IoU 33.3%"
    image = view.masks.grab().toImage()
    rooms = view.masks.rooms()
    for title, label in (("truth", 1), ("answer", 2)):
        room = rooms[title]
        middle = room.adjusted(0, 0, 0, -16).center().toPoint()
        assert image.pixelColor(middle).name() == mask_color(label).name(), title


def test_a_picture_without_a_mask_says_so(view: PredictionsView) -> None:
    nothing = np.full(3, np.nan, np.float32)
    shown(view, "segmentation", MaskFrame(3, np.zeros((4, 4), np.int64), None, nothing, float("nan")))
    assert view.masks.verdict() == "The mask of this picture is not known."
    assert view.masks.legend == [(0, "circle –")]
    view.masks.grab()


def test_boxes_lie_where_they_are_answered(view: PredictionsView) -> None:
    corners, true = np.float32([[0.25, 0.25, 0.75, 0.75]]), np.float32([[0.2, 0.3, 0.7, 0.8]])
    frame = BoxesFrame(3, corners, np.array([2]), np.float32([0.87]), true, np.array([2]))
    shown(view, "detection", frame)
    assert view.boxes.captions == ["triangle 87%"]
    assert view.boxes.verdict() == "1 found · the truth: triangle"
    room, (box,), (true_box,) = view.boxes.picture_room(), view.boxes.boxes(), view.boxes.true_boxes()
    assert box.center() == room.center()
    assert true_box.left() == pytest.approx(room.left() + 0.2 * room.width(), abs=0.01)
    on_edge = box.topLeft().toPoint()
    colors = {
        view.boxes.grab().toImage().pixelColor(on_edge.x() + dx, on_edge.y() + dy).name()
        for dx in (-1, 0, 1)
        for dy in (-1, 0, 1)
    }
    assert class_color(2).name() in colors


def test_figures_of_each_class_stand_in_place_of_a_confusion_matrix(view: PredictionsView, qtbot: QtBot) -> None:
    view.set_task(TASKS["segmentation"])
    view.clear()
    button = view.choice.buttons[Answers.CONFUSION]
    assert button.text() == "per class"
    view.show_report(REPORT)
    qtbot.mouseClick(button, LEFT)
    assert view.report.isVisible()
    assert view.errors.text() == "mean IoU 50.0% · pixel accuracy 90.0%"
    cells = [[view.report.item(row, column).text() for column in range(3)] for row in range(3)]
    assert cells == [["circle", "200", "90.0%"], ["ring", "40", "10.0%"], ["triangle", "0", "–"]]
    qtbot.mouseClick(view.choice.buttons[Answers.MISTAKES], LEFT)
    assert view.mistakes.notice.startswith("A picture has no one class here")
    view.set_task(TASKS["classification"])
    view.clear()
    assert button.text() == "confusion"
    assert not view.has_validation


def test_a_result_is_said_by_the_tasks_metric() -> None:
    text = result_text(STARTED, FINISHED, TASKS["detection"].metric)
    assert text.startswith("Completed: the mAP@0.5 is 97.8% on 360 test images")


def test_a_task_that_is_chosen_brings_data_for_it_and_both_are_undone_together(window: Any, hand: Hand) -> None:
    before = window.session.document.training
    (combo,) = (box for box in window.settings.data.task.findChildren(QComboBox) if box.isVisibleTo(window))
    combo.setFocus()
    for _ in range(2):
        hand.key(Qt.Key.Key_Down)
    training = window.session.document.training
    assert (training.task, training.data) == ("segmentation", "shapes-scenes")
    assert window.settings.data.source_button.choice == "Shapes, several"
    window.settings.data.set_source("mnist")
    training = window.session.document.training
    assert (training.task, training.data) == ("classification", "mnist")
    for _ in range(4):
        if window.session.document.training != before:
            window.session.undo()
    assert window.session.document.training == before


def test_a_preset_brings_its_task(window: Any) -> None:
    window.open_preset("unet")
    training = window.session.document.training
    assert (training.task, training.data) == ("segmentation", "shapes-scenes")
    assert training.values().items() >= recipe_for(training.dataset).items()  # it learns at a press of Train
    window.session.undo()
    assert window.session.document.training.task == "classification"
    assert asked(TrainingConfig(), registry.get("yolo").task).data == "shapes-scenes"
    assert not window.session.graph.nodes


def test_the_panel_asks_and_shows(qtbot: QtBot, stage: Stage) -> None:
    views = LiveViews(stage.session)
    qtbot.addWidget(views)
    views.resize(430, 740)
    views.show()
    qtbot.waitExposed(views)
    stage.session.start(networks.lenet(), TrainingConfig(task="segmentation", data="shapes-scenes"))
    next(dock for dock in views.area.docks if dock.panel is views.predictions).raise_()
    key = FrameKey(FrameKind.CONFUSION)
    qtbot.waitUntil(lambda: key in stage.mailbox.watched)
    stage.mailbox.post_frame(key, ReportFrame(9, 1, REPORT))
    qtbot.waitUntil(lambda: views.predictions.view.has_validation)
    assert views.predictions.view.choice.buttons[Answers.CONFUSION].text() == "per class"
