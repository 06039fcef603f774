"""The curves of several runs, and the gradient's norm on demand."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from engine.probes.frames import FrameKey, FrameKind, GradientHistoryFrame
from engine.runtime.mailbox import Mailbox
from engine.training.config import TrainingConfig
from gui.training.curve_series import lr_series
from gui.training.live_views import LiveViews
from tests.gui.training.conftest import EPOCH, STARTED, Stage, post_steps

LEFT = Qt.MouseButton.LeftButton
HISTORY = FrameKey(FrameKind.GRADIENT_HISTORY)


@pytest.fixture
def views(qtbot: QtBot, stage: Stage) -> LiveViews:
    views = LiveViews(stage.session)
    qtbot.addWidget(views)
    views.resize(430, 740)
    views.show()
    qtbot.waitExposed(views)
    return views


def train(stage: Stage, num_steps: int, qtbot: QtBot) -> None:
    stage.start()
    stage.mailbox.post_event(STARTED)
    post_steps(stage.mailbox, 1, num_steps)
    stage.mailbox.post_event(EPOCH)
    qtbot.waitUntil(lambda: len(stage.session.records) == num_steps)


def test_a_former_run_stays_beside_the_next_even_if_nobody_saw_it(views: LiveViews, stage: Stage, qtbot: QtBot) -> None:
    train(stage, 30, qtbot)
    views.hide()
    train(stage, 20, qtbot)
    views.show()
    train(stage, 25, qtbot)
    assert [len(run.loss) for run in views.curves.former] == [30, 20]
    assert views.curves.former[0].loss.values.tolist() == (1 / np.arange(1, 31)).tolist()
    assert views.curves.former[0].validation_loss.values.tolist() == [EPOCH.validation_loss]
    assert len(views.curves.plot.loss.former_curves) == 2
    assert set(views.curves.former[1].lr.values.tolist()) == {0.05}


def test_the_gradients_norm_is_asked_for_only_when_it_is_chosen(views: LiveViews, stage: Stage, qtbot: QtBot) -> None:
    train(stage, 30, qtbot)
    plot = views.curves.plot
    qtbot.waitUntil(lambda: len(plot.loss.training) == 30)
    assert HISTORY not in stage.mailbox.watched
    plot.second.actions()[1].trigger()
    assert HISTORY in stage.mailbox.watched
    norms = np.float32([[3, 6, np.nan], [4, 8, 1]])
    frame = GradientHistoryFrame(9, ("a", "b"), ("weight",) * 2, (False,) * 2, np.array([1, 5, 9]), norms)
    stage.mailbox.post_frame(HISTORY, frame)
    qtbot.waitUntil(lambda: plot.gradient.training.values.tolist() == [5, 10, 1])
    assert plot.gradient.training.steps.tolist() == [1, 5, 9]


def test_export_writes_what_the_dialog_names(
    views: LiveViews, stage: Stage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    train(stage, 30, qtbot)
    qtbot.waitUntil(lambda: len(views.curves.plot.loss.training) == 30)
    answer = (str(tmp_path / "mine"), "Numbers (CSV) (*.csv)")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *args: answer)
    views.curves.plot.menu.export.trigger()
    assert len((tmp_path / "mine.csv").read_text().splitlines()) == 31


def test_the_learning_rate_is_that_of_the_steps() -> None:
    """Torch's own schedulers are the schedule's oracle; here it is only that each step has its own rate."""
    config = TrainingConfig(epochs=15, schedule="step", step_size=1, gamma=0.5)
    mailbox = Mailbox()
    post_steps(mailbox, 1, 63)
    rates = lr_series(config, mailbox.read_scalars()[0], (STARTED,))
    assert rates.at(21) == pytest.approx(config.lr)
    assert rates.at(22) == pytest.approx(config.lr / 2)
    assert rates.at(63) == pytest.approx(config.lr / 4)
    plateau = dataclasses.replace(config, schedule="plateau")
    reduced = dataclasses.replace(EPOCH, lr=config.lr / 10)
    rates = lr_series(plateau, mailbox.read_scalars()[0], (STARTED, reduced))
    assert rates.at(21) == pytest.approx(config.lr)
    assert rates.at(22) == pytest.approx(config.lr / 10)
