"""``test --ensemble`` in the test's own process."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from engine.headless import commands
from tests.engine.runs.kept import CONFIG, go_on, new_folder

SHORT = replace(CONFIG, epochs=1)


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    root = tmp_path_factory.mktemp("runs")
    folders = [new_folder(root, replace(SHORT, seed=seed)) for seed in range(2)]
    for folder in folders:
        go_on(folder)
    return [folder.path for folder in folders]


def test_members_and_ensemble_are_said(runs: list[Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.run(["test", "--ensemble", *map(str, runs), "--device", "cpu"]) == 0
    printed = capsys.readouterr()
    found = json.loads(printed.out)
    assert (found["data"], found["num_images"]) == ("digits", 360)
    alone = [member["accuracy"] for member in found["members"]]
    assert found["mean_accuracy"] == pytest.approx(sum(alone) / 2)
    assert printed.err.splitlines() == [
        *(f"small, {run.name}: {accuracy:.2%}" for run, accuracy in zip(runs, alone, strict=True)),
        f"Their mean: {found['mean_accuracy']:.2%}",
        f"Ensemble of 2: {found['ensemble_accuracy']:.2%}, {found['ensemble_accuracy'] - sum(alone) / 2:+.2%}",
    ]


@pytest.mark.parametrize("part", [".", "best", "last"])
def test_a_run_is_tested_alone_by_its_folder(runs: list[Path], capsys: pytest.CaptureFixture[str], part: str) -> None:
    words = ["test", "--checkpoint", str(runs[0] / part), "--crops", "single", "--device", "cpu"]
    assert commands.run(words) == 0
    alone = json.loads(capsys.readouterr().out)
    epochs = (runs[0] / "epochs.csv").read_text().splitlines()
    tested = json.loads((runs[0] / "result.json").read_text())["test_accuracy"]
    assert len(epochs) == 2
    assert alone["accuracy"]["single"] == pytest.approx(tested)
    assert commands.run([*words, str(runs[0] / "graph.convcanvas")]) == 0
    assert json.loads(capsys.readouterr().out)["accuracy"] == alone["accuracy"]
    assert commands.run([*words, "lenet5"]) == 2
    assert "are of another network" in capsys.readouterr().err


def test_a_folder_that_is_no_run_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.run(["test", "lenet5", "--checkpoint", str(tmp_path)]) == 2
    assert "is not the folder of a run. Choose one that has a run.json in it." in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ([], "What is tested is missing: name a network and --checkpoint FILE, --checkpoint RUN, or --ensemble"),
        (["lenet5"], "What is tested is missing"),
        (["lenet5", "--ensemble", "RUN"], "Leave NETWORK, --checkpoint and --crops out."),
        (["--ensemble", "RUN", "--crops", "ten"], "Leave NETWORK, --checkpoint and --crops out."),
        (["--ensemble", "RUN", "--data", "shapes"], "Leave --data out; --device may stay."),
        (["--ensemble", "RUN"], "at least two members"),
        (["--ensemble", "nowhere", "RUN"], "'nowhere' is not the folder of a run."),
    ],
)
def test_what_makes_no_sense_is_refused(
    runs: list[Path], capsys: pytest.CaptureFixture[str], words: list[str], sentence: str
) -> None:
    assert commands.run(["test", *(str(runs[0]) if word == "RUN" else word for word in words)]) == 2
    assert sentence in capsys.readouterr().err


def test_a_run_with_restarts_is_tested_by_its_snapshots(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--epochs", "2", "--schedule", "cosine_restarts", "--cycle-epochs", "1", "--device", "cpu"]
    assert commands.run(["train", "lenet5", "--runs", str(tmp_path), "--batch-size", "128", *words]) == 0
    trained = json.loads(capsys.readouterr().out)
    assert commands.run(["test", "--ensemble", trained["run"]]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [member["title"] for member in found["members"]] == ["Epoch 1", "Epoch 2"]
    assert found["members"][-1]["accuracy"] == trained["test_accuracy"]
