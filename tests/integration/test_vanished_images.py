"""Images that disappear while a run streams them: a message, and the run goes on once they are back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.data import loading
from engine.runs import checkpoints
from engine.training.events import RunFailed
from tests.engine.runs.kept import CONFIG, go_on, new_folder, outcome, same
from tests.networks import ActingMailbox


@pytest.fixture
def images(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with ten classes of 12 images, which counts as too large for the memory."""
    monkeypatch.setattr(loading, "RESIDENT_BYTES", 0)
    draws = np.random.default_rng(0)
    for label in range(10):
        (folder := tmp_path / "images" / str(label)).mkdir(parents=True)
        for number in range(12):
            Image.fromarray(draws.integers(0, 256, (8, 8), np.uint8)).save(folder / f"{number}.png")
    return tmp_path / "images"


@pytest.mark.parametrize("step", [3, 5, 7])
def test_a_set_that_disappears_is_a_sentence_and_the_run_goes_on_when_it_is_back(
    images: Path, tmp_path: Path, step: int
) -> None:
    """In the midst of an epoch, behind its last step, and in the next one."""
    config = replace(CONFIG, data=str(images), batch_size=20, epochs=4)
    folder, whole = new_folder(tmp_path / "runs", config), new_folder(tmp_path / "runs", config)
    go_on(whole)
    away = tmp_path / "away"
    mailbox = ActingMailbox({step: lambda: images.rename(away)})
    go_on(folder, every=1, mailbox=mailbox)
    end = mailbox.take_events()[-1]
    assert isinstance(end, RunFailed)
    assert str(images) in end.message
    assert "Traceback" not in end.message
    assert folder.result()["reason"] == "failed"
    assert checkpoints.read(checkpoints.latest_first(folder.checkpoints)[0]).step == step
    gone = ActingMailbox({})
    go_on(folder, mailbox=gone)
    failed = gone.take_events()[-1]
    assert isinstance(failed, RunFailed)
    assert str(images) in failed.message  # still away
    away.rename(images)
    go_on(folder)
    assert folder.result()["reason"] == "completed"
    assert same(outcome(folder), outcome(whole))
