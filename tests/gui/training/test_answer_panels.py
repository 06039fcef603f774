"""Predictions and why: what is asked for, and that what is shown is what the run answers."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from engine.probes.frames import (
    ConfusionFrame,
    FrameKey,
    FrameKind,
    Method,
    PictureFrame,
    PredictionFrame,
    Why,
    WhyFrame,
)
from engine.probes.picture import Part, SamplePicture
from engine.training.config import TrainingConfig
from gui.plots.predictions_view import Answers
from gui.training.live_views import LiveViews
from gui.training.run_session import RunSession
from tests import networks
from tests.gui.training.conftest import Stage

LEFT = Qt.MouseButton.LeftButton
PICTURE, PREDICTION = FrameKey(FrameKind.PICTURE), FrameKey(FrameKind.PREDICTION)
CONFUSION = FrameKey(FrameKind.CONFUSION)
PIXELS = np.full((8, 8, 3), 99, np.uint8)
PICTURE_FRAME = PictureFrame(0, PIXELS, PIXELS.transpose(2, 0, 1).astype(np.float32), 4, "validation image 0")


def on_screen(qtbot: QtBot, session: RunSession) -> LiveViews:
    views = LiveViews(session)
    qtbot.addWidget(views)
    views.resize(430, 740)
    views.show()
    qtbot.waitExposed(views)
    return views


@pytest.fixture
def views(qtbot: QtBot, stage: Stage) -> LiveViews:
    return on_screen(qtbot, stage.session)


def raise_(views: LiveViews, panel: object) -> None:
    next(dock for dock in views.area.docks if dock.panel is panel).raise_()


def confusion() -> ConfusionFrame:
    labels, predicted = np.array([0, 0, 1, 2]), np.array([0, 1, 1, 0])
    counts = np.zeros((10, 10), np.int64)
    np.add.at(counts, (labels, predicted), 1)
    return ConfusionFrame(21, 1, labels, predicted, counts, 0.5, 0.0, ())


def test_what_is_chosen_of_the_predictions_is_asked_for(views: LiveViews, stage: Stage, qtbot: QtBot) -> None:
    stage.start()
    raise_(views, views.predictions)
    qtbot.waitUntil(lambda: {PICTURE, PREDICTION, CONFUSION} <= stage.mailbox.watched)
    assert FrameKey(FrameKind.GRADIENTS) not in stage.mailbox.watched
    stage.mailbox.post_frame(PICTURE, PICTURE_FRAME)
    answer = PredictionFrame(7, np.array([4, 9]), np.float32([0.75, 0.25]), 4, 0.75, 0.2877)
    stage.mailbox.post_frame(PREDICTION, answer)
    qtbot.waitUntil(lambda: views.predictions.view.bars.frame is answer)
    expected = "Predictions · validation image 0 · right · class 4 gets 75.0% · loss 0.288 · step 7"
    qtbot.waitUntil(lambda: views.predictions.title == expected)
    stage.mailbox.post_frame(CONFUSION, confusion())
    view = views.predictions.view
    qtbot.waitUntil(lambda: view.matrix.frame is not None)
    qtbot.mouseClick(view.choice.buttons[Answers.CONFUSION], LEFT)
    assert PREDICTION not in stage.mailbox.watched
    qtbot.mouseClick(view.matrix, LEFT, pos=view.matrix.cell(2, 0).center().toPoint())
    (samples,) = (key for key in stage.mailbox.watched if key.kind is FrameKind.SAMPLES)
    assert samples.ask.indices == (3,)  # type: ignore[union-attr]


def test_a_mistake_that_is_clicked_is_looked_at(views: LiveViews, qtbot: QtBot) -> None:
    with qtbot.waitSignal(views.picture_wanted) as wanted:
        views.predictions.view.image_chosen.emit(12)
    assert wanted.args == [SamplePicture(Part.VALIDATION, 12)]
    assert views.predictions.view.shown is Answers.PICTURE


def test_another_question_is_another_key(views: LiveViews, stage: Stage, qtbot: QtBot) -> None:
    stage.start()
    raise_(views, views.why)
    first = FrameKey(FrameKind.WHY, ask=Why(Method.GRAD_CAM))
    qtbot.waitUntil(lambda: {PICTURE, first} <= stage.mailbox.watched)
    stage.mailbox.post_frame(PICTURE, PICTURE_FRAME)
    frame = WhyFrame(9, Method.GRAD_CAM, 4, np.ones((8, 8), np.float32), is_signed=False)
    stage.mailbox.post_frame(first, frame)
    qtbot.waitUntil(lambda: views.why.view.picture.frame is frame)
    qtbot.waitUntil(lambda: views.why.title == "Why · class 4 · step 9")
    qtbot.mouseClick(views.why.view.methods.buttons[1], LEFT)
    assert first not in stage.mailbox.watched
    assert FrameKey(FrameKind.WHY, ask=Why(Method.SALIENCY)) in stage.mailbox.watched
    assert views.why.view.picture.frame is None


def test_a_real_run_answers_all(run_session: RunSession, qtbot: QtBot) -> None:
    views = on_screen(qtbot, run_session)
    run_session.start(networks.lenet(), TrainingConfig(epochs=3, device="cpu"))
    raise_(views, views.predictions)
    view = views.predictions.view
    qtbot.waitUntil(lambda: view.matrix.frame is not None and view.bars.frame is not None, timeout=60_000)
    assert view.matrix.frame is not None
    assert view.matrix.frame.counts.sum() == len(view.matrix.frame.labels)
    raise_(views, views.why)
    for place, method in enumerate(Method):
        qtbot.mouseClick(views.why.view.methods.buttons[place], LEFT)
        qtbot.waitUntil(lambda: views.why.view.picture.frame is not None, timeout=60_000)
        frame = views.why.view.picture.frame
        assert frame is not None
        assert frame.method is method
        assert frame.values.shape == (32, 32)
        assert np.abs(frame.values).max() > 0
