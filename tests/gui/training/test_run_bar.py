"""The strip at the window's foot: what it says, and what its buttons do."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from engine.training.config import TrainingConfig
from engine.training.events import EndReason, RunFailed, RunFinished, RunPaused, RunResumed
from gui.theme.appearance import appearance
from gui.training.failure_details import FailureDetails
from gui.training.run_bar import RunBar
from gui.training.run_session import RunSession, RunState
from tests import networks
from tests.engine.runs.kept import CONFIG, go_on, new_folder
from tests.gui.modal import when_a_dialog_opens
from tests.gui.training.conftest import STARTED, Stage, post_steps
from tests.networks import small

LEFT = Qt.MouseButton.LeftButton


def on_screen(qtbot: QtBot, session: RunSession, width: int = 1360) -> RunBar:
    bar = RunBar(session)
    qtbot.addWidget(bar)
    bar.resize(width, 38)
    bar.show()
    qtbot.waitExposed(bar)
    return bar


@pytest.fixture
def bar(qtbot: QtBot, stage: Stage) -> Iterator[RunBar]:
    return on_screen(qtbot, stage.session)


def finished(reason: EndReason, **values) -> RunFinished:
    return RunFinished(
        **{
            "reason": reason,
            "message": "",
            "node_id": None,
            "epoch": 15,
            "step": 315,
            "train_loss": 0.01,
            "test_accuracy": 0.97777,
            "seconds": 8.6,
            "images_per_second": 2000.0,
            **values,
        }
    )


def test_before_a_run_it_says_what_will_be_here(bar: RunBar) -> None:
    assert "Press Train" in bar.status.text()
    for widget in (bar.progress, bar.rate, bar.time_left, bar.device, bar.dot):
        assert not widget.isVisible()
    for button in (bar.pause_button, bar.stop_button, bar.details_button):
        assert not button.isVisible()


def test_while_it_gets_ready_it_can_be_stopped(bar: RunBar, stage: Stage, qtbot: QtBot) -> None:
    stage.start()
    assert bar.status.text() == "Loading PyTorch and the images…"
    assert not bar.pause_button.isVisible()
    qtbot.mouseClick(bar.stop_button, LEFT)
    assert stage.runner.calls == ["start", "stop"]


def test_while_it_runs_it_says_where_how_fast_and_how_long(bar: RunBar, stage: Stage, qtbot: QtBot) -> None:
    stage.start()
    stage.mailbox.post_event(STARTED)
    post_steps(stage.mailbox, 1, 63, seconds_a_step=0.05)
    qtbot.waitUntil(lambda: bar.status.text() == "Epoch 3 of 15 · step 63 of 315")
    assert bar.progress.value() / bar.progress.maximum() == pytest.approx(63 / 315)
    assert bar.rate.text() == "1,280 images/s"
    assert bar.time_left.text() == "0:13 left"
    assert bar.device.text() == "CPU, 1 of 2 cores"
    assert not any(label.is_elided for label in (bar.status, bar.rate, bar.time_left, bar.device))


def test_words_change_four_times_a_second(bar: RunBar, stage: Stage, qtbot: QtBot) -> None:
    stage.start()
    stage.mailbox.post_event(STARTED)
    qtbot.waitUntil(lambda: stage.session.state is RunState.RUNNING)
    texts, begin = set(), time.monotonic()
    for step in range(1, 31):
        post_steps(stage.mailbox, step, step)
        qtbot.wait(34)
        texts.add(bar.status.text())
    assert 2 <= len(texts) <= (time.monotonic() - begin) / 0.25 + 2
    qtbot.waitUntil(lambda: "step 30 " in bar.status.text())


def test_nothing_moves_as_numbers_grow(bar: RunBar, stage: Stage, qtbot: QtBot) -> None:
    stage.start()
    stage.mailbox.post_event(STARTED)
    post_steps(stage.mailbox, 1, 2)
    qtbot.waitUntil(lambda: "step 2 " in bar.status.text())
    qtbot.wait(20)
    places = [widget.geometry() for widget in (bar.progress, bar.rate, bar.time_left, bar.pause_button)]
    post_steps(stage.mailbox, 3, 300)
    qtbot.waitUntil(lambda: "step 300 " in bar.status.text())
    qtbot.wait(20)
    assert [widget.geometry() for widget in (bar.progress, bar.rate, bar.time_left, bar.pause_button)] == places


def test_pause_and_resume_by_one_button(bar: RunBar, stage: Stage, qtbot: QtBot) -> None:
    stage.start()
    stage.mailbox.post_event(STARTED)
    post_steps(stage.mailbox, 1, 63)
    qtbot.waitUntil(bar.pause_button.isVisible)
    assert bar.pause_button.text() == "Pause"
    qtbot.mouseClick(bar.pause_button, LEFT)
    assert bar.status.text() == "Pausing after this step…"
    assert not bar.pause_button.isEnabled()
    stage.mailbox.post_event(RunPaused(63))
    qtbot.waitUntil(lambda: bar.pause_button.text() == "Resume")
    assert bar.pause_button.isEnabled()
    assert bar.status.text() == "Paused · Epoch 3 of 15 · step 63 of 315"
    qtbot.mouseClick(bar.pause_button, LEFT)
    stage.mailbox.post_event(RunResumed(63))
    qtbot.waitUntil(lambda: bar.pause_button.text() == "Pause")
    assert stage.runner.calls == ["start", "pause", "resume"]


def test_a_slow_step_leaves_the_word_that_it_will_pause(bar: RunBar, stage: Stage, qtbot: QtBot) -> None:
    stage.start()
    stage.mailbox.post_event(STARTED)
    qtbot.waitUntil(bar.pause_button.isVisible)
    qtbot.mouseClick(bar.pause_button, LEFT)
    post_steps(stage.mailbox, 1, 1)
    qtbot.wait(300)
    assert bar.status.text() == "Pausing after this step…"


def test_the_end_in_words(bar: RunBar, stage: Stage, qtbot: QtBot) -> None:
    stage.start()
    stage.mailbox.post_event(STARTED)
    stage.mailbox.post_event(finished(EndReason.COMPLETED))
    qtbot.waitUntil(lambda: bar.status.text() == "Completed: 97.8% of 360 test images right, in 9 s")
    for widget in (bar.progress, bar.pause_button, bar.stop_button, bar.details_button):
        assert not widget.isVisible()


def test_divergence_is_said_in_red(bar: RunBar, stage: Stage, qtbot: QtBot) -> None:
    stage.start()
    stage.mailbox.post_event(STARTED)
    stage.mailbox.post_event(
        finished(EndReason.DIVERGED, message="conv2 overflowed. Lower lr.", test_accuracy=None, train_loss=math.nan)
    )
    qtbot.waitUntil(lambda: bar.status.text() == "conv2 overflowed. Lower lr.")
    assert appearance.theme.danger in bar.status.styleSheet()
    assert not bar.details_button.isVisible()


def test_a_failure_shows_its_traceback(bar: RunBar, stage: Stage, qtbot: QtBot) -> None:
    stage.start()
    stage.mailbox.post_event(RunFailed("fc1: out of memory. Reduce batch_size.", "n9", "Traceback\n  line\nOops"))
    qtbot.waitUntil(bar.details_button.isVisible)
    assert bar.status.text() == "fc1: out of memory. Reduce batch_size."
    assert appearance.theme.danger in bar.status.styleSheet()
    qtbot.mouseClick(bar.details_button, LEFT)
    details = bar.window().findChild(FailureDetails)
    assert details.isVisible()
    assert details.traceback.toPlainText() == "Traceback\n  line\nOops"
    copy, close = details.findChildren(QPushButton)
    qtbot.mouseClick(copy, LEFT)
    assert QGuiApplication.clipboard().text() == "fc1: out of memory. Reduce batch_size.\n\nTraceback\n  line\nOops"
    qtbot.mouseClick(close, LEFT)
    qtbot.waitUntil(lambda: bar.window().findChild(FailureDetails) is None)


def test_a_run_that_failed_before_its_first_checkpoint_cannot_go_on(
    bar: RunBar, stage: Stage, qtbot: QtBot, tmp_path: Path
) -> None:
    folder = new_folder(tmp_path)
    stage.session.start(small(), CONFIG, folder=folder)
    stage.mailbox.post_event(RunFailed("fc: expected 3 scores.", None, ""))
    qtbot.waitUntil(lambda: stage.session.state is RunState.FINISHED)
    assert not bar.more_button.isVisible()
    assert not bar.pause_button.isVisible()
    assert go_on(folder) is not None
    stage.session.start(small(), CONFIG, folder=folder)
    stage.mailbox.post_event(RunFailed("No space is left.", None, ""))
    qtbot.waitUntil(lambda: stage.session.state is RunState.FINISHED)
    assert bar.more_button.isVisible()
    assert bar.pause_button.isVisible()


def test_a_new_run_begins_at_nothing(bar: RunBar, stage: Stage, qtbot: QtBot) -> None:
    stage.start()
    stage.mailbox.post_event(RunFailed("No.", None, ""))
    qtbot.waitUntil(bar.details_button.isVisible)
    stage.start()
    assert bar.status.text() == "Loading PyTorch and the images…"
    assert appearance.theme.danger not in bar.status.styleSheet()
    assert not bar.details_button.isVisible()
    stage.session.close()
    assert "Press Train" in bar.status.text()


def test_a_long_message_is_cut_on_the_strip_and_whole_in_the_tooltip(qtbot: QtBot, stage: Stage) -> None:
    bar = on_screen(qtbot, stage.session, width=400)
    stage.start()
    stage.mailbox.post_event(RunFailed("A very long message. " * 20, None, "Traceback"))
    qtbot.waitUntil(bar.details_button.isVisible)
    QApplication.processEvents()
    assert bar.status.is_elided
    assert bar.status.toolTip() == bar.status.text()
    assert bar.details_button.geometry().right() <= bar.width()


def test_a_real_run_by_its_buttons(qtbot: QtBot, run_session: RunSession) -> None:
    bar = on_screen(qtbot, run_session)
    run_session.start(networks.lenet(), TrainingConfig(epochs=1000))
    qtbot.waitUntil(lambda: bar.pause_button.isVisible() and len(run_session.records) > 2, timeout=60_000)
    qtbot.mouseClick(bar.pause_button, LEFT)
    qtbot.waitUntil(lambda: run_session.state is RunState.PAUSED)
    step = run_session.last_event.step
    qtbot.wait(150)
    assert run_session.records["step"][-1] == step
    qtbot.mouseClick(bar.pause_button, LEFT)
    qtbot.waitUntil(lambda: run_session.records["step"][-1] > step)
    qtbot.mouseClick(bar.stop_button, LEFT)
    qtbot.waitUntil(lambda: run_session.state is RunState.FINISHED)
    assert bar.status.text().startswith("Stopped after step ")
    assert "test images right" in bar.status.text()


def test_what_is_not_done_as_asked_is_said(bar: RunBar, stage: Stage, qtbot: QtBot) -> None:
    stage.start()
    stage.mailbox.post_event(replace(STARTED, notes=("torch.compile needs a compiler.", "bf16 does not work.")))
    qtbot.waitUntil(bar.notes_button.isVisible)
    assert bar.notes_button.toolTip() == "torch.compile needs a compiler.\n\nbf16 does not work."
    when_a_dialog_opens(lambda box: (seen.append(box.text()), box.button(QMessageBox.StandardButton.Ok).click()))
    seen: list[str] = []
    qtbot.mouseClick(bar.notes_button, LEFT)
    qtbot.waitUntil(lambda: seen == ["torch.compile needs a compiler.\n\nbf16 does not work."])
    stage.start()
    assert not bar.notes_button.isVisible()
