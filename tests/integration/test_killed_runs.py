"""A run that is killed with SIGKILL, anywhere and as often as one likes, ends as one that never was: bit for bit."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from engine.runs import checkpoints
from tests.engine.runs.kept import NUM_STEPS, go_on, new_folder, outcome, same

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="a process is killed here as Unix does it")

ROOT = Path(__file__).parents[2]


def killed(folder: Path, whole: Path, *words: str) -> int:
    """Train the two runs; return how often the first was killed before its end."""
    command = [sys.executable, "-m", "tests.integration.killed_runs", str(folder), str(whole), *words]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=280, check=True)
    return int(done.stdout)


def check(tmp_path: Path, words: list[str]) -> int:
    folder, whole = new_folder(tmp_path / "killed"), new_folder(tmp_path / "whole")
    num_killed = killed(folder.path, whole.path, *words)
    assert same(outcome(folder), outcome(whole))
    assert folder.result()["reason"] == "completed"
    assert len(list(folder.checkpoints.iterdir())) == 2  # no half checkpoint, and none too many
    return num_killed


def test_killed_at_steps_before_between_and_behind_checkpoints(tmp_path: Path) -> None:
    steps = ["2", "14", str(NUM_STEPS)]
    assert check(tmp_path, steps) == len(steps)


def test_a_half_checkpoint_is_never_taken_for_one(tmp_path: Path) -> None:
    folder = new_folder(tmp_path)
    go_on(folder)
    kept = checkpoints.latest_first(folder.checkpoints)
    half = folder.checkpoints / ".last-epoch9-step99.tmp"
    half.mkdir()
    (half / checkpoints.WEIGHTS).write_bytes(b"half")
    assert checkpoints.latest_first(folder.checkpoints) == kept
    go_on(folder)
    assert not half.exists()


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(4))
def test_killed_twenty_times_at_random(tmp_path: Path, seed: int) -> None:
    """At random steps, and at random moments: also while the images are loaded and while a checkpoint is written."""
    draw = random.Random(seed)
    steps = [str(draw.randint(1, NUM_STEPS)) for _ in range(10)]
    moments = [f"ms{draw.randint(1, 900)}" for _ in range(10)]
    words = [*steps, *moments]
    draw.shuffle(words)
    assert check(tmp_path, words) >= 5
