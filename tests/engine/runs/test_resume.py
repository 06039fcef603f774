from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest
import torch

from engine.runs import checkpoints, metrics
from engine.training import loop, randomness
from engine.training.control import RunControl
from engine.training.events import EpochFinished, RunFailed, RunFinished, RunNotice, RunStarted
from engine.training.run import Run
from tests.engine.runs.kept import CONFIG, NUM_STEPS, STEPS_PER_EPOCH, go_on, new_folder, outcome, same
from tests.networks import ActingMailbox


@cache
def never_stopped() -> dict[str, Any]:
    folder = new_folder(Path(mkdtemp()))
    go_on(folder)
    return outcome(folder)


@pytest.mark.parametrize("step", [1, 4, 7, STEPS_PER_EPOCH - 1, STEPS_PER_EPOCH, STEPS_PER_EPOCH + 1, NUM_STEPS])
def test_a_run_that_was_stopped_goes_on_to_the_last_bit(tmp_path: Path, step: int) -> None:
    folder, control = new_folder(tmp_path), RunControl()
    go_on(folder, mailbox=ActingMailbox({step: control.stop}), control=control)
    assert folder.result()["steps"] == step
    go_on(folder)
    assert same(outcome(folder), never_stopped())


WITH_EVERYTHING = {
    "ema": {"average": "ema", "schedule": "cosine", "optimizer": "SGD", "nesterov": True, "clip_norm": 1.0},
    "swa": {"average": "swa", "swa_start": 0.5, "schedule": "one_cycle", "l1": 1e-4, "weight_decay": 1e-3},
    "augmented": {"augment": "RandomCrop(padding=1), MixUp(alpha=0.2)", "schedule": "plateau", "early_stopping": 2},
    "accumulated": {"accumulation": 3, "warmup_epochs": 1, "schedule": "step", "init": "kaiming_normal"},
}


@pytest.mark.parametrize("name", WITH_EVERYTHING)
def test_whatever_changes_from_step_to_step_goes_on(tmp_path: Path, name: str) -> None:
    config = replace(CONFIG, **WITH_EVERYTHING[name])  # type: ignore[arg-type]
    whole, stopped = new_folder(tmp_path, config), new_folder(tmp_path, config)
    go_on(whole)
    for step in (5, 19):
        control = RunControl()
        go_on(stopped, mailbox=ActingMailbox({step: control.stop}), control=control)
    go_on(stopped)
    assert whole.result()["reason"] == "completed"
    assert same(outcome(stopped), outcome(whole))


def test_what_is_only_kept_up_to_an_earlier_step_is_computed_again(tmp_path: Path) -> None:
    """As after a kill: the numbers reach further than the checkpoint."""
    folder, control = new_folder(tmp_path), RunControl()
    go_on(folder, mailbox=ActingMailbox({6: control.stop}), control=control)
    rows = folder.steps.read_bytes()
    control = RunControl()
    go_on(folder, mailbox=ActingMailbox({9: control.stop}), control=control)
    assert folder.steps.read_bytes().startswith(rows)
    go_on(folder)
    assert [row.step for row in metrics.read_steps(folder.steps)] == list(range(1, NUM_STEPS + 1))


def test_extended_by_epochs_is_as_if_it_had_been_so_long_from_the_start(tmp_path: Path) -> None:
    folder = new_folder(tmp_path, replace(CONFIG, epochs=1))
    go_on(folder)
    folder.write_document(replace(folder.document(), training=CONFIG))
    mailbox = ActingMailbox({})
    go_on(folder, mailbox=mailbox)
    assert same(outcome(folder), never_stopped())
    assert not [event for event in mailbox.take_events() if isinstance(event, RunNotice)]


def test_what_went_before_is_reported_again(tmp_path: Path) -> None:
    folder, control = new_folder(tmp_path), RunControl()
    go_on(folder, mailbox=ActingMailbox({15: control.stop}), control=control)
    mailbox = ActingMailbox({})
    go_on(folder, mailbox=mailbox)
    events = mailbox.take_events()
    assert isinstance(events[0], RunStarted)
    assert [event.epoch for event in events if isinstance(event, EpochFinished)] == [1, 2, 3]
    records, _ = mailbox.read_scalars()
    assert records["step"].tolist() == list(range(1, NUM_STEPS + 1))
    assert (records["seconds"][1:] > records["seconds"][:-1]).all()
    end = events[-1]
    assert isinstance(end, RunFinished)
    assert end.checkpoint is not None
    assert Path(end.checkpoint).is_file()


def test_last_and_best_are_kept_and_no_others(tmp_path: Path) -> None:
    folder = new_folder(tmp_path)
    go_on(folder, every=2)
    rows = metrics.read_epochs(folder.epochs)
    best = max(rows, key=lambda row: (row.validation_accuracy, -row.validation_loss))
    names = sorted(path.name for path in folder.checkpoints.iterdir())
    assert names == [f"best-epoch{best.epoch}-step{best.step}", f"last-epoch3-step{NUM_STEPS}"]


def test_another_window_cannot_train_the_same_run(tmp_path: Path) -> None:
    folder, said = new_folder(tmp_path), []

    def second() -> None:
        mailbox = ActingMailbox({})
        go_on(folder, mailbox=mailbox)
        said.append(mailbox.take_events()[-1])

    go_on(folder, mailbox=ActingMailbox({3: second}))
    (event,) = said
    assert isinstance(event, RunFailed)
    assert "is being trained already" in event.message
    assert same(outcome(folder), never_stopped())


def test_another_network_is_refused_and_other_settings_are_said(tmp_path: Path) -> None:
    folder, control = new_folder(tmp_path), RunControl()
    go_on(folder, mailbox=ActingMailbox({6: control.stop}), control=control)
    document = folder.document()
    folder.write_document(replace(document, training=replace(document.training, lr=0.02)))
    mailbox = ActingMailbox({})
    go_on(folder, mailbox=mailbox)
    assert any(isinstance(event, RunNotice) and "another config" in event.message for event in mailbox.take_events())
    folder.write_document(replace(document, training=replace(document.training, optimizer="SGD")))
    state = checkpoints.latest_first(folder.checkpoints)[0] / checkpoints.WEIGHTS
    state.write_bytes(b"")
    go_on(folder, mailbox=mailbox)
    messages = [event.message for event in mailbox.take_events() if isinstance(event, RunNotice)]
    assert any("cannot be read" in message for message in messages)


def test_what_is_drawn_while_the_data_are_loaded_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some packages draw random numbers while they are imported, which happens once in a process."""
    import random

    set_up = loop.set_up

    def drawing(*args: Any) -> Run:
        random.random()
        return set_up(*args)

    monkeypatch.setattr(loop, "set_up", drawing)
    folder = new_folder(tmp_path)
    go_on(folder)
    assert same(outcome(folder), never_stopped())


def test_random_numbers_go_on_where_they_were_and_outside_nothing_has_been() -> None:
    import random

    import numpy as np

    def drawn() -> tuple[float, float, float]:
        return random.random(), float(np.random.random()), float(torch.rand(()))

    random.seed(5), np.random.seed(5), torch.manual_seed(5)
    expected = drawn()
    random.seed(5), np.random.seed(5), torch.manual_seed(5)
    cpu = torch.device("cpu")
    with randomness.seeded(7, cpu):
        drawn()
        state = randomness.state(cpu)
        first = [drawn() for _ in range(3)]
        randomness.restore(state, cpu)
        assert [drawn() for _ in range(3)] == first
    with randomness.seeded(8, cpu):
        assert drawn() != first[0]
    assert drawn() == expected
