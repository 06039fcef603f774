"""Runs and networks: which network is trained, what the live views follow, and what is asked before a run is lost."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton, QTabBar, QWidget
from pytestqt.qtbot import QtBot

from engine.training.events import EndReason, RunFailed, RunFinished
from gui.main_window import MainWindow
from gui.training.run_session import RunState
from tests.gui.modal import when_a_dialog_opens
from tests.gui.training.conftest import STARTED, ScriptedRunner

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def runners(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> list[ScriptedRunner]:
    """The window's runs, which do only what a test posts."""
    made: list[ScriptedRunner] = []

    def make(*args: object) -> ScriptedRunner:
        made.append(ScriptedRunner(*args))  # type: ignore[arg-type]
        return made[-1]

    monkeypatch.setattr(window.run_session, "_make_runner", make)
    return made


def begin(window: MainWindow, hand, runners: list[ScriptedRunner], qtbot: QtBot) -> None:
    """Press Train and have the run begin."""
    hand.click(hand.at(window.settings.train_button))
    runners[-1].mailbox.post_event(STARTED)
    qtbot.waitUntil(lambda: window.run_session.state is RunState.RUNNING)


def end(window: MainWindow, runners: list[ScriptedRunner], qtbot: QtBot, reason=EndReason.COMPLETED, **values) -> None:
    event = RunFinished(reason, "It ended.", None, 15, 315, 0.1, 0.9, 8.0, 1000.0, **values)
    runners[-1].mailbox.post_event(event)
    qtbot.waitUntil(lambda: window.run_session.state is RunState.FINISHED)


def press(button: str, seen: list[str]) -> None:
    """Click a button of the next question, and note what it said."""

    def answer(box: QWidget) -> None:
        assert isinstance(box, QMessageBox)
        seen.append(f"{box.text()} {box.informativeText()}")
        next(found for found in box.findChildren(QPushButton) if found.text() == button).click()

    when_a_dialog_opens(answer)


def saved_lenet(window: MainWindow) -> None:
    window.open_preset("lenet5")
    window.session.history.mark_saved()


class TestWhoseRun:
    def test_the_live_views_say_which_network_and_run_they_show(self, window, hand, runners, qtbot):
        saved_lenet(window)
        begin(window, hand, runners, qtbot)
        assert window.live_views.header.text == "LeNet-5 · run 1"
        hand.click(hand.at(window.settings.train_button))  # Restart
        assert window.live_views.header.text == "LeNet-5 · run 2"
        assert window.live_views.header.isVisible()

    def test_they_stay_with_the_run_while_one_works_in_another_network(self, window, hand, runners, qtbot):
        saved_lenet(window)
        first = window.workspace.current
        begin(window, hand, runners, qtbot)
        hand.click(hand.card("conv2"))
        shown = window.live_views.activations.title
        assert shown.startswith("Activations · conv2")
        hand.key(Qt.Key.Key_N, CONTROL)
        hand.place("Conv2d", QPointF(0, 0))  # and it is selected
        assert window.live_views.activations.title == shown
        assert window.live_views.header.text == "LeNet-5 · run 1 · not the network that you work in"
        assert window.settings.train_button.text() == "Train this instead"
        assert first.settings.train_button.text() == "Restart"
        window.workspace.show_tab(first)
        assert window.live_views.header.text == "LeNet-5 · run 1"

    def test_edits_are_said_to_apply_to_the_next_run_and_moves_are_no_edits(self, window, hand, runners, qtbot):
        saved_lenet(window)
        begin(window, hand, runners, qtbot)
        hint = window.settings._hint
        hand.drag(hand.card("tanh4"), hand.card("tanh4") + (hand.card("fc1") - hand.card("fc2")) / 2)
        assert window.session.history.undo_label.startswith("Move")
        assert hint.text() == ""
        hand.click(hand.card("tanh4"))
        hand.key(Qt.Key.Key_Delete)
        assert "your changes apply to the next one" in hint.text()
        assert window.live_views.header.text == "LeNet-5 · run 1 · edited since: changes apply to the next run"
        hand.key(Qt.Key.Key_Z, CONTROL)
        assert hint.text() == ""
        assert window.live_views.header.text == "LeNet-5 · run 1"

    def test_changed_settings_are_changes_too_and_restart_takes_them_up(self, window, hand, runners, qtbot):
        saved_lenet(window)
        begin(window, hand, runners, qtbot)
        window.session.set_training("epochs", 3)
        assert "your changes apply to the next one" in window.settings._hint.text()
        hand.click(hand.at(window.settings.train_button))
        assert runners[-1].config.epochs == 3
        assert window.settings._hint.text() == ""

    def test_nothing_is_hinted_at_once_the_run_is_over(self, window, hand, runners, qtbot):
        saved_lenet(window)
        begin(window, hand, runners, qtbot)
        window.session.set_training("epochs", 3)
        end(window, runners, qtbot)
        assert window.settings._hint.text() == ""
        assert window.settings.train_button.text() == "Train"


class TestClosing:
    def test_a_tab_in_training_is_kept_open_if_one_keeps_training(self, window, hand, runners, qtbot):
        saved_lenet(window)
        tab, seen = window.workspace.current, []
        begin(window, hand, runners, qtbot)
        press("Keep training", seen)
        hand.key(Qt.Key.Key_W, CONTROL)
        assert seen == ["LeNet-5 · run 1 is still training. Stop it and close? What it has learned so far is lost."]
        assert window.workspace.current is tab
        assert window.run_session.state is RunState.RUNNING
        assert "close" not in runners[-1].calls

    def test_stop_and_close_ends_the_run_and_empties_the_views(self, window, hand, runners, qtbot):
        saved_lenet(window)
        tab = window.workspace.current
        begin(window, hand, runners, qtbot)
        press("Stop and close", [])
        hand.key(Qt.Key.Key_W, CONTROL)
        assert tab not in window.workspace.tabs
        assert window.run_session.state is RunState.IDLE
        assert "close" in runners[-1].calls
        qtbot.waitUntil(lambda: not window.live_views.header.isVisible())  # nothing is open, so there is nothing to see
        assert window.live_views.curves.notice == "Press Train to watch the loss fall."
        assert window.settings.train_button.text() == "Train"

    def test_a_run_goes_on_if_the_unsaved_changes_keep_the_tab_open(self, window, hand, runners, qtbot):
        window.open_preset("lenet5")
        begin(window, hand, runners, qtbot)
        seen: list[str] = []

        def then_cancel(box: QWidget) -> None:
            seen.append("stop")
            when_a_dialog_opens(lambda second: (seen.append(second.text()), second.button(cancel).click()))
            next(found for found in box.findChildren(QPushButton) if found.text() == "Stop and close").click()

        cancel = QMessageBox.StandardButton.Cancel
        when_a_dialog_opens(then_cancel)
        hand.key(Qt.Key.Key_W, CONTROL)
        assert seen == ["stop", "Save the changes to LeNet-5?"]
        assert window.run_session.state is RunState.RUNNING

    def test_escape_keeps_training(self, window, hand, runners, qtbot):
        saved_lenet(window)
        begin(window, hand, runners, qtbot)
        when_a_dialog_opens(lambda box: qtbot.keyClick(box, Qt.Key.Key_Escape))
        assert not window.close()
        assert window.run_session.state is RunState.RUNNING

    def test_the_window_asks_too_and_shows_the_network_that_it_asks_about(self, window, hand, runners, qtbot):
        saved_lenet(window)
        tab, seen = window.workspace.current, []
        begin(window, hand, runners, qtbot)
        hand.key(Qt.Key.Key_N, CONTROL)
        press("Keep training", seen)
        assert not window.close()
        assert window.workspace.current is tab
        press("Stop and close", seen)
        assert window.close()
        assert len(seen) == 2
        assert window.run_session.state is RunState.IDLE

    def test_another_tab_closes_without_a_question(self, window, hand, runners, qtbot):
        saved_lenet(window)
        begin(window, hand, runners, qtbot)
        hand.key(Qt.Key.Key_N, CONTROL)
        hand.key(Qt.Key.Key_W, CONTROL)
        assert len(window.workspace.tabs) == 1
        assert window.run_session.state is RunState.RUNNING

    @pytest.mark.parametrize("reason", [EndReason.COMPLETED, EndReason.STOPPED])
    def test_a_result_that_is_saved_nowhere_is_asked_about(self, window, hand, runners, qtbot, reason):
        saved_lenet(window)
        seen: list[str] = []
        begin(window, hand, runners, qtbot)
        end(window, runners, qtbot, reason)
        press("Keep open", seen)
        hand.key(Qt.Key.Key_W, CONTROL)
        assert seen[0].startswith("Close LeNet-5 · run 1 without its result?")
        assert window.run_session.state is RunState.FINISHED
        press("Close", seen)
        hand.key(Qt.Key.Key_W, CONTROL)
        assert window.run_session.state is RunState.IDLE

    def test_a_result_that_is_saved_a_divergence_and_a_failure_are_not(self, window, hand, runners, qtbot):
        saved_lenet(window)
        begin(window, hand, runners, qtbot)
        end(window, runners, qtbot, checkpoint="weights.pt")
        assert not window.run_session.has_unsaved_result
        begin(window, hand, runners, qtbot)
        end(window, runners, qtbot, EndReason.DIVERGED)
        assert not window.run_session.has_unsaved_result
        begin(window, hand, runners, qtbot)
        runners[-1].mailbox.post_event(RunFailed("It failed.", None, ""))
        qtbot.waitUntil(lambda: window.run_session.state is RunState.FINISHED)
        assert window.close(), "no question: it would hold the test up"


class TestPanes:
    def test_each_of_two_panes_has_its_title_and_the_active_one_is_marked(self, window, hand):
        window.open_preset("lenet5")
        hand.key(Qt.Key.Key_Backslash, CONTROL)
        bars = [bar for bar in window.workspace.findChildren(QTabBar) if bar.isVisible()]
        left, right = sorted(bars, key=lambda bar: hand.at(bar).x())
        assert [bar.tabText(0) for bar in (left, right)] == ["LeNet-5*", "Untitled"]
        assert [bar.property("active") for bar in (left, right)] == [False, True]
        before = left.grab().toImage()
        hand.click(hand.at(window.workspace.tabs[0].canvas.viewport()))
        QApplication.processEvents()
        assert [bar.property("active") for bar in (left, right)] == [True, False]
        assert left.grab().toImage() != before, "the mark can be seen"
        hand.key(Qt.Key.Key_Backslash, CONTROL)
        (bar,) = (bar for bar in window.workspace.findChildren(QTabBar) if bar.isVisible())
        assert bar.count() == 2

    def test_a_network_left_alone_by_closing_its_neighbour_needs_no_title(self, window, hand):
        window.open_preset("lenet5")
        hand.key(Qt.Key.Key_Backslash, CONTROL)
        hand.key(Qt.Key.Key_W, CONTROL)
        assert not window.workspace.is_split
        assert not any(bar.isVisible() for bar in window.workspace.findChildren(QTabBar))

    def test_the_hint_of_an_empty_network_fits_into_a_narrow_pane(self, window, hand, qtbot):
        hand.key(Qt.Key.Key_Backslash, CONTROL)
        window.show_live_views(True)
        canvas, hint = window.canvas, window.workspace.current._hint
        qtbot.waitUntil(lambda: canvas.width() < 400)
        assert canvas.rect().contains(hint.geometry())
