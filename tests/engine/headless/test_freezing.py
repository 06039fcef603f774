"""Freezing from the command line: by name, by group, and whatever was loaded."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch

from engine.compiling.compiler import compile_graph
from engine.headless import commands
from engine.project import files
from engine.project.document import Document
from engine.runs import checkpoints
from engine.runs.folder import RunFolder
from tests.networks import small

SHORT = ["--epochs", "1", "--batch-size", "256", "--device", "cpu"]


@pytest.fixture
def project(tmp_path: Path) -> str:
    files.save(tmp_path / "net.convcanvas", Document(small()))
    return str(tmp_path / "net.convcanvas")


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    torch.manual_seed(6)
    torch.save(compile_graph(small()).state_dict(), tmp_path / "weights.pt")
    return tmp_path / "weights.pt"


def frozen(printed: str) -> set[str]:
    graph = RunFolder(Path(json.loads(printed)["run"])).document().graph
    return {node.name for node in graph.nodes.values() if node.is_frozen}


def test_what_was_loaded_stays_and_the_last_layer_learns(
    project: str, weights: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert commands.run(["train", project, *SHORT, "--start-from", str(weights), "--freeze", "loaded"]) == 0
    printed = capsys.readouterr().out
    assert frozen(printed) == {"stem.conv", "stem.bn"}
    (last,) = Path(json.loads(printed)["run"]).glob("checkpoints/last-*")
    before, after = torch.load(weights, weights_only=True), checkpoints.read(last).weights
    assert {name for name in after if torch.equal(before[name], after[name])} == {
        name for name in after if name.startswith("stem.")
    }


@pytest.mark.parametrize(
    ("words", "names"),
    [
        (["stem"], {"stem.conv", "stem.bn"}),
        (["stem.bn"], {"stem.bn"}),
        (["stem.conv", "stem.bn"], {"stem.conv", "stem.bn"}),
    ],
)
def test_layers_and_groups_by_name(
    project: str, words: list[str], names: set[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert commands.run(["train", project, *SHORT, "--freeze", *words]) == 0
    assert frozen(capsys.readouterr().out) == names


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (["--freeze", "stem.con"], "There is no layer and no group 'stem.con' to freeze. Did you mean 'stem.conv'?"),
        (["--freeze", "loaded"], "--freeze loaded needs weights: name a file or a run with --start-from."),
    ],
)
def test_mistakes(project: str, words: list[str], text: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.run(["train", project, *words]) == 2
    assert text in capsys.readouterr().err


def test_a_run_that_goes_on_keeps_its_network(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.run(["train", "--resume", str(tmp_path), "--freeze", "fc"]) == 2
    assert "A run goes on with its own network. Leave --freeze out." in capsys.readouterr().err
