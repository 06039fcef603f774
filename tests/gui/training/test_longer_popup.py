"""The form that has a run go on for longer, by the mouse and keys."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from engine.project.document import Document
from engine.runs import metrics
from engine.training.config import TrainingConfig
from engine.training.events import RunExtended, RunPaused
from engine.training.longer import Longer
from gui.inspector.editor import Editor
from gui.main_window import MainWindow
from gui.training.curve_series import lr_series
from gui.training.longer_popup import LongerPopup
from gui.training.run_bar import RunBar
from gui.training.run_session import RunState
from tests.engine.runs.kept import CONFIG, NUM_STEPS, STEPS_PER_EPOCH, go_on, new_folder, outcome, same
from tests.gui.training.conftest import STARTED, Stage, post_steps
from tests.networks import small

LEFT = Qt.MouseButton.LeftButton
SHORT = replace(CONFIG, epochs=1)


@pytest.fixture
def bar(qtbot: QtBot, stage: Stage) -> RunBar:
    bar = RunBar(stage.session)
    qtbot.addWidget(bar)
    bar.resize(1360, 38)
    bar.show()
    qtbot.waitExposed(bar)
    bar.longer_wanted.connect(stage.session.lengthen)
    stage.start()
    stage.mailbox.post_event(STARTED)
    post_steps(stage.mailbox, 1, 63)
    qtbot.waitUntil(bar.more_button.isVisible)
    return bar


def enter(editor: Editor, text: str) -> None:
    field = editor.focusProxy()
    assert isinstance(field, QWidget)
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(field, text)


def opened(bar: RunBar) -> LongerPopup:
    QTest.mouseClick(bar.more_button, LEFT)
    assert bar.popup.isVisible()
    return bar.popup


def test_each_row_asks_for_its_number(bar: RunBar, stage: Stage) -> None:
    for editor, text, button in (("steps", "7", "take"), ("epochs", "2*3", "add"), ("until", "0.75", "end_there")):
        popup = opened(bar)
        enter(getattr(popup, editor), text)
        QTest.mouseClick(getattr(popup, button), LEFT)
        assert not popup.isVisible()
    assert stage.runner.lengthened == [Longer(steps=7), Longer(epochs=6), Longer(until_accuracy=0.75)]


def test_escape_asks_for_nothing(bar: RunBar, stage: Stage) -> None:
    popup = opened(bar)
    QTest.keyClick(popup, Qt.Key.Key_Escape)
    assert not popup.isVisible()
    assert stage.runner.lengthened == []


def test_it_says_whether_more_epochs_are_the_run_that_had_them_from_the_start(bar: RunBar, stage: Stage) -> None:
    assert "to the last bit" in opened(bar).note.text()
    bar.popup.hide()
    stage.session.start(small(), TrainingConfig(epochs=15, schedule="cosine"))
    bar.popup.open_above(bar.mapToGlobal(bar.rect().topRight()), stage.session.config, is_over=False)
    enter(bar.popup.epochs, "5")
    assert "a run of 20 epochs" in bar.popup.note.text()
    bar.popup.hide()


def test_what_was_added_is_in_the_position_and_the_bar(bar: RunBar, stage: Stage, qtbot: QtBot) -> None:
    stage.mailbox.post_event(RunPaused(63))
    stage.mailbox.post_event(RunExtended(20, 63, 15, 0.0))
    qtbot.waitUntil(lambda: bar.status.text() == "Paused · Epoch 3 of 20 · step 63 of 420")
    assert bar.progress.value() / bar.progress.maximum() == pytest.approx(63 / 420, abs=1e-3)
    assert stage.session.config is not None
    assert stage.session.config.epochs == 20


def test_the_curve_of_the_learning_rate_follows_both_plans(stage: Stage, qtbot: QtBot) -> None:
    config = TrainingConfig(epochs=15, schedule="cosine")
    stage.session.start(small(), config)
    stage.mailbox.post_event(STARTED)
    post_steps(stage.mailbox, 1, 315)
    stage.mailbox.post_event(RunExtended(30, 210, 15, 0.0, "It differs."))
    qtbot.waitUntil(lambda: len(stage.session.records) == 315)
    rates = lr_series(stage.session.config, stage.session.records, stage.session.events)
    assert rates.at(210) == pytest.approx(0.05 * 0.25, rel=0.05)  # cosine's two thirds of 15 epochs
    assert rates.at(211) == pytest.approx(0.05 * 0.75, rel=0.05)  # and its third of 30


@pytest.fixture
def kept(window: MainWindow, tmp_path: Path) -> MainWindow:
    window.running.places.default = tmp_path / "runs"
    window.session.open_unsaved(Document(small(), SHORT), title="small")
    return window


def finished(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: window.run_session.state is RunState.FINISHED, timeout=60_000)
    qtbot.wait(50)  # until the buttons have come to their places


def test_a_run_that_is_over_takes_steps_and_epochs_and_is_the_longer_run(kept, hand, qtbot, tmp_path):
    hand.click(hand.at(kept.settings.train_button))
    finished(kept, qtbot)
    bar = kept.run_bar
    assert not bar.pause_button.isVisible()  # there is nothing left of it
    hand.key(Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert bar.popup.isVisible()
    enter(bar.popup.steps, "5")
    QTest.mouseClick(bar.popup.take, LEFT)
    qtbot.waitUntil(lambda: kept.run_session.state is RunState.PAUSED, timeout=60_000)
    assert kept.run_session.last_event.step == STEPS_PER_EPOCH + 5
    QTest.mouseClick(bar.more_button, LEFT)
    enter(bar.popup.epochs, "1")
    QTest.mouseClick(bar.popup.add, LEFT)
    qtbot.waitUntil(lambda: kept.run_session.config.epochs == 3)
    hand.click(hand.at(bar.pause_button))
    finished(kept, qtbot)
    folder = kept.run_session.folder
    assert len(metrics.read_steps(folder.steps)) == NUM_STEPS
    whole = new_folder(tmp_path / "whole")
    go_on(whole)
    assert same(outcome(folder), outcome(whole))


def test_a_run_that_was_stopped_resumes_by_the_same_button(kept, hand, qtbot):
    kept.session.set_training("epochs", 100)
    hand.click(hand.at(kept.settings.train_button))
    qtbot.waitUntil(lambda: len(kept.run_session.records) > 2, timeout=60_000)
    hand.click(hand.at(kept.run_bar.stop_button))
    finished(kept, qtbot)
    steps = len(kept.run_session.records)
    assert kept.run_bar.pause_button.text() == "Resume"
    hand.click(hand.at(kept.run_bar.pause_button))
    qtbot.waitUntil(lambda: len(kept.run_session.records) > steps, timeout=60_000)
    assert kept.run_session.records["step"].tolist() == list(range(1, len(kept.run_session.records) + 1))


def test_it_names_what_the_task_is_measured_by(bar: RunBar) -> None:
    for task, title in (("segmentation", "mean IoU"), ("classification", "accuracy")):
        bar.popup.open_above(bar.mapToGlobal(bar.rect().topRight()), replace(SHORT, task=task), is_over=False)
        assert bar.popup._labels["until_accuracy"].text() == f"Until {title}"
        assert f"validation {title}" in bar.popup.end_there.toolTip()
        bar.popup.hide()
