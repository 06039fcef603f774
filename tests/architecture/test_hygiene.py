"""The tests' own safety net: `tests/conftest.py` and pytest-qt must catch what a test leaves behind."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

CARELESS = """
import threading, time
from PySide6.QtCore import QTimer, qWarning
from PySide6.QtWidgets import QWidget

kept = []

def test_thread():
    threading.Thread(target=time.sleep, args=(3,), name="forgotten", daemon=True).start()

def test_timer(qtbot):
    kept.append(QWidget())
    QTimer(kept[0], objectName="forgotten").start(1000)

def test_qt_warning(qtbot):
    qWarning("QPainter::begin: Paint device returned engine == 0")

def test_python_warning():
    import warnings
    warnings.warn("old", DeprecationWarning)

def test_careful(qtbot):
    thread = threading.Thread(target=time.sleep, args=(0.05,))
    thread.start()
    window = QWidget()
    qtbot.addWidget(window)
    QTimer(window).start(1000)
    qWarning("This plugin does not support propagateSizeHints()")
"""


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("careless")
    shutil.copy(ROOT / "tests" / "conftest.py", folder)
    (folder / "test_careless.py").write_text(CARELESS, encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-c",
        ROOT / "pyproject.toml",
        "--rootdir",
        folder,
        "-p",
        "no:cacheprovider",
    ]
    return subprocess.run([*command, folder], cwd=folder, capture_output=True, text=True, check=False).stdout


@pytest.mark.parametrize(
    "verdict",
    [
        "ERROR test_careless.py::test_thread - Failed: left running: thread 'forgotten'",
        "ERROR test_careless.py::test_timer - Failed: left running: timer 'forgotten'",
        "FAILED test_careless.py::test_qt_warning",
        "FAILED test_careless.py::test_python_warning - DeprecationWarning: old",
        "2 failed, 3 passed, 2 errors",
    ],
)
def test_careless_tests_are_caught(verdicts: str, verdict: str) -> None:
    assert verdict in verdicts
