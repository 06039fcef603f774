"""A run that goes on for longer than planned is the one that was to be so long, or says why it is not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from engine.runs.going_on import lengthen
from engine.training.config import TrainingConfig
from engine.training.control import RunControl
from engine.training.events import EpochFinished, RunExtended, RunFinished, RunPaused
from engine.training.longer import Longer, lengthened, what_differs
from engine.training.schedules import Schedule
from tests.engine.runs.kept import CONFIG, NUM_STEPS, STEPS_PER_EPOCH, go_on, new_folder, outcome, same
from tests.networks import ActingMailbox

SHORT = replace(CONFIG, epochs=1)
TWO_MORE = Longer(epochs=2)


class OnPause(ActingMailbox):
    """Acts where the run has paused."""

    def __init__(self, actions: dict[int, Any], act: Any) -> None:
        super().__init__(actions)
        self._act = act

    def post_event(self, event: Any) -> None:
        super().post_event(event)
        if isinstance(event, RunPaused):
            self._act(event)


def extensions(mailbox: ActingMailbox) -> list[RunExtended]:
    return [event for event in mailbox.take_events() if isinstance(event, RunExtended)]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = new_folder(tmp_path_factory.mktemp("whole"))
    go_on(folder)
    return outcome(folder)


def test_extended_while_it_runs_it_is_the_run_that_was_to_be_so_long(tmp_path: Path, whole: dict[str, Any]) -> None:
    folder, control = new_folder(tmp_path, SHORT), RunControl()
    mailbox = ActingMailbox({4: lambda: control.lengthen(TWO_MORE)})
    go_on(folder, mailbox=mailbox, control=control)
    assert same(outcome(folder), whole)
    (event,) = extensions(mailbox)
    assert (event.epochs, event.epochs_before, event.step, event.note) == (3, 1, 4, "")
    assert folder.document().training.epochs == 3
    assert folder.facts()["config"]["epochs"] == 3


def test_extended_while_it_waits_it_says_so_at_once(tmp_path: Path, whole: dict[str, Any]) -> None:
    folder, control, said = new_folder(tmp_path, SHORT), RunControl(), []

    class Watching(OnPause):
        def post_event(self, event: Any) -> None:
            super().post_event(event)
            if isinstance(event, RunExtended):
                said.append(control.is_paused)
                control.resume()

    mailbox = Watching({STEPS_PER_EPOCH: control.pause}, lambda _: control.lengthen(TWO_MORE))
    go_on(folder, mailbox=mailbox, control=control)
    assert said == [True]
    assert same(outcome(folder), whole)


def test_extended_after_its_end(tmp_path: Path, whole: dict[str, Any]) -> None:
    folder = new_folder(tmp_path, SHORT)
    go_on(folder)
    lengthen(folder, TWO_MORE)
    mailbox = ActingMailbox({})
    go_on(folder, mailbox=mailbox)
    assert same(outcome(folder), whole)
    (event,) = extensions(mailbox)
    assert (event.epochs, event.epochs_before, event.step) == (3, 1, STEPS_PER_EPOCH)


def test_what_was_added_is_not_lost_with_a_run_that_is_stopped(tmp_path: Path, whole: dict[str, Any]) -> None:
    folder, control = new_folder(tmp_path, SHORT), RunControl()
    acts = {3: lambda: control.lengthen(TWO_MORE), 15: control.stop}
    go_on(folder, mailbox=ActingMailbox(acts), control=control)
    assert folder.result()["steps"] == 15
    go_on(folder)
    assert same(outcome(folder), whole)


def test_so_many_steps_more_and_it_pauses(tmp_path: Path) -> None:
    folder, control, paused = new_folder(tmp_path), RunControl(), []

    def act(event: RunPaused) -> None:
        paused.append(event.step)
        control.lengthen(Longer(steps=9)) if len(paused) == 1 else control.stop()

    control.lengthen(Longer(steps=5))  # also before its first
    go_on(folder, mailbox=OnPause({}, act), control=control)
    assert paused == [5, 14]


def test_until_an_accuracy_that_is_set_on_the_way(tmp_path: Path) -> None:
    folder, control = new_folder(tmp_path, replace(CONFIG, epochs=60)), RunControl()
    mailbox = ActingMailbox({5: lambda: control.lengthen(Longer(until_accuracy=0.7))})
    go_on(folder, mailbox=mailbox, control=control)
    events = mailbox.take_events()
    accuracies = [event.validation_accuracy for event in events if isinstance(event, EpochFinished)]
    assert accuracies[-1] >= 0.7 > max(accuracies[:-1], default=0.0)
    assert isinstance(events[-1], RunFinished)
    assert "the validation accuracy reached 70.0%" in events[-1].message
    assert folder.document().training.until_accuracy == 0.7
    before = len(accuracies)
    assert lengthen(folder, Longer(epochs=1)).training.until_accuracy == 0.0  # or it would end after one epoch again
    assert lengthen(folder, Longer(until_accuracy=0.9)).training.until_accuracy == 0.9
    assert lengthen(folder, Longer(epochs=1)).training.until_accuracy == 0.9  # which it has not reached
    assert before < 60


@pytest.mark.parametrize("schedule", ["constant", "step", "plateau"])
@pytest.mark.parametrize("average", ["none", "ema"])
def test_where_nothing_differs_the_rates_do_not_either(schedule: str, average: str) -> None:
    config = replace(CONFIG, schedule=schedule, average=average, warmup_epochs=1)
    longer = lengthened(config, Longer(epochs=4))
    assert what_differs(longer, config.epochs) == ""
    short, long = Schedule.of(config, 11), Schedule.of(longer, 11)
    assert [short.factor(step) for step in range(NUM_STEPS)] == [long.factor(step) for step in range(NUM_STEPS)]


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"schedule": "cosine"}, "The cosine schedule is drawn over all epochs"),
        ({"schedule": "one_cycle"}, "The one-cycle schedule is drawn over all epochs"),
        ({"warmup_epochs": 9}, "The warm-up is that of 7 epochs from here on"),
        ({"average": "swa"}, "begins after 75% of all epochs"),
    ],
)
def test_where_something_differs_it_is_said(settings: dict[str, Any], words: str) -> None:
    longer = lengthened(replace(CONFIG, **settings), Longer(epochs=4))
    assert words in what_differs(longer, 3)


@pytest.mark.parametrize("schedule", ["cosine", "one_cycle"])
def test_a_schedule_over_all_epochs_goes_on_as_that_of_the_longer_run(tmp_path: Path, schedule: str) -> None:
    """At once, and no other than where the run is extended after its end."""
    live, later = (new_folder(tmp_path, replace(SHORT, schedule=schedule)) for _ in range(2))
    control = RunControl()
    mailbox = ActingMailbox({STEPS_PER_EPOCH: lambda: control.lengthen(TWO_MORE)})
    go_on(live, mailbox=mailbox, control=control)
    go_on(later)
    lengthen(later, TWO_MORE)
    go_on(later)
    assert same(outcome(live)["weights"], outcome(later)["weights"])
    events = mailbox.take_events()
    rates = [event.lr for event in events if isinstance(event, EpochFinished)]
    longer = Schedule.of(TrainingConfig(epochs=3, schedule=schedule), STEPS_PER_EPOCH)
    assert rates == pytest.approx([0.01 * longer.factor(epoch * STEPS_PER_EPOCH) for epoch in (1, 2, 3)])


def test_averages_that_have_begun_go_on(tmp_path: Path) -> None:
    folder = new_folder(tmp_path, replace(CONFIG, average="swa", swa_start=0.5))
    run = go_on(folder)
    assert run is not None
    lengthen(folder, Longer(epochs=5))  # SWA of 8 epochs would begin after the fourth
    run = go_on(folder)
    assert run is not None
    assert int(run.averages.state_dict()["n_averaged"]) == 2 + 5
