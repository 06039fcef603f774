"""A disk that is really full: the run says so, goes on, and is whole at its end."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from engine.runs import metrics
from engine.runs.folder import RunFolder
from tests.engine.runs.kept import NUM_STEPS, go_on, new_folder, outcome, same

ROOT = Path(__file__).parents[2]
IN_A_NAMESPACE = ["unshare", "-rm"]


def may_mount(place: Path) -> bool:
    """Whether the system lets this person mount something that nobody else sees."""
    if sys.platform != "linux" or shutil.which("unshare") is None:
        return False
    mount = [*IN_A_NAMESPACE, "mount", "-t", "tmpfs", "-o", "size=100k", "tmpfs", str(place)]
    return subprocess.run(mount, capture_output=True, check=False).returncode == 0


def test_a_run_outlives_a_full_disk(tmp_path: Path) -> None:
    disk, kept = tmp_path / "disk", tmp_path / "kept"
    disk.mkdir()
    if not may_mount(disk):
        pytest.skip("this system does not let a person mount a small disk")
    command = [*IN_A_NAMESPACE, sys.executable, "-m", "tests.integration.small_disk", str(disk), str(kept)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["notices"]
    assert all("could not be written" in text for text in found["notices"])
    assert any("No space left on device" in text for text in found["notices"])
    assert found["result"]["reason"] == "completed"
    assert [row.step for row in metrics.read_steps(RunFolder(kept).steps)] == list(range(1, NUM_STEPS + 1))
    whole = new_folder(tmp_path / "whole")
    go_on(whole)
    assert same(outcome(RunFolder(kept))["weights"], outcome(whole)["weights"])
    assert same(outcome(RunFolder(kept))["steps"], outcome(whole)["steps"])
