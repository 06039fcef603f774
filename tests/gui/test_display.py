"""Without a display the program says so in one sentence and names what works without one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from gui.display import missing_display

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("environment", "platform"),
    [
        ({"QT_QPA_PLATFORM": "offscreen"}, "linux"),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux"),
        ({"DISPLAY": "elsewhere:10.0"}, "linux"),
        ({}, "darwin"),
        ({}, "win32"),
    ],
)
def test_where_qt_can_open_a_window_nothing_is_missing(environment, platform):
    assert missing_display(environment, platform) is None


@pytest.mark.parametrize(
    ("display", "problem"), [(None, "there is none"), (":9973", "nothing answers at DISPLAY=:9973")]
)
def test_the_program_says_in_one_sentence_what_is_missing(display, problem):
    environment = {name: value for name, value in os.environ.items() if name not in ("QT_QPA_PLATFORM", "DISPLAY")}
    environment |= {"DISPLAY": display} if display else {}
    environment.pop("WAYLAND_DISPLAY", None)
    done = subprocess.run(
        [sys.executable, "main.py"], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 2
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert problem in line
    assert "python main.py train lenet5" in line
