from __future__ import annotations

from pathlib import Path

import pytest
import torch

from engine.errors import TrainingError
from engine.runtime.mailbox import Mailbox
from engine.training import checkpoint
from engine.training.config import TrainingConfig
from engine.training.events import RunFailed, RunFinished
from engine.training.loop import train
from engine.training.run import Run
from tests.networks import small

SHORT = TrainingConfig(epochs=2, batch_size=128, device="cpu")


def run_to(path: Path) -> Run:
    run = train(small(), SHORT, Mailbox(), checkpoint_path=path)
    assert run is not None
    return run


def test_the_file_holds_the_run_and_no_code(tmp_path: Path) -> None:
    path = tmp_path / "weights.pt"
    run = run_to(path)
    saved = torch.load(path, weights_only=True)
    assert (saved["epoch"], saved["step"], saved["config"]) == (2, 22, SHORT.values())
    for name, values in run.module.state_dict().items():
        assert torch.equal(saved["model"][name], values)
    run.optimizer.load_state_dict(saved["optimizer"])
    assert saved["optimizer"]["state"][0]["momentum_buffer"].shape == (4, 1, 3, 3)
    assert list(tmp_path.iterdir()) == [path]
    assert run.checkpoint == str(path)


def test_a_write_that_fails_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "weights.pt"
    run = run_to(path)
    before = path.read_bytes()

    def full(state: object, target: Path) -> None:
        target.write_bytes(b"half")
        raise OSError("No space left on device")

    monkeypatch.setattr(torch, "save", full)
    with pytest.raises(TrainingError, match=r"could not be written to .* No space left"):
        checkpoint.keep(run)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_weights_that_are_not_finite_are_not_kept(tmp_path: Path) -> None:
    path = tmp_path / "weights.pt"
    run = run_to(path)
    before = path.read_bytes()
    next(run.module.parameters()).data.fill_(float("nan"))
    checkpoint.keep(run)
    assert path.read_bytes() == before


def test_a_folder_that_is_not_there_is_said_before_training(tmp_path: Path) -> None:
    mailbox = Mailbox()
    train(small(), SHORT, mailbox, checkpoint_path=tmp_path / "gone" / "weights.pt")
    (event,) = mailbox.take_events()
    assert isinstance(event, RunFailed)
    assert "There is no folder" in event.message


def test_without_a_path_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    mailbox = Mailbox()
    train(small(), SHORT, mailbox)
    end = mailbox.take_events()[-1]
    assert isinstance(end, RunFinished)
    assert end.checkpoint is None
    assert not list(tmp_path.iterdir())
