"""A benchmark that is asked for too few rounds says so in a sentence, before it measures anything."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.live.rounds import num_rounds

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("script", ["live_views.py", "training.py"])
def test_one_round_is_refused_in_a_sentence(script: str) -> None:
    command = [sys.executable, str(ROOT / "benchmarks" / script), "--rounds", "1"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert "quartiles need at least 2 rounds. Received 1." in done.stderr


def test_two_are_enough() -> None:
    assert num_rounds("2") == 2
