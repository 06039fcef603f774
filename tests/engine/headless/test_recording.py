from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from engine.headless import commands
from engine.project import files
from engine.project.document import Document
from engine.runs import metrics
from engine.runs.folder import RunFolder
from tests.engine.runs.kept import CONFIG, STEPS_PER_EPOCH
from tests.networks import small


@pytest.fixture
def project(tmp_path: Path) -> Path:
    path = tmp_path / "net.convcanvas"
    files.save(path, Document(small(), replace(CONFIG, epochs=1)))
    return path


def trained(capsys: pytest.CaptureFixture[str], *words: str) -> RunFolder:
    assert commands.run(["train", *words]) == 0
    return RunFolder(Path(json.loads(capsys.readouterr().out)["run"]))


def test_a_projects_run_is_kept_beside_it_and_goes_on(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = trained(capsys, str(project))
    assert folder.path.parent == project.with_name("net.runs")
    assert folder.document() == files.load(project)
    assert trained(capsys, "--resume", str(folder.path), "--extend", "2").path == folder.path
    assert [row.epoch for row in metrics.read_epochs(folder.epochs)] == [1, 2, 3]
    assert len(metrics.read_steps(folder.steps)) == 3 * STEPS_PER_EPOCH
    assert folder.document().training.epochs == 3
    assert trained(capsys, "--resume", str(folder.path), "--epochs", "4").result()["epochs"] == 4


def test_runs_are_kept_where_one_wants_them(project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = trained(capsys, str(project), "--runs", str(tmp_path / "mine"), "--seed", "3", "--checkpoint-every", "5")
    assert folder.path.parent == tmp_path / "mine"
    facts = folder.facts()
    assert (facts["seed"], facts["config"]["seed"], facts["title"]) == (3, 3, "net")
    assert facts["versions"].keys() >= {"python", "torch", "numpy"}
    assert facts["inputs"].keys() == {"graph", "config", "data", "versions", "all"}
    assert not project.with_name("net.runs").exists()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ([], "A network is missing"),
        (["lenet5", "--extend", "2"], "--extend needs a run"),
        (["lenet5", "--resume", "here"], "not both"),
        (["--resume", "here", "--lr", "1"], "Leave --lr out"),
        (["--resume", "here"], "'here' is not the folder of a run"),
        (["lenet5", "--checkpoint-every", "-1"], "--checkpoint-every"),
    ],
)
def test_what_makes_no_sense_is_said(words: list[str], sentence: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.run(["train", *words]) == 2
    assert sentence in capsys.readouterr().err


def test_so_many_steps_and_until_an_accuracy(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = trained(capsys, str(project), "--epochs", "60", "--steps", "15")
    assert folder.result()["steps"] == 15
    assert trained(capsys, "--resume", str(folder.path), "--steps", "4").result()["steps"] == 19
    trained(capsys, "--resume", str(folder.path), "--until-accuracy", "0.7")
    accuracies = [row.validation_accuracy for row in metrics.read_epochs(folder.epochs)]
    assert accuracies[-1] >= 0.7 > max(accuracies[:-1])
    assert len(accuracies) < 60


def test_a_schedule_that_changes_is_said(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = trained(capsys, str(project), "--schedule", "cosine")
    assert commands.run(["train", "--resume", str(folder.path), "--extend", "1"]) == 0
    assert "The cosine schedule is drawn over all epochs" in capsys.readouterr().err
