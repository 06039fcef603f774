from __future__ import annotations

import json
from pathlib import Path

import pytest

from engine.headless import commands, settings_file
from engine.headless.arguments import Parser, UsageError, add_settings, given_settings
from engine.project.document import Document
from engine.project.files import save
from engine.training.config import TrainingConfig
from tests.networks import small


@pytest.fixture
def project(tmp_path: Path) -> Path:
    path = tmp_path / "small.convcanvas"
    save(path, Document(small(), TrainingConfig(epochs=3, batch_size=256, device="cpu")))
    return path


def test_it_goes_before_the_document_and_options_before_it(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "run.toml"
    file.write_text('epochs = 2\nbatch_size = 700\naverage = "ema"\n')
    assert commands.run(["train", str(project), "--config", str(file), "--epochs", "1"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert (result["epochs"], result["steps"]) == (1, 2)
    assert 0 <= result["averaged_test_accuracy"] <= 1


@pytest.mark.parametrize("name", ["run.toml", "run.json"])
def test_every_setting_can_stand_in_it(name: str, tmp_path: Path) -> None:
    values = TrainingConfig(nesterov=True, lr=0.5, schedule="cosine").values()
    lines = "\n".join(f"{key} = {json.dumps(value)}" for key, value in values.items())
    (tmp_path / name).write_text(json.dumps(values) if name.endswith("json") else lines)
    assert settings_file.read(tmp_path / name) == values


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("epoch = 3", r"There is no training setting 'epoch'\. Did you mean 'epochs'\?"),
        ("epochs = 0", r"run\.toml: epochs must be a whole number from 1 to 100000\. Received 0\."),
        ("epochs: 3", r"run\.toml' is not valid TOML: .* Expected lines such as `batch_size = 64`\."),
    ],
)
def test_what_is_wrong_is_said(text: str, sentence: str, tmp_path: Path) -> None:
    (tmp_path / "run.toml").write_text(text)
    with pytest.raises(UsageError, match=sentence):
        settings_file.read(tmp_path / "run.toml")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        settings_file.read(tmp_path / "gone.toml")


@pytest.mark.parametrize(
    ("words", "value"), [(["--nesterov"], True), (["--nesterov", "yes"], True), (["--nesterov", "no"], False)]
)
def test_a_switch_is_on_without_a_word(words: list[str], value: bool) -> None:
    parser = Parser()
    add_settings(parser)
    assert given_settings(parser.parse(words)) == {"nesterov": value}
