"""Runs that begin with another's weights: what is noted of them, and that they go on to the last bit."""

from __future__ import annotations

import json
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from engine.compiling.compiler import compile_graph
from engine.headless import commands
from engine.runs import checkpoints
from engine.training.control import RunControl
from engine.training.events import RunNotice, WeightsLoaded
from tests.engine.runs.kept import CONFIG, go_on, new_folder, outcome, same
from tests.networks import ActingMailbox, small


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    torch.manual_seed(11)
    torch.save(compile_graph(small()).state_dict(), tmp_path / "weights.pt")
    return tmp_path / "weights.pt"


def stopped_at(step: int, folder, **changes):  # type: ignore[no-untyped-def]
    control = RunControl()
    mailbox = ActingMailbox({step: control.stop})
    go_on(folder, mailbox=mailbox, control=control, **changes)
    return mailbox.take_events()


@pytest.mark.parametrize("change", ["kept", "gone", "another"])
def test_it_goes_on_to_the_last_bit_whatever_has_become_of_the_file(tmp_path: Path, weights: Path, change: str) -> None:
    config = replace(CONFIG, start_from=str(weights))
    whole, stopped = new_folder(tmp_path / "runs", config), new_folder(tmp_path / "runs", config)
    go_on(whole)
    assert any(isinstance(event, WeightsLoaded) for event in stopped_at(5, stopped))
    noted = stopped.facts()["inputs"]
    if change == "gone":
        weights.unlink()
    elif change == "another":
        weights.write_bytes(b"something else")
    mailbox = ActingMailbox({})
    go_on(stopped, mailbox=mailbox)
    assert not [event for event in mailbox.take_events() if isinstance(event, RunNotice | WeightsLoaded)]
    assert same(outcome(stopped), outcome(whole))
    assert stopped.facts()["inputs"] == noted


def test_the_runs_folder_says_which_file_it_was(tmp_path: Path, weights: Path) -> None:
    folder = new_folder(tmp_path / "runs", replace(CONFIG, epochs=1, start_from=str(weights)))
    go_on(folder)
    facts = folder.facts()
    assert facts["config"]["start_from"] == str(weights)
    printed = subprocess.run(["git", "hash-object", weights], capture_output=True, text=True, check=True).stdout
    assert facts["inputs"]["weights"] == printed.strip()
    fresh = new_folder(tmp_path / "runs", replace(CONFIG, epochs=1))
    go_on(fresh)
    assert "weights" not in fresh.facts()["inputs"]


def test_a_run_begins_where_another_ended(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["train", "lenet5", "--epochs", "1", "--batch-size", "256", "--runs", str(tmp_path), "--device", "cpu"]
    assert commands.run(words) == 0
    first = json.loads(capsys.readouterr().out)
    last = next(Path(first["run"]).glob("checkpoints/last-*"))
    assert commands.run([*words, "--lr", "1e-8", "--start-from", f"{first['run']}/last"]) == 0
    printed = capsys.readouterr()
    assert "10 of 10 tensors taken from" in printed.err
    second = json.loads(printed.out)
    assert second["start_from"] == f"{first['run']}/last"
    assert second["test_accuracy"] == first["test_accuracy"]
    before = checkpoints.read(last).weights
    after = checkpoints.read(next(Path(second["run"]).glob("checkpoints/last-*"))).weights
    assert all(torch.allclose(after[name], before[name], atol=1e-6) for name in before)


def test_a_config_file_may_say_it_and_the_command_line_may_say_fresh(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "run.toml").write_text(f'start_from = "{tmp_path}/gone.pt"\nepochs = 1\nbatch_size = 256\n')
    words = ["train", "lenet5", "--config", str(tmp_path / "run.toml"), "--device", "cpu"]
    assert commands.run(words) == 2
    assert "There are no weights at" in capsys.readouterr().err
    assert commands.run([*words, "--start-from", "fresh"]) == 0
