"""``test`` in the test's own process."""

from __future__ import annotations

import io
import json
from contextlib import redirect_stdout
from pathlib import Path

import pytest
import torch

from engine.headless import commands
from engine.project.document import Document
from engine.project.files import save
from engine.training.config import TrainingConfig
from tests.networks import lenet, small


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, float]:
    folder = tmp_path_factory.mktemp("trained")
    project, weights = folder / "small.convcanvas", folder / "w.pt"
    save(project, Document(small(), TrainingConfig(epochs=6, device="cpu", lr=0.02, augment="RandomCrop(padding=1)")))
    printed = io.StringIO()
    with redirect_stdout(printed):
        assert commands.run(["train", str(project), "--checkpoint", str(weights)]) == 0
    return project, weights, json.loads(printed.getvalue())["test_accuracy"]


def test_accuracies_and_gains_are_said(trained: tuple[Path, Path, float], capsys: pytest.CaptureFixture[str]) -> None:
    project, weights, trained_accuracy = trained
    capsys.readouterr()
    assert commands.run(["test", str(project), "--checkpoint", str(weights)]) == 0
    printed = capsys.readouterr()
    found = json.loads(printed.out)
    assert found["data"] == "digits"
    assert found["num_images"] == 360
    assert list(found["accuracy"]) == ["single", "ten", "scales"]
    assert found["accuracy"]["single"] == trained_accuracy
    lines = printed.err.splitlines()
    gain = found["accuracy"]["ten"] - found["accuracy"]["single"]
    assert lines[1] == f"10 crops: {found['accuracy']['ten']:.2%}, {gain:+.2%}"
    assert commands.run(["test", str(project), "--checkpoint", str(weights), "--crops", "single"]) == 0
    assert json.loads(capsys.readouterr().out)["accuracy"] == {"single": found["accuracy"]["single"]}


def test_what_is_no_checkpoint_is_refused(
    trained: tuple[Path, Path, float], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project, weights, _ = trained
    other = tmp_path / "lenet.convcanvas"
    save(other, Document(lenet()))
    (tmp_path / "none.pt").write_text("none")
    torch.save({"weights": 1}, tmp_path / "other.pt")
    for words, sentence in (
        ([str(other), "--checkpoint", str(weights)], "are of another network"),
        ([str(project), "--checkpoint", str(tmp_path / "gone.pt")], "cannot be read. The system says"),
        ([str(project), "--checkpoint", str(tmp_path / "none.pt")], "is no file of weights"),
        ([str(project), "--checkpoint", str(tmp_path / "other.pt")], "is no file of weights"),
    ):
        capsys.readouterr()
        assert commands.run(["test", *words]) == 2
        assert sentence in capsys.readouterr().err
